"""What was asked for, what was done and what was looked at. Imports nothing of ours."""

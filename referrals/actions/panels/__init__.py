"""Panels: arranged, their agenda, held, and who is told."""

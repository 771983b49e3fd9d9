"""What is read of places and services."""

"""What the pages of places and services ask."""

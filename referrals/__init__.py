"""The front door: requests for support, what the desk knows of the family, and its decisions."""

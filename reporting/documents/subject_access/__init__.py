"""The copy of everything held about one person."""

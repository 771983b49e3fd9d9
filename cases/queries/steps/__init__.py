"""Up to social care and down from it."""

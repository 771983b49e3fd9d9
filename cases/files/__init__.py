"""Files of cases: what may be kept, whether it is clean, and where it lies."""

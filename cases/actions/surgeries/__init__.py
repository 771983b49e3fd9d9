"""A locality’s surgery: arranged, put forward to, and what was advised."""

"""What people ask about their own records, and how long records are kept."""

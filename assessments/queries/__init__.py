"""What the pages of assessments, plans and meetings read."""

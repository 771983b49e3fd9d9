"""What the pages of assessments, plans and meetings ask and show."""

"""Who holds which case: leads, cover, managers, other localities and councils."""

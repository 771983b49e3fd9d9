"""What pages read of the hub. One module for each list or part of a page."""

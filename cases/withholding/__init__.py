"""What is not to be shared with somebody of the family: the items, for whom, and their words."""

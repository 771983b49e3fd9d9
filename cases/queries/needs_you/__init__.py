"""What needs a manager: the lists, what stands in each, and how it is shown there."""

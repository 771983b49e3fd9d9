"""A walk through the pages by their forms, as different people."""

"""Who signs in: users, their roles, the agency they belong to and the localities they serve."""

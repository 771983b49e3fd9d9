"""What may be known by whom: agreement, restriction, what is withheld, copies, looks."""

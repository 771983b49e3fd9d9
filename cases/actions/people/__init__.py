"""Who a family is: people, homes, schools, warnings; records merged and split."""

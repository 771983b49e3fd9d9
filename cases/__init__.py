"""The hub: families, people, cases, who leads, what is due, and how a case moves and ends."""

"""How a case ends, how that holds, and taking a wrong closing back."""

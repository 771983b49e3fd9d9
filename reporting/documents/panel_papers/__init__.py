"""The papers of a panel: its agenda and, for each item, what its members need and no more."""

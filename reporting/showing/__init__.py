"""Tables shown: as cells, sentences, charts, JSON and CSV. Nothing here counts."""

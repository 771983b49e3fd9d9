"""What every part of the API shares: problem documents, bodies, answers given once."""

"""What every part of the API shares: who may, how often, how it is described."""

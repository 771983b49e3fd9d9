"""How requests come in, and what is begun and not sent: every door ends in `receiving`."""

"""How well people are recognised: see `__main__.py`, and `learning.py` for where weights come from."""

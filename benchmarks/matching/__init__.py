"""How well people are recognised: `__main__.py`; where weights come from: `learning.py`."""

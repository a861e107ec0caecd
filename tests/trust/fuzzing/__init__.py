"""What `fuzz.py` is made of: mutations and whole data, what is attacked with them, and what must hold."""

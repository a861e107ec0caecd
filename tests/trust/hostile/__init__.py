"""What `payloads.py` is made of: texts, bodies painted with them, and who looks at their pages and files."""

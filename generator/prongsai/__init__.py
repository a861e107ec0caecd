"""Prongsai makes transparency websites for Thai public bodies from ITA data in YAML."""

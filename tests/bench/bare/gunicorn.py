"""Gunicorn for the bare site: as it comes."""

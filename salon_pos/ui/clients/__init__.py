"""Clients: everyone on file, and what was done for them."""

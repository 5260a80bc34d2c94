"""Packs of names, hosts and patterns that checks look for; one module each, read when needed."""

"""Rules: the model of a rule file, the strict loader, the kinds of match, the registry."""

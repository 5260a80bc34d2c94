"""Fuzzing of the reader, the rules and the fixer, with three engines and one set of properties."""

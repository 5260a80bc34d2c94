"""Measurements and long campaigns; small samples of them run with the tests."""

"""Python checks that rule files name, one topic per module."""

"""Text for XML 1.0, which has no form at all for most control characters (section 2.2)."""

from __future__ import annotations

from contentlint.reports.parts.visible import visible

__all__ = ["attributes", "escape"]

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))


def escape(text: str) -> str:
    """*text* for an attribute in double quotes or for character data."""
    text = visible(text)
    for char, entity in _ENTITIES:
        text = text.replace(char, entity)
    return text


def attributes(**values: str | int) -> str:
    """Attributes with a blank before each, in the order given."""
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items())

"""Addresses in angle brackets: links in Markdown, but in HTML tags, which no reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Place

__all__ = ["ADDRESS_TAG", "link_fix"]

ADDRESS_TAG: Final = pattern(
    r"<(?:https?://[^\s<>\"'`]+|(?:mailto:)?[A-Za-z][\w.+-]*@[\w-]+(?:\.[\w-]+)+)>", re.IGNORECASE
)
"""A whole tag that is an address of a page or of a person."""


def link_fix(tag: str, place: Place | None) -> Fix | None:
    """The fix that makes a link of such a *tag*, if it can be edited."""
    if place is None or not place.verbatim:
        return None
    from html import escape

    address = tag[1:-1].replace("&amp;", "&")
    words = address.removeprefix("mailto:")
    target = f"mailto:{words}" if "@" in words and "//" not in words else words
    text = f'<a href="{escape(target)}">{escape(words)}</a>'
    return Fix("unsafe", "Make it a link", (Edit(*place.span, text),))

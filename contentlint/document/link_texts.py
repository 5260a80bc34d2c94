"""What the links of a page say, and whether two stand side by side, read from its text.

Where the tags are well nested, each link ends at its own end tag; if nothing but text stands
before that, the text of the link is read without its element.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["LinkTexts", "read_links"]

# Of each link its text, its end tag and what comes after blanks; nothing of a link that is not
# plain: with markup or a character reference in it, or with "<" or ">" in a value.
_LINK: Final = pattern(r"<a\s(?=(?:[^<>]*>([^<>&]*</a>\s*..))?)", re.DOTALL)
# of what comes after the link before: another, or a character reference that may be a blank
_NEXT: Final = "<a"


class LinkTexts:
    """The *texts* of the links, in any order, and others with them.

    *near* says that two may have nothing but blanks between them.
    """

    __slots__ = ("near", "texts")

    def __init__(self, texts: Sequence[str], near: bool) -> None:
        self.texts = texts
        self.near = near


def read_links(page: Page) -> LinkTexts:
    """The links of a page with the tag ``a``."""
    html = page.html
    made = page.survey.made
    if made is not None:
        return LinkTexts(*made.read_links())
    found = _LINK.findall(html) if page.clean else [""]
    if "" in found or "<A" in html:
        return LinkTexts([link.text for link in page.select("a[href]")], True)
    near = any(link.endswith(_NEXT) or link[-2] == "&" for link in found)
    return LinkTexts([link[: link.index("<")] for link in found], near)

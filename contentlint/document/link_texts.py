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

_NAMES: Final = ("a", "A")
_END: Final = "/a"
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
    found = None
    if page.clean:
        found = _read_made(page.html) if page.made else _read_walked(page)
    if found is None:
        return LinkTexts([link.text for link in page.select("a[href]")], True)
    return found


def _read_walked(page: Page) -> LinkTexts | None:
    """The links between the tags; ``None`` if one has markup or a character reference in it."""
    walked, distinct = page.survey.walk, page.survey.sources
    if walked is None:
        return None
    links = {source for source in distinct if source[:1] in _NAMES and source[1:2].isspace()}
    texts = []
    near = False
    sources = walked.sources
    for number in walked.numbers_of(links):
        text = walked.text_after(number)
        if sources[number + 1] != _END or "&" in text:
            return None
        texts.append(text)
        after = walked.text_after(number + 1).lstrip()
        # a character reference may be a blank
        near = near or after[:1] == "&" or (not after and _begins_link(sources, number + 2))
    return LinkTexts(texts, near)


def _begins_link(sources: Sequence[str], number: int) -> bool:
    return number < len(sources) and sources[number][:1] in _NAMES


def _read_made(html: str) -> LinkTexts | None:
    """The same for a page that Markdown made."""
    found = _LINK.findall(html)
    if "" in found:
        return None
    near = any(link.endswith(_NEXT) or link[-2] == "&" for link in found)
    return LinkTexts([link[: link.index("<")] for link in found], near)

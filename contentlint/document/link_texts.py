"""What the links of a page say, and whether two stand side by side, read from its text.

Where the tags are well nested, each link ends at its own end tag; if nothing but text stands
before that, the text of the link is read without its element.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["LinkTexts", "read_links"]

_NAMES: Final = ("a", "A")
_END: Final = "/a"


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
    made = page.survey.made
    if made is not None:
        return LinkTexts(*made.read_links())
    found = _read_walked(page) if page.clean else None
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
        # a character reference may be a blank, and a link may follow a comment
        near = near or after[:1] == "&" or (not after and _may_be_link(sources, number + 2))
    return LinkTexts(texts, near)


def _may_be_link(sources: Sequence[str], number: int) -> bool:
    return number < len(sources) and sources[number][:1] in (*_NAMES, "!")

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

_BEGIN: Final = "<a"
_END: Final = "/a>"


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
    found = _read(page.html) if page.clean and not _is_capital(page) else None
    if found is None:
        return LinkTexts([link.text for link in page.select("a[href]")], True)
    return found


def _is_capital(page: Page) -> bool:
    """Whether the name of a link may be written as a capital letter."""
    return not page.made and any(source[:1] == "A" for source in page.survey.sources)


def _read(html: str) -> LinkTexts | None:
    """The links that stand in *html*; ``None`` if one is not plain.

    Such a link has markup or a character reference in its text, or ``<`` or ``>`` in a value.
    """
    texts = []
    near = False
    _, *pieces = html.split(_BEGIN)
    for number, piece in enumerate(pieces, 1):
        if not piece[:1].isspace():
            continue  # the name of another element
        tag, _, inside = piece.partition(">")
        text, _, end = inside.partition("<")
        if not end.startswith(_END) or "<" in tag or ">" in text or "&" in text:
            return None
        texts.append(text)
        after = end[len(_END) :].lstrip()
        # another link, or a character reference that may be a blank
        near = near or after[:1] == "&" or (not after and number < len(pieces))
    return LinkTexts(texts, near)

"""The check for a body that begins with the post's title again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from contentlint import edits
from contentlint.checks.text_blocks import Block, first_blocks, holds_media, letters, place_block
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["Repetition", "find_repetition", "repeats_title"]

_BRACKETS: Final = {"【": "】", "[": "]", "「": "」", "『": "』", "〖": "〗"}
_ITEM: Final = pattern(r"<li(?:\s[^<>]*)?>(?:\s|<(?:p|a|em|strong|b|i)(?:\s[^<>]*)?>)*\Z")
_BLOCKS: Final = "h1, h2, h3, h4, h5, h6, p"
# what a title in front matter does not say
_LOST: Final = "img, picture, svg, video, audio, iframe, object, embed, a[href], [id], [name]"
# shorter titles begin many a text by chance
_SHORTEST_CUT: Final = 8
# so many characters tell most titles from the text, which blanks of that many may precede
_ENOUGH: Final = 6
_LONGEST_LEAD: Final = 200


class Repetition(NamedTuple):
    """How the first block repeats the title.

    ``only``: it is all there is; ``again``: the whole block; ``cut``: the block goes on where the
    title was cut off; ``inside``: the block begins with the title in brackets.
    """

    kind: Literal["only", "again", "cut", "inside"]
    block: Block


def find_repetition(document: Document) -> Repetition | None:
    """How the body of *document* repeats its title, if it does."""
    cache = document.page.cache
    if "title-repetition" not in cache:
        cache["title-repetition"] = _compare(document)
    found: Repetition | None = cache["title-repetition"]
    return found


def _compare(document: Document) -> Repetition | None:
    title = document.front_matter.values.get("title")
    if title is None or isinstance(title, (bool, list, dict)):
        return None
    title = str(title)
    # most titles differ from the text at once
    if _begins_otherwise(title, document.page):
        return None
    blocks = first_blocks(document.page, 1)
    if not blocks or not _begin_alike(title, blocks[0].text):
        return None
    said = _without_ellipsis(title)
    wanted = letters(said)
    if len(wanted) < 2:
        return None
    block = blocks[0]
    begins = letters(block.text[: 3 * len(title) + 40])
    if not begins.startswith(wanted) or _begins_list(document.page, block):
        return None
    if said != title:
        return Repetition("cut", block) if len(wanted) >= _SHORTEST_CUT else None
    if begins == wanted and len(block.text) <= 3 * len(title) + 40:
        rest = len(first_blocks(document.page, 2)) > 1 or holds_media(document)
        return Repetition("again" if rest else "only", block)
    closing = _BRACKETS.get(block.text[0])
    if closing is not None and letters(block.text[: block.text.find(closing) + 1]) == wanted:
        return Repetition("inside", block)
    return None


def _begins_list(page: Page, block: Block) -> bool:
    """Whether *block* is the first item of a list, which may well name what the post is about."""
    above = page.html[max(0, block.start - _LONGEST_LEAD) : block.start]
    return "<li" in above and _ITEM.search(above) is not None


def _without_ellipsis(title: str) -> str:
    """*title* without the dots at its end that say it was cut off."""
    rest = title.rstrip()
    if rest.endswith(("…", "...")):
        return rest.rstrip(rest[-1]).rstrip()
    return title


def _begins_otherwise(title: str, page: Page) -> bool:
    """A quick proof that the first block does not begin with *title*, from its first letters."""
    html = page.html
    for start, end, _ in page.survey.texts_in_turn():
        beginning = html[start : min(end, start + _LONGEST_LEAD)].lstrip()[:_ENOUGH]
        if beginning:
            if "&" in beginning:
                return False
            mine, other = title[:1].casefold()[:1], beginning[0].casefold()[:1]
            if mine != other and mine.isalnum() and other.isalnum():
                return True
            return not _begin_alike(title, beginning)
        if end - start > _LONGEST_LEAD:
            return False
    return False


def _begin_alike(title: str, text: str) -> bool:
    first, second = letters(title[:_ENOUGH]), letters(text[:_ENOUGH])
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def repeats_title(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """The title said again where the text should begin."""
    found = find_repetition(document)
    if found is None or (found.kind != "only" and not document.may_show_title):
        return ()
    title = str(document.front_matter.values["title"])
    kind, block = found
    element = _element_around(document, block) if kind in ("only", "again") else None
    place = document.page.element(element) if element is not None else None
    if place is not None:
        span = place.span
    elif kind in ("cut", "inside"):
        span = _place_beginning(document, block, len(letters(_without_ellipsis(title))))
    else:
        span = place_block(document, block)
    fix = _remove(document, element) if kind == "again" and element is not None else None
    message = None if kind == "again" else kind
    if kind == "again" and element is not None and element.tag[0] == "h":
        from contentlint.checks.layouts import shows_title

        if not shows_title(document):
            return ()
    return (Hit(span, {"title": title}, message=message, fix=fix),)


def _element_around(document: Document, block: Block) -> Any:
    """The paragraph or heading that holds nothing but *block*."""
    wanted = letters(block.text)
    prefix = document.page.prefix
    for element in document.page.select(_BLOCKS)[:20]:
        location = element.source_location
        if location is None or location.start_tag.start_offset - prefix > block.start:
            continue
        end = location.end_tag.end_offset - prefix if location.end_tag else -1
        if end >= block.end and letters(element.text) == wanted:
            return element
    return None


def _place_beginning(document: Document, block: Block, count: int) -> Span:
    """The place of the beginning of *block* that has *count* letters."""
    written = document.page.html[block.start : block.end]
    end = block.end
    if "<" not in written and "&" not in written:
        for index, character in enumerate(written):
            count -= character.isalnum()
            if count == 0:
                end = block.start + index + 1
                break
        if written[0] in _BRACKETS and written[end - block.start :][:1] == _BRACKETS[written[0]]:
            end += 1
    return document.page.place(block.start, end).span


def _remove(document: Document, element: Any) -> FixRow | None:
    place = document.page.element(element)
    if place is None or element.attr("id") or element.select_one(_LOST) is not None:
        return None
    made = edits.remove_block(document, element, place)
    return fix_of("unsafe", "Remove the repeated title", made) if made else None

"""Words that a tag takes for attributes: of a value without quotation marks, or of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contentlint.findings import Edit, Hit, fix_of
from contentlint.html_standard.attribute_names import is_known_name
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.tokenizer_errors import Attribute

__all__ = ["TornValue", "are_all_words", "torn_hit", "torn_values"]

_TAG_NAME: Final = pattern(r"<([a-zA-Z][a-zA-Z0-9]*)")


class TornValue(NamedTuple):
    """The attribute *name* from *start* to *value*, whose value goes on to *end* in *words*."""

    name: str
    start: int
    value: int
    end: int
    words: frozenset[str]


def torn_values(html: str, start: int, end: int) -> list[TornValue]:
    """The values in the tag ``html[start:end]`` that words follow which belong to them."""
    tag, attributes = _read(html, start, end)
    found = []
    for index, each in enumerate(attributes):
        if each.end == each.name_end or html[each.end - 1] in "\"'":
            continue
        words = _words_from(html, tag, attributes[index + 1 :])
        if words:
            name = html[each.start : each.name_end].lower()
            value = html.index("=", each.name_end) + 1
            spelt = frozenset(html[word.start : word.end].lower() for word in words)
            found.append(TornValue(name, each.start, value, words[-1].end, spelt))
    return found


def are_all_words(html: str, start: int, end: int) -> bool:
    """Whether the tag ``html[start:end]`` has nothing but words for attributes, as text would.

    A single one may be an attribute of somebody's own, unless the tag touches what is before it.
    """
    tag, attributes = _read(html, start, end)
    is_text = len(attributes) > 1 or html[max(0, start - 1) : start].isalnum()
    return is_text and len(_words_from(html, tag, attributes)) == len(attributes) > 0


def torn_hit(document: Document, torn: TornValue) -> Hit | None:
    """What is to be said of a value that was torn."""
    place = document.page.place(torn.start, torn.end)
    if not place.verbatim:
        return None
    low = place.span.start + torn.value - torn.start
    value = " ".join(document.source.text[low : place.span.end].split())
    fix = fix_of(
        "unsafe", "Put the value in quotation marks", (Edit(low, place.span.end, f'"{value}"'),)
    )
    return Hit(place.span, {"name": torn.name, "value": value}, message="torn-value", fix=fix)


def _read(html: str, start: int, end: int) -> tuple[str, list[Attribute]]:
    from contentlint.document.tokenizer_errors import read_attributes

    name = _TAG_NAME.match(html, start, end)
    return (name[1].lower() if name else ""), read_attributes(html, start, end)


def _words_from(html: str, tag: str, attributes: list[Attribute]) -> list[Attribute]:
    """The *attributes* up to the first that is no mere word."""
    words = []
    for each in attributes:
        name = html[each.start : each.name_end]
        if each.end > each.name_end or not name.isalpha() or is_known_name(tag, name.lower()):
            break
        words.append(each)
    return words

"""Attributes by the HTML standard: unknown, misplaced, obsolete, missing; and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.content_model import problems_of
from contentlint.checks.readmes import is_shown_by_hosts
from contentlint.checks.word_attributes import TornValue, are_all_words, torn_hit, torn_values
from contentlint.edits import remove_attribute, rename_attribute
from contentlint.findings import Hit, fix_of
from contentlint.html_standard.obsolete import obsolete_attribute_names

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "broken_reference",
    "duplicate_id",
    "invalid_aria",
    "invalid_script",
    "invalid_value",
    "misplaced",
    "missing",
    "misspelt",
    "obsolete",
    "unknown",
]

# standard, section 16.1.1: values with which an attribute may stand, as they change nothing; an
# anchor's name works in every browser
_STILL_ALLOWED: Final = {
    ("a", "name"): "",
    ("img", "border"): "0",
    ("script", "charset"): "utf-8",
    ("script", "language"): "javascript",
}
# what a named tuple's own constructor calls
_new = tuple.__new__


def unknown(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes that no standard defines."""
    ignore = frozenset(options.get("ignore", ()))
    if "markdown-attribute" in doc.settings.understood:
        ignore |= {"markdown"}
    told: set[TornValue] = set()
    known: dict[int, _Words] = {}
    for hit in problems_of(doc, "unknown-attribute"):
        name = (hit.values or {}).get("name", "")
        is_text, values = _words_of(doc, hit.element, known)
        if name in ignore or is_text:
            continue
        torn = values.get(name)
        whole = torn_hit(doc, torn) if torn is not None and torn not in told else None
        if torn is not None:
            told.add(torn)
        if whole is not None:
            yield whole
        elif torn is None:
            edits = remove_attribute(doc, hit.element, name)
            fix = fix_of("unsafe", "Remove the attribute", edits) if edits else None
            message = hit.message
            if name == "markdown":
                message = "markdown"
            elif name in obsolete_attribute_names():
                message = "elsewhere"
            yield _new(Hit, (*hit[:2], message, fix, *hit[4:]))


_Words = tuple[bool, dict[str, TornValue]]
"""Whether a tag reads as text, and the values that were torn, by the words of them."""


def _words_of(doc: Document, element: Any, known: dict[int, _Words]) -> _Words:
    """What the words mean that the tag of *element* has for attributes; each tag is read once."""
    tag = doc.page.tag(element)
    if tag is None:
        return False, {}
    start, end = tag[:2]
    if start not in known:
        html = doc.page.html
        torn = {word: each for each in torn_values(html, start, end) for word in each.words}
        known[start] = are_all_words(html, start, end) and _is_unclosed(doc, start), torn
    return known[start]


def _is_unclosed(doc: Document, start: int) -> bool:
    if doc.page.clean:
        return False
    from contentlint.checks.structure import unclosed_starts

    return start in unclosed_starts(doc)


def misspelt(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes whose name is a slip of one that the element could have."""
    ignore = frozenset(options.get("ignore", ()))
    for hit in problems_of(doc, "misspelt-attribute"):
        values = hit.values or {}
        if values["name"] not in ignore:
            edits = rename_attribute(doc, hit.element, values["name"], values["near"])
            fix = fix_of("unsafe", f"Rename it to {values['near']}", edits) if edits else None
            yield _new(Hit, (*hit[:3], fix, *hit[4:]))


def misplaced(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes that exist, but not on this element or not beside its others."""
    return problems_of(doc, "misplaced-attribute")


def obsolete(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes the standard no longer has, or only lets stand.

    A README has no other way to say how it looks.
    """
    hits = [*problems_of(doc, "obsolete-attribute")]
    if not hits or is_shown_by_hosts(doc):
        return
    for hit in hits:
        words = hit.values or {}
        allowed = _STILL_ALLOWED.get((words["tag"], words.get("name", "")))
        if allowed is None:
            yield hit
        elif allowed == "":
            yield hit._replace(message="old", severity="info")
        elif (hit.element.attr(words["name"]) or "").strip().lower() != allowed:
            yield hit


def missing(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements without an attribute they must have."""
    return problems_of(doc, "missing-attribute")


def invalid_value(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Values that the attribute cannot have."""
    hits = problems_of(doc, "invalid-attribute-value")
    if "jekyll" not in doc.settings.generators or doc.kind != "markdown":
        return hits
    return (hit for hit in hits if not _is_read_by_kramdown(hit))


def _is_read_by_kramdown(hit: Hit) -> bool:
    """Whether the value ends in the slash of its tag, which kramdown takes for no part of it."""
    value = str((hit.values or {}).get("value", ""))
    return hit.message == "number" and value.endswith("/") and value[:-1].isdigit()


def invalid_script(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Scripts whose data cannot be read."""
    return problems_of(doc, "invalid-script")


def invalid_aria(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Roles and aria- attributes that do not exist or do not fit."""
    return problems_of(doc, "invalid-aria")


def duplicate_id(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Ids that stand more than once."""
    return problems_of(doc, "duplicate-id")


def broken_reference(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes that refer to an id which no element of the page has."""
    return problems_of(doc, "broken-reference")

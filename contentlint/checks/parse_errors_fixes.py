"""Repairs of the tokenizer's parse errors, where it is certain what a browser makes of them.

None of them changes what a reader sees.  Edits only insert and delete: template tags inside a
construct stay as they are.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from typing import Final

from contentlint.document.tokenizer_errors import TokenError
from contentlint.edits import removal
from contentlint.html_standard.elements import element
from contentlint.patterns import pattern

__all__ = ["repair"]

_Edits = list[tuple[int, int, str]]
_SPACE: Final = "\t\n\f "
_UNFINISHED: Final = pattern(r"(?:&#?\w*|<[/!?]?\w*)\Z")
_TAG_NAME: Final = pattern(r"</?([a-zA-Z][^\t\n\f />]*)")
_NUMBER: Final = pattern(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?\Z")


def repair(text: str, error: TokenError) -> tuple[str, _Edits] | None:
    """A title and edits ``(start, end, new)`` of *text*, the rendered page; ``None`` if unsure."""
    entry = _REPAIRS.get(error.code)
    if entry is None:
        return None
    title, edits_of = entry
    edits = edits_of(text, error)
    return (title, edits) if edits else None


def _end_reference(_text: str, error: TokenError) -> _Edits:
    return [(error.end, error.end, ";")]


def _escape_ampersand(_text: str, error: TokenError) -> _Edits:
    return [(error.start + 1, error.start + 1, "amp;")]


def _write_character(text: str, error: TokenError) -> _Edits:
    """Browsers read references to 128–159 as Windows characters; write those."""
    number = _NUMBER.match(text[error.start : error.end])
    if number is None:
        return []
    digits = (number[1] or number[2]).lstrip("0")
    value = int(digits[:4] or "0", 16 if number[1] else 10)  # four are too many at any rate
    character = entities.unescape(f"&#{value};")
    if not 0x80 <= value <= 0x9F or not character.isprintable() or not character:
        return []
    return [(error.start, error.end, character)]


def _escape_less_than(text: str, error: TokenError) -> _Edits:
    if text.startswith("{{", error.start - 2):
        return []  # a shortcode that is not closed is to be closed
    shown = text[error.start : error.end]
    if len(shown) > 1 and not shown.strip("<"):
        return [(error.start, error.end, "&lt;" * len(shown))]
    if len(shown) > 1 and error.code != "eof-before-tag-name":
        return []
    return [(error.start, error.start + 1, "&lt;")]


def _remove(text: str, error: TokenError) -> _Edits:
    """Remove what stands between two things that make no reference or tag together."""
    if _UNFINISHED.search(text, max(0, error.start - 40), error.start):
        return []
    return [(error.start, error.end, "")]


def _remove_attribute(text: str, error: TokenError) -> _Edits:
    return [removal(text, error.start, error.end)]


def _give_empty_value(_text: str, error: TokenError) -> _Edits:
    return [(error.end, error.end, '""')]


def _separate(_text: str, error: TokenError) -> _Edits:
    return [(error.start, error.start, " ")]


def _quote_value(text: str, error: TokenError) -> _Edits:
    """Quote a value that holds no quote itself; a lone quote is a mistake of another kind."""
    attribute = text[error.start : error.end]
    equals = attribute.find("=", 1)
    value = attribute[equals + 1 :].lstrip(_SPACE)
    if equals < 0 or not value or '"' in value or "'" in value:
        return []
    start = error.end - len(value)
    return [(start, start, '"'), (error.end, error.end, '"')]


def _remove_solidus(text: str, error: TokenError) -> _Edits:
    at = error.at - 1
    if at <= error.start or text[at] != "/" or not _is_element(text, error):
        return []
    apart = text[at - 1] in _SPACE or text[at + 1 : at + 2] in (*_SPACE, ">", "")
    return [(at, at + 1, "" if apart else " ")]


def _is_element(text: str, error: TokenError) -> bool:
    """Whether the tag may be meant as one: else it may be words, as in ``x<y/z>``."""
    name = _TAG_NAME.match(text, error.start)
    return name is not None and ("-" in name[1] or element(name[1].lower()) is not None)


def _bare_end_tag(text: str, error: TokenError) -> _Edits:
    name = re.compile(r"</[^\t\n\f />]*").match(text, error.start)
    if name is None:
        return []
    return [(name.end(), error.end - 1, "")]


def _close_comment(text: str, error: TokenError) -> _Edits:
    bang = error.at - 1
    return [(bang, bang + 1, "")] if text[bang] == "!" else []


def _complete_comment(_text: str, error: TokenError) -> _Edits:
    return [(error.start, error.end, "<!---->")]


def _open_comment(text: str, error: TokenError) -> _Edits:
    content = text[error.start + 2 : error.end - 1]
    if text[error.end - 1] != ">" or "--" in content or content.startswith("-"):
        return []
    if content.endswith("-") or not content:
        return []
    return [(error.start + 2, error.start + 2, "--"), (error.end - 1, error.end - 1, "--")]


def _separate_doctype(_text: str, error: TokenError) -> _Edits:
    at = error.start + len("<!doctype")
    return [(at, at, " ")]


_Repair = tuple[str, Callable[[str, TokenError], _Edits]]
_REPAIRS: Final[dict[str, _Repair]] = {
    "abrupt-closing-of-empty-comment": ("Write an empty comment", _complete_comment),
    "absence-of-digits-in-numeric-character-reference": ("Write &amp;", _escape_ampersand),
    "control-character-reference": ("Write the character", _write_character),
    "duplicate-attribute": ("Remove the second attribute", _remove_attribute),
    "end-tag-with-attributes": ("Remove the attributes", _bare_end_tag),
    "end-tag-with-trailing-solidus": ("Remove the slash", _bare_end_tag),
    "eof-before-tag-name": ("Write &lt;", _escape_less_than),
    "incorrectly-closed-comment": ("End the comment with -->", _close_comment),
    "incorrectly-opened-comment": ("Write a comment", _open_comment),
    "invalid-first-character-of-tag-name": ("Write &lt;", _escape_less_than),
    "missing-attribute-value": ("Write an empty value", _give_empty_value),
    "missing-end-tag-name": ("Remove </>", _remove),
    "missing-semicolon-after-character-reference": ("Add the semicolon", _end_reference),
    "missing-whitespace-before-doctype-name": ("Add the space", _separate_doctype),
    "missing-whitespace-between-attributes": ("Add a space", _separate),
    "unexpected-character-in-unquoted-attribute-value": ("Quote the value", _quote_value),
    "unexpected-null-character": ("Remove the character", _remove),
    "unexpected-solidus-in-tag": ("Remove the slash", _remove_solidus),
    "unknown-named-character-reference": ("Write &amp;", _escape_ampersand),
}

"""CSS selectors taken apart: what a page must have for each alternative to match at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["SUPPLIED", "Alternative", "alternatives_of"]

Wanted = tuple[str, str]
"""A text that must stand in a tag, in lower case, and a pattern of what stands there, if any."""

SUPPLIED: Final = frozenset({"body", "colgroup", "head", "html", "tbody", "tr"})
"""Elements that a parser puts in where the page has no tag for them."""

_LAST_COMPOUND: Final = pattern(r"[^\s>+~]*$")
_TAG: Final = pattern(r"[a-zA-Z][-\w]*")
_ATTRIBUTE: Final = pattern(r"\[\s*([-\w]+)")
# in a compound whose blanks are gone and whose quoted values are numbers
_VALUE: Final = pattern(r"\[([-\w]+)([$*^]?=)\"([0-9]+)\"[is]?\]")
_BLANKS: Final = " \t\n\f"
_ATTRIBUTE_BLOCK: Final = pattern(r"\[[^\]]*\]")
_NESTED: Final = pattern(r"\((?:[^()]|\([^()]*\))*\)")
_QUOTED: Final = pattern(r"\"[^\"]*\"|'[^']*'")


class Alternative(NamedTuple):
    """One of the selectors of a list, and what a page must have for it to match.

    *tag* is ``None`` where the selector names none.  Each of *values* stands in the tag as it is
    written, if no character reference does; they follow from ``[href*="http:"]``.
    """

    text: str
    tag: str | None
    attributes: frozenset[str]
    values: tuple[Wanted, ...] = ()


@lru_cache(maxsize=1024)
def alternatives_of(selector: str) -> tuple[Alternative, ...]:
    """Take a list of selectors apart."""
    return tuple([_read(part) for part in _parts(selector)])


def _parts(selector: str) -> Iterator[str]:
    """Split at the commas that stand in no brackets and in no quotes."""
    plain = _QUOTED.sub(lambda found: "_" * len(found.group()), selector)
    depth = start = 0
    for at, character in enumerate(plain):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and not depth:
            yield selector[start:at]
            start = at + 1
    yield selector[start:]


def _read(part: str) -> Alternative:
    quoted: list[str] = []

    def keep(found: re.Match[str]) -> str:
        quoted.append(found.group()[1:-1])
        return f'"{len(quoted) - 1}"'

    plain = _QUOTED.sub(keep, part.strip())
    while _NESTED.search(plain):
        plain = _NESTED.sub("", plain)
    # without the blanks inside [...] the last compound is found whole
    plain = _ATTRIBUTE_BLOCK.sub(lambda found: re.sub(r"[\s>+~]", "", found.group()), plain)
    compound = _LAST_COMPOUND.search(plain)
    text = compound.group() if compound else ""
    tag = _TAG.match(text)
    attributes = frozenset(name.lower() for name in _ATTRIBUTE.findall(text))
    if "." in _ATTRIBUTE_BLOCK.sub("", text):
        attributes |= {"class"}
    values = [
        _wanted(name.lower(), kind, quoted[int(number)])
        for name, kind, number in _VALUE.findall(text)
    ]
    name = tag.group().lower() if tag else None
    return Alternative(part.strip(), name, attributes, tuple(filter(None, values)))


def _wanted(name: str, kind: str, value: str) -> Wanted | None:
    """What stands in a tag with an attribute whose value is, begins, ends or goes on as *value*.

    A line end stands after each tag.
    """
    if not value.isascii() or "\\" in value or "&" in value:
        return None
    value = value.lower()
    if not value.strip():
        # it has no value, or one of blanks
        empty = rf"""{name}(?:=""|=''|=?["']?[{_BLANKS}/])"""
        return (name, empty) if kind == "=" else None
    if kind in ("^=", "="):
        return value, rf"""{name}[{_BLANKS}]*=[{_BLANKS}]*["']?{re.escape(value)}"""
    return value, ""

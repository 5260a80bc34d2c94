"""Front matter of the simplest form, read line by line: names with one-line values, and lists.

Most posts hold nothing else, and for them a regular expression gives the values and the places in
a third of the time that the YAML parser takes, or less where the same lines were met before.  It
is a proof, not a second parser: whatever is not certainly read alike by both, to the last
character, is left to the parser, and a property test holds the two equal.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from contentlint.document.frontmatter.model import Place, Places, Reading
from contentlint.document.frontmatter.yaml_shapes import (
    VALUE,
    Line,
    find_shape,
    learn_shape,
)
from contentlint.document.frontmatter.yaml_values import (
    PLAIN_KEYS,
    YamlValues,
)
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["read_simple"]

_LINE = pattern(
    rf"""
    (?: (?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,60}}):
        | (?P<dash>[ ]{{0,20}}-) (?=[ ]+[^\s\#])
        | [ ]* (?P<none>\#[^\n]*)?
    )
    (?:[ ]+ (?P<value>{VALUE}) )? [ ]* (?:\n|\Z)
    """,
    re.VERBOSE,
)
MAX_LENGTH = 20_000

_NO_NAMES: frozenset[str] = frozenset()
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__


def read_simple(content: str, base: int) -> Reading | None:
    """The reading of *content*, at offset *base*, or ``None`` if it is not of the simplest form."""
    if len(content) > MAX_LENGTH or not content.replace("\n", "").isprintable():
        return None  # tabs, controls, line separators, invisible characters and odd blanks
    builder = YamlValues()
    known = find_shape(content)
    if known is not None:
        shape, found = known
        values: dict[Any, Any] | None = shape.values(found, builder)
        places = partial(shape.places, found, base)
    else:
        lines = _scan(content)
        if not lines:
            return None
        values = _values(content, lines, builder)
        places = partial(_places, lines, content, base)
        if values is not None:
            learn_shape(content, lines)
    if values is None or builder.faults:
        return None
    return _new(Reading, (values, places, [], "mapping", _NO_NAMES, builder.odd))


def _scan(content: str) -> list[Line] | None:
    """The lines that hold something; ``None`` at the first one that is not simple."""
    lines: list[Line] = []
    match = _LINE.match
    at, end = 0, len(content)
    while at < end:
        found = match(content, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup
        if kind is None or kind == "none":
            continue
        start, stop = found.span("value")
        key = found.group("key")
        if key is not None:
            lines.append((key, found.start(), found.end("key"), start, stop))
        elif kind == "value" and found.group("dash"):
            lines.append((None, found.start(), found.end("dash"), start, stop))
        else:
            return None
    return lines


def _values(content: str, lines: list[Line], builder: YamlValues) -> dict[Any, Any] | None:
    values: dict[Any, Any] = {}
    items: list[Any] | None = None
    name = ""
    width = -1
    for key, start, stop, value_start, value_stop in lines:
        if key is None:
            if values and values[name] is None:
                items = values[name] = []
                width = stop - start
            if items is None or width != stop - start:
                return None
            items.append(builder.scalar(content[value_start:value_stop]))
            continue
        if key in values or not (key in PLAIN_KEYS or builder.is_plain_key(key)):
            return None
        name, items = key, None
        if value_start < 0:
            values[key] = None
            continue
        value = builder.scalar(content[value_start:value_stop])
        if value is None:
            return None
        values[key] = value
    return values


def _places(lines: list[Line], content: str, base: int) -> Places:
    places: Places = {}
    name: Any = None
    index = 0
    for key, start, stop, value_start, value_stop in lines:
        if key is not None:
            name, index = key, 0
        if value_start < 0:  # empty, or a list that follows
            value = Span(base + stop + 1, base + stop + 1)
        else:
            end = value_start + len(content[value_start:value_stop].rstrip(" "))
            value = Span(base + value_start, base + end)
        if key is not None:
            places[(key,)] = Place(Span(base + start, base + stop), value)
            continue
        whole = places[(name,)]
        dash = base + stop - 1 if index == 0 else whole.value.start
        places[(name,)] = Place(whole.key, Span(dash, value.end))
        places[(name, index)] = Place(None, value)
        index += 1
    return places

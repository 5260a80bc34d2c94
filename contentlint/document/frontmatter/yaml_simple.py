"""Front matter of the simplest form, read line by line: names with one-line values, and lists.

Most posts hold nothing else, and for them this gives the values in a tenth of the time that the
YAML parser takes.  It is a proof, not a second parser: whatever is not certainly read alike by
both, to the last character, is left to the parser, and a property test holds the two equal.

The posts of one site have lines and values in common, so what these mean is remembered.  Where
a value stands is looked for when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contentlint.document.frontmatter.model import Path, Place, Places, Reading
from contentlint.document.frontmatter.yaml_scalars import UNCERTAIN, plain_number, plain_value
from contentlint.kept import Kept
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["read_simple"]

MAX_LENGTH = 20_000
_MOST_NAMES = 1_000
_WIDEST_DASH = 20
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
# with these no plain value of the simple form begins: they mean something, or may elsewhere
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`~=<.+")
_NO_NAMES: frozenset[str] = frozenset()
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__


class _NotSimpleError(Exception):
    """The text is left to the parser."""


class _OddError(Exception):
    """A value that YAML readers do not take alike: it is read, but not remembered."""


def read_simple(content: str, base: int) -> Reading | None:
    """The reading of *content*, at offset *base*, or ``None`` if it is not of the simplest form."""
    if len(content) > MAX_LENGTH or not content.replace("\n", "").isprintable():
        return None  # tabs, controls, line separators, invisible characters and odd blanks
    odd = False
    try:
        try:
            values = _read_lines(content, _scalars.__getitem__)
        except _OddError:
            values, odd = _read_lines(content, _read_odd), True
    except _NotSimpleError:
        return None
    if not values:
        return None
    places = _SimplePlaces(content, base, values)
    return _new(Reading, (values, places.table, [], "mapping", _NO_NAMES, odd, places.find))


def _read_lines(content: str, scalar: Callable[[str], Any]) -> dict[Any, Any]:
    values: dict[Any, Any] = {}
    name = ""
    items: list[Any] | None = None
    indent = 0
    for line in content.split("\n"):
        head, colon, spelled = line.partition(": ")
        if not colon or (head not in _names and not _is_name(head)):
            head, width, spelled = _others[line]
            if width:
                if items is None:
                    if values.get(name, name) is not None:
                        raise _NotSimpleError
                    items = values[name] = []
                    indent = width
                elif width != indent:
                    raise _NotSimpleError
                items.append(scalar(spelled))
                continue
            if not head:
                continue
        if head in values:
            raise _NotSimpleError
        values[head] = scalar(spelled)
        name, items = head, None
    return values


def _read_scalar(spelled: str) -> Any:
    """What a value on one line means, *spelled* with the blanks around it; ``None`` if empty."""
    text = spelled.strip(" ")
    if not text:
        return None
    first = text[0]
    if first in "'\"":
        if text.find(first, 1) != len(text) - 1 or (first == '"' and "\\" in text):
            raise _NotSimpleError
        return text[1:-1]
    if first in _INDICATORS or ": " in text or " #" in text or text[-1] == ":":
        raise _NotSimpleError
    value = plain_value(text)
    if value is UNCERTAIN:
        value = plain_number(text)
        if value is UNCERTAIN:
            value, odd = _read_uncertain(text)
            if odd:
                raise _OddError
    if value is None:
        raise _NotSimpleError
    return value


def _read_uncertain(text: str) -> tuple[Any, bool]:
    """The value of the plain scalar *text*, and whether YAML readers differ about it."""
    from contentlint.document.frontmatter.yaml_values import YamlValues

    builder = YamlValues()
    value = builder.scalar(text)
    if builder.faults:
        raise _NotSimpleError
    return value, builder.odd


def _read_odd(spelled: str) -> Any:
    try:
        return _scalars[spelled]
    except _OddError:
        return _read_uncertain(spelled.strip(" "))[0]


def _read_other(line: str) -> tuple[str, int, str]:
    """What a *line* is that has no name with a value.

    A list's item has the width of its dash, indentation included, and is spelled as the last part
    says; an empty field has a name only; an empty line or a comment has nothing.
    """
    text = line.strip(" ")
    if not text or text[0] == "#":
        return "", 0, ""
    if text[0] == "-":
        width = line.index("-") + 1
        spelled = line[width:].strip(" ")
        if width > _WIDEST_DASH + 1 or line[width : width + 1] != " " or not spelled:
            raise _NotSimpleError
        return "", width, spelled
    name = line.rstrip(" ")
    if name[-1] != ":" or not _is_name(name[:-1]):
        raise _NotSimpleError
    return name[:-1], 0, ""


def _is_name(text: str) -> bool:
    """Whether the plain key *text* is nothing but text; remembered for the next post."""
    if text in _names:
        return True
    if _NAME.fullmatch(text) is None:
        return False
    if plain_value(text) is UNCERTAIN:
        from contentlint.document.frontmatter.yaml_values import YamlValues

        if not YamlValues().is_plain_key(text):
            return False
    elif plain_value(text) != text:
        return False
    if len(_names) < _MOST_NAMES:
        _names.add(text)
    return True


_names: set[str] = set()
_scalars: Kept[Any] = Kept(_read_scalar)
_others: Kept[tuple[str, int, str]] = Kept(_read_other)


class _SimplePlaces:
    """Finds where the *values* of *content*, which is of the simplest form, stand.

    A line that begins with a name and a colon is that field's own: no value goes on in a second
    line, and no name stands twice.
    """

    __slots__ = ("_base", "_content", "_found", "_values")

    def __init__(self, content: str, base: int, values: dict[Any, Any]) -> None:
        self._content = content
        self._base = base
        self._values = values
        self._found: Places = {}

    def find(self, path: Path) -> Place | None:
        """The place of the value at *path*, or ``None`` if there is no such value."""
        place = self._found.get(path)
        if place is None and path and path[0] in self._values:
            self._note(path[0], 0)
            place = self._found.get(path)
        return place

    def table(self) -> Places:
        """The places of all values."""
        at = 0
        for name in self._values:
            at = self._note(name, at)
        return self._found

    def _note(self, name: str, at: int) -> int:
        """Note the places of the field *name*, at or after *at*; where its line ends."""
        content, base = self._content, self._base
        start = content.find(f"\n{name}:", at) + 1  # or the very first line
        stop = start + len(name)
        end = content.find("\n", stop)
        if end < 0:
            end = len(content)
        key = _new(Span, (base + start, base + stop))
        if type(self._values[name]) is list:
            self._note_items(name, key, end)
            return end
        spelled = content[stop + 1 : end].lstrip(" ")
        if spelled:
            low = base + end - len(spelled)
            value = _new(Span, (low, low + len(spelled.rstrip(" "))))
        else:
            value = _new(Span, (base + stop + 1, base + stop + 1))
        self._found[(name,)] = _new(Place, (key, value))
        return end

    def _note_items(self, name: str, key: Span, at: int) -> None:
        """Note the list of the field *name*, whose lines follow the offset *at*."""
        content, base, found = self._content, self._base, self._found
        first, last = -1, 0
        index, count = 0, len(self._values[name])
        while index < count:
            line = at + 1
            at = content.find("\n", line)
            if at < 0:
                at = len(content)
            text = content[line:at].lstrip(" ")
            if not text or text[0] != "-":
                continue  # an empty line or a comment
            if not index:
                first = base + at - len(text)
            text = text[1:].lstrip(" ")
            low = base + at - len(text)
            last = low + len(text.rstrip(" "))
            found[(name, index)] = _new(Place, (None, _new(Span, (low, last))))
            index += 1
        found[(name,)] = _new(Place, (key, _new(Span, (first, last))))

"""Shapes of simple front matter: the posts of one site have the same lines with other values.

A shape that was met often enough becomes one regular expression, and its match gives every value
of the next such post.  It is made of the very pattern that reads line by line, each line atomic,
so that both read alike whatever stands there.
"""

from __future__ import annotations

import re
from typing import Any

from contentlint.document.frontmatter.model import Place, Places
from contentlint.document.frontmatter.yaml_values import UNCERTAIN, YamlValues, plain_value
from contentlint.named import NamedTuple
from contentlint.source import Span

__all__ = ["MET_BEFORE", "VALUE", "Line", "Shape", "find_shape", "forget_shapes", "learn_shape"]

VALUE = r"""
    '[^'\n]*' | "[^"\\\n]*"
    | [^\s\-?:,\[\]{}\#&*!|>'"%@`~=<.+] [^\n:\#]* (?:(?: :(?=\S) | (?<=\S)\# ) [^\n:\#]* )*
"""
"""A value on one line, as it is spelled: quoted, or plain with the blanks that follow it."""

Line = tuple[str | None, int, int, int, int]
"""A key, or ``None`` for a list's item; where the key (or dash) begins and ends; the value, too."""

# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__
_Form = tuple[tuple[str, int], ...]
_EMPTY, _VALUED = -2, -1
# to compile a shape costs as much as its pattern saves on so many posts
MET_BEFORE = 250
_MOST_SHAPES = 8
_MOST_COUNTED = 200
_MOST_LINES = 30


class Shape(NamedTuple):
    """What the lines are, and the pattern with a group for the value of each field.

    A field of *form* is its key with `_VALUED`, `_EMPTY`, or the width of the dashes of its list,
    indentation included; the group of a list holds all its lines.
    """

    form: _Form
    pattern: re.Pattern[str]

    def values(self, found: re.Match[str], builder: YamlValues) -> dict[str, Any]:
        """Each key with the value that the pattern *found*, ``None`` where it is empty."""
        values: dict[str, Any] = {}
        for (key, kind), spelled in zip(self.form, found.groups(), strict=True):
            if kind == _VALUED:
                value = plain_value(spelled)
                values[key] = builder.scalar(spelled) if value is UNCERTAIN else value
            elif kind == _EMPTY:
                values[key] = None
            else:
                values[key] = [
                    builder.scalar(line[kind:].strip(" ")) for line in spelled.split("\n") if line
                ]
        return values

    def places(self, found: re.Match[str], base: int) -> Places:
        """The places of what the pattern *found*, in a text that begins at offset *base*."""
        content = found.string
        places: Places = {}
        at = 0
        for (key, kind), (start, end) in zip(self.form, found.regs[1:], strict=True):
            at_key = _new(Span, (base + at, base + at + len(key)))
            if kind >= 0:
                items = _item_spans(content[start:end], kind, base + start)
                value = _new(Span, (base + start + kind - 1, items[-1][1]))
                places[(key,)] = _new(Place, (at_key, value))
                for index, span in enumerate(items):
                    places[(key, index)] = _new(Place, (None, span))
                at = end
                continue
            high = end
            if kind == _VALUED and content[end - 1] == " ":
                high = start + len(content[start:end].rstrip(" "))
            value = _new(Span, (base + start, base + high))
            places[(key,)] = _new(Place, (at_key, value))
            at = content.find("\n", end) + 1
        return places


def _item_spans(lines: str, width: int, at: int) -> list[Span]:
    """Where the items of a list stand, whose *lines* begin at *at* with dashes *width* wide."""
    spans = []
    for line in lines.split("\n"):
        if line:
            item = line[width:]
            start = at + len(line) - len(item.lstrip(" "))
            spans.append(_new(Span, (start, start + len(item.strip(" ")))))
        at += len(line) + 1
    return spans


_shapes: list[Shape] = []
_met: dict[_Form, int] = {}


def find_shape(content: str) -> tuple[Shape, re.Match[str]] | None:
    """The shape of *content* and its match, if it is one of those met often."""
    for index, shape in enumerate(_shapes):
        found = shape.pattern.match(content)
        if found is not None:
            if index:
                # the next post is likely to have the same one
                _shapes.insert(0, _shapes.pop(index))
            return shape, found
    return None


def learn_shape(content: str, lines: list[Line]) -> None:
    """Count the shape of *content*, which consists of *lines*, and keep it if it is frequent."""
    if len(_shapes) >= _MOST_SHAPES or len(lines) > _MOST_LINES:
        return
    if len(lines) != content.count("\n") + (not content.endswith("\n")):
        return  # with comments or empty lines
    form = _form_of(lines)
    met = _met[form] = _met.get(form, 0) + 1
    if met > MET_BEFORE:
        del _met[form]
        _shapes.append(Shape(form, _compile(form)))
    elif len(_met) > _MOST_COUNTED:
        _met.clear()


def forget_shapes() -> None:
    """Begin anew, for tests."""
    _shapes.clear()
    _met.clear()


def _form_of(lines: list[Line]) -> _Form:
    form: list[tuple[str, int]] = []
    for key, start, stop, value_start, _ in lines:
        if key is not None:
            form.append((key, _VALUED if value_start >= 0 else _EMPTY))
        elif form[-1][1] == _EMPTY:
            form[-1] = form[-1][0], stop - start
    return tuple(form)


def _compile(form: _Form) -> re.Pattern[str]:
    end = r"[ ]* (?:\n|\Z)"
    parts = []
    for key, kind in form:
        value = {_VALUED: rf"[ ]+ ({VALUE})", _EMPTY: "()"}.get(kind, "")
        parts.append(rf"(?> {re.escape(key)}: {value} {end} )")
        if kind >= 0:
            item = rf"(?> [ ]{{{kind - 1}}}- [ ]+ (?:{VALUE}) {end} )"
            parts.append(f"( {item}++ )")
    return re.compile("".join(parts) + r"\Z", re.VERBOSE)

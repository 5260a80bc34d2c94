"""Finds elements that Vue shows in place of another one, where no other one stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from contentlint.checks.templates_places import fenced_code, loose_code, span_of
from contentlint.document.template_mdx import is_void
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["lone_branches"]

_TOKEN: Final = pattern(
    r"\\.|<!--(?P<comment>(?:(?!-->).){0,2000}+)-->"
    r"|<(?P<raw>script|style)\b(?:(?!</(?P=raw)>).){0,2000}+</(?P=raw)>"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][\w.-]*+)(?P<attributes>"
    r"(?:\s++(?:[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+|/(?=>))|/)*+)\s*+>",
    re.DOTALL,
)
_QUOTED: Final = pattern(r"\"[^\"]*+\"|'[^']*+'")
_ELSE: Final = pattern(r"\sv-else(?:-if)?(?=[\s=/.]|\Z)")
_IF: Final = pattern(r"\sv-(?:else-)?if(?=[\s=/.]|\Z)")
_PRE: Final = pattern(r"\sv-pre(?=[\s=/.]|\Z)")
# what makes nothing on the page: marks of quotations, definitions of addresses and notes
_MARKS: Final = pattern(r"^[ \t>]++", re.MULTILINE)
_UNSEEN: Final = pattern(r"(?:\s++|\*?\[[^\]\n]++\]:[^\n]*+)*+")
_CONTAINER: Final = pattern(
    r"^[ \t>*+-]*+(?P<colons>:{3,})[ \t]*+v-pre\b"
    r"(?:(?!^[ \t>]*+(?P=colons)[ \t]*$).){0,2000}+",
    re.DOTALL | re.MULTILINE,
)
_DEEPEST: Final = 500


class _Frame:
    """An open element: whether an ``else`` may follow what it holds so far; ``None``: unknown."""

    __slots__ = ("is_if", "is_left_alone", "may_follow", "name")

    def __init__(self, name: str, is_if: bool, is_left_alone: bool) -> None:
        self.name = name
        self.is_if = is_if
        self.is_left_alone = is_left_alone
        self.may_follow: bool | None = False


def lone_branches(document: Document) -> Iterator[Hit]:
    """``v-else`` and ``v-else-if`` that follow no element with ``v-if``."""
    body = document.body
    if "v-else" not in body:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    alone = [found.span() for found in _CONTAINER.finditer(body)]
    stack = [_Frame("", False, False)]
    done = 0
    for token in _TOKEN.finditer(body):
        if not token["name"] and token["comment"] is None and not token["raw"]:
            continue  # an escaped sign
        if fenced.touch(*token.span()) or loose.touch(*token.span()):
            continue
        _read_text(stack[-1], body[done : token.start()])
        done = token.end()
        if token["comment"] is not None:
            if "@include" in token["comment"]:
                stack[-1].may_follow = None
        elif token["slash"]:
            if not _close(stack, token["name"]):
                return
        elif token["name"]:
            at = _judge(stack, token)
            if at is not None and not any(start <= at < end for start, end in alone):
                name = "v-else-if" if body.startswith("v-else-if", at) else "v-else"
                yield Hit(span_of(document, at, at + len(name)), {"name": name}, message="no-if")
            if len(stack) > _DEEPEST:
                return


def _read_text(frame: _Frame, text: str) -> None:
    if text.isspace() or not text:
        return
    text = _MARKS.sub("", text)
    if _UNSEEN.fullmatch(text) is None:
        # a tag written in an odd way, or attributes of the element before, in single braces
        is_odd = "<" in text or (text.startswith("{") and not text.startswith("{{"))
        frame.may_follow = None if is_odd else False


def _close(stack: list[_Frame], name: str) -> bool:
    """Leave the element *name*; ``False`` where none is open."""
    for at in range(len(stack) - 1, 0, -1):
        if stack[at].name == name:
            stack[at - 1].may_follow = stack[at].is_if
            del stack[at:]
            return True
    return False


def _judge(stack: list[_Frame], token: re.Match[str]) -> int | None:
    """Enter an element; where its ``v-else`` stands, if nothing is there that it may follow."""
    frame = stack[-1]
    attributes = _QUOTED.sub(lambda value: "_" * len(value.group()), token["attributes"])
    is_if = _IF.search(attributes) is not None
    is_left_alone = frame.is_left_alone or _PRE.search(attributes) is not None
    other = None if is_left_alone else _ELSE.search(attributes)
    is_lone = other is not None and frame.may_follow is False
    if attributes.endswith("/") or is_void(token["name"]):
        frame.may_follow = is_if
    else:
        stack.append(_Frame(token["name"], is_if, is_left_alone))
    return token.start("attributes") + other.start() + 1 if other and is_lone else None

"""Tells what surely is no expression of JavaScript, and which names an expression needs."""

from __future__ import annotations

import re
from typing import Final

from contentlint.document.nesting import names_of
from contentlint.patterns import pattern

__all__ = ["GLOBALS", "is_broken", "needed_name", "sets_name"]

_TOKEN: Final = pattern(
    r"(?P<blank>\s+|/\*.*?\*/|//[^\n]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<number>(?:\d[\w.]*|\.\d\w*))"
    r"|(?P<name>[^\W\d](?:[\w$])*|\$[\w$]*)"
    r"|(?P<member>\?\.(?!\d)|\.(?!\.))"
    r"|(?P<spread>\.\.\.)"
    r"|(?P<arrow>=>)"
    r"|(?P<step>\+\+|--)"
    r"|(?P<binary>\?\?=?|&&=?|\|\|=?|===?|!==?|\*\*=?|<<=?|>>>?=?|<=|>=|[-+*/%&|^]=?|[<>=])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_PREFIXES: Final = names_of("typeof void delete await new")
_OPERATORS: Final = names_of("in instanceof")
# what only whole programs, or TypeScript, have: none of it is judged
_BEYOND: Final = names_of(
    "function class async yield get set static if for while return const let var as satisfies of"
)
# no expression begins with one of these, and none goes on with one
_RESERVED: Final = names_of(
    "if else for while do switch case default break continue return throw try catch finally const "
    "var with export enum debugger"
)
_LET: Final = pattern(r"\s*+let\s++(?!in\b|instanceof\b)[A-Za-z_$]")
_CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}
_PATH: Final = (
    r"\s*+([^\W\d][\w$]*+|\$[\w$]*+)"
    r"(?:\s*+\??\.\s*+[\w$]++|\[\s*+(?:\d++|'[^']*+'|\"[^\"]*+\")\s*+\])*+\s*+"
)
_NEEDS: Final = pattern(rf"(?:\{{{_PATH}\}}|{_PATH})")
_SETS: Final = pattern(r"\s*+([^\W\d][\w$]*+)\s*+=(?![=>]).*+", re.DOTALL)
_LONGEST: Final = 400
GLOBALS: Final = names_of(
    "undefined null true false this NaN Infinity Math Date JSON Number String Boolean Array Object "
    "RegExp Map Set Symbol Promise Error BigInt Intl URL URLSearchParams parseInt parseFloat isNaN "
    "isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent console globalThis process "
    "window document navigator location require module exports global fetch Reflect arguments"
)


def is_broken(code: str, *, jsx: bool) -> bool:
    """Whether *code* is surely no expression; ``False`` also where that is not known.

    With *jsx*, tags may stand in it.
    """
    return len(code) <= _LONGEST and (_LET.match(code) is not None or _Judge(jsx).judge(code))


def needed_name(code: str) -> str | None:
    """The name that must be known where *code* is no more than that and members of it."""
    match = _NEEDS.fullmatch(code) if len(code) <= _LONGEST else None
    return None if match is None else match[1] or match[2]


def sets_name(code: str) -> str | None:
    """The name to which *code* assigns a value."""
    match = _SETS.fullmatch(code) if len(code) <= _LONGEST else None
    return None if match is None else match[1]


class _Beyond(Exception):
    """The code holds what is not understood here."""


class _Judge:
    """Reads operands and operators by turns."""

    def __init__(self, jsx: bool) -> None:
        self._jsx = jsx
        self._stack: list[str] = []
        self._choices = [0]
        self._last = ""

    def judge(self, code: str) -> bool:
        operand = True  # is one due?
        try:
            for token in _TOKEN.finditer(code):
                kind, text = token.lastgroup or "", token.group()
                if kind == "blank":
                    continue
                due = self._operand(kind, text) if operand else self._operator(kind, text)
                if due is None:
                    return True
                operand, self._last = due, text
        except _Beyond:
            return False
        is_open = bool(self._stack) or self._choices[-1] > 0
        return bool(self._last) and (operand or self._last in (".", "?.") or is_open)

    def _operand(self, kind: str, text: str) -> bool | None:
        """After a token where an operand is due, whether one still is; ``None`` for a fault."""
        if text in _RESERVED and not self._may_be_key():
            return None
        if text in _BEYOND or text in "`@" or (text[0] == "/" or (text[0] == "<" and self._jsx)):
            raise _Beyond  # a regular expression, a tag, a template
        if kind in ("string", "number", "name"):
            return text in _PREFIXES  # which want another one
        if text in _CLOSERS:
            self._stack.append(text)
            self._choices.append(0)
            return True
        if text in ("!", "~", "+", "-") or kind == "step":
            return True
        if kind == "spread":
            return True if self._stack else None
        if text in ")]}" and self._last in ("(", "[", "{", ","):
            return self._close(text)
        if text == "," and self._stack[-1:] == ["["]:
            return True
        return None

    def _may_be_key(self) -> bool:
        return self._last == "{" or (self._last == "," and self._stack[-1:] == ["{"])

    def _operator(self, kind: str, text: str) -> bool | None:
        """The same where an operator is due."""
        after_member = self._last in (".", "?.")
        if kind in ("member", "step"):
            return None if after_member else False
        if kind == "name":
            return False if after_member else self._word(text)
        if text in ("`", "#") or kind == "arrow" or (text == "{" and self._last == ")"):
            raise _Beyond  # a template, a private member, a function
        if text == "!" and not self._jsx:
            raise _Beyond  # TypeScript's
        return True if kind == "binary" else self._sign(text)

    def _word(self, text: str) -> bool | None:
        if text in _OPERATORS:
            return True
        if text in _RESERVED:
            return None
        if text in _BEYOND or self._last in _BEYOND:
            raise _Beyond
        return None

    def _sign(self, text: str) -> bool | None:
        if text in "([":
            self._stack.append(text)
            self._choices.append(0)
            return True
        if text in ")]}":
            return self._close(text)
        if text == ",":
            return True
        if text == "?":
            self._choices[-1] += 1
            return True
        if text == ":":
            if self._stack[-1:] != ["{"]:
                self._choices[-1] -= 1
            return None if self._choices[-1] < 0 else True
        return None

    def _close(self, text: str) -> bool | None:
        if not self._stack or _CLOSERS[self._stack.pop()] != text:
            return None
        self._choices.pop()
        return False

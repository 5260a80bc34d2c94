"""Slips of the keyboard in quoted values and in lists, alike in YAML, TOML and JSON.

Typographic quotes and full-width commas are letters to a parser.  What is proposed here is tried
by whoever asks: only a change after which the parser gets further is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from contentlint.findings import Edit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["ListSlip", "list_slip", "straightened"]

_DOUBLE = '"\u201c\u201d\u201e\u201f\uff02'
_SINGLE = "'\u2018\u2019\u201a\u201b"
_INNER = {
    **dict.fromkeys(_DOUBLE, pattern(f"[{_DOUBLE}]")),
    # between letters it is an apostrophe
    **dict.fromkeys(_SINGLE, pattern(rf"(?<![^\W\d_])[{_SINGLE}]|[{_SINGLE}](?![^\W\d_])")),
}
_TOKEN = pattern(
    rf"""\s*(?:(?P<comma>[,\uff0c\u3001\u060c])|(?P<end>\])
        |(?P<quoted>[{_DOUBLE}][^{_DOUBLE}\\\n]*[{_DOUBLE}]|[{_SINGLE}][^{_SINGLE}\\\n]*[{_SINGLE}])
        |(?P<bare>[^\s,\[\]{{}}{_DOUBLE}{_SINGLE}\uff0c\u060c]
            [^,\[\]{{}}{_DOUBLE}{_SINGLE}\uff0c\u060c\n]*))""",
    re.VERBOSE,
)
_MOST_TOKENS = 200


def straightened(value: str) -> str | None:
    """The text between the quotes of *value*, of which one at least is a typographic one."""
    if len(value) < 2:
        return None
    first, last, inner = value[0], value[-1], value[1:-1]
    marks = _DOUBLE if first in _DOUBLE else _SINGLE
    if first not in marks or last not in marks or first == last == marks[0]:
        return None
    return None if _INNER[first].search(inner) else inner


class ListSlip(NamedTuple):
    """The first fault of a list, where it stands, and the edits that mend all of them.

    All offsets count from the beginning of the list.
    """

    cause: str
    culprit: Span
    edits: tuple[Edit, ...]


def list_slip(
    value: str, quote: Callable[[str], str], must_quote: Callable[[str], bool]
) -> ListSlip | None:
    """What is wrong with *value*, a list in brackets without lists in it, and how it was meant.

    *quote* spells a text, *must_quote* tells whether an entry without quotes needs them.
    """
    if not value.startswith("["):
        return None
    reader = _ListReader(value, quote, must_quote)
    return reader.slip() if reader.read() else None


class _ListReader:
    def __init__(
        self, value: str, quote: Callable[[str], str], must_quote: Callable[[str], bool]
    ) -> None:
        self.value = value
        self.quote = quote
        self.must_quote = must_quote
        self.faults: list[tuple[str, Span]] = []
        self.edits: list[Edit] = []
        self.after_entry = -1
        """Where the entry ends that no comma has followed yet."""

    def read(self) -> bool:
        """Read entries and commas; whether nothing else was met."""
        at = 1
        for _ in range(_MOST_TOKENS):
            token = _TOKEN.match(self.value, at)
            if token is None:
                break
            at = token.end()
            kind = token.lastgroup or ""
            if kind == "end":
                return not self.value[at:].strip()
            self._take(kind, token[kind].rstrip(), token.start(kind))
        if self.value[at:].strip():
            return False
        end = len(self.value.rstrip())
        self._note("unclosed-list", Span(0, 1), Edit(end, end, "]"))
        return True

    def slip(self) -> ListSlip | None:
        """What was found, if anything."""
        if not self.faults:
            return None
        cause, culprit = self.faults[0]
        return ListSlip(cause, culprit, tuple(self.edits))

    def _take(self, kind: str, text: str, start: int) -> None:
        end = start + len(text)
        here = Span(start, end)
        if kind == "comma":
            if text != ",":
                blank = "" if self.value[end : end + 1].isspace() else " "
                self._note("wide-comma", here, Edit(start, end, "," + blank))
            self.after_entry = -1
            return
        if self.after_entry >= 0:
            edit = Edit(self.after_entry, self.after_entry, ",")
            self._note("missing-comma", Span(start, start + 1), edit)
        self.after_entry = end
        inner = straightened(text) if kind == "quoted" else None
        if inner is not None:
            self._note("curly-entry", here, Edit(start, end, self.quote(inner)))
        elif kind == "bare" and self.must_quote(text):
            self._note("bare-entry", here, Edit(start, end, self.quote(text)))

    def _note(self, cause: str, culprit: Span, edit: Edit) -> None:
        self.faults.append((cause, culprit))
        self.edits.append(edit)

"""What a line of YAML may have been meant to be: the changes that are tried on one that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contentlint.document.frontmatter.fences import KNOWN_KEYS
from contentlint.document.frontmatter.quoting import (
    bad_escape,
    meant_text,
    quoted,
    without_comment,
)
from contentlint.document.frontmatter.slips import list_slip, straightened
from contentlint.findings import Safety, apply_edits
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["FIELD_OR_ENTRY", "LINE", "Change", "applied", "changes_of"]

LIST_KEYS = frozenset({"aliases", "authors", "categories", "images", "keywords", "photos", "tags"})
LINE = pattern(
    r"""(?P<indent>[ \t]*)(?P<dashes>(?:-[ \t]+)*)
        (?:(?P<key>"[^"]*"|'[^']*'|[^\s\#'"\[{&*!|>%@`,-][^:]*?)[ ]*:[ \t]+)?(?P<value>.*)\Z""",
    re.VERBOSE | re.DOTALL,
)
_NO_SPACE = pattern(
    r"""(?P<indent>[ ]*)(?P<key>[A-Za-z_][\w-]*)[ ]*(?P<mark>:)(?P<value>[^\s/:].*)\Z"""
)
_FULL_WIDTH = pattern(
    r"""(?P<indent>[ ]*)(?P<key>[^\W\d][\w-]*)[ \t]*(?P<mark>\uff1a)\s*(?P<value>.*)\Z"""
)
_WIDE_BLANK = pattern(
    r"""(?P<indent>[ ]*)(?P<key>[\w-]+)[ ]*(?P<mark>:)[\u3000\xa0]\s*(?P<value>\S.*)\Z"""
)
_EQUALS = pattern(
    r"""(?P<indent>[ ]*)(?P<key>[A-Za-z_][\w-]*)[ \t]*(?P<mark>=>?)[ \t]*(?P<value>[^\s=>].*)\Z"""
)
_BEGIN_NO_ENTRY = "@`%*&!|>#?"
_MUST_QUOTE = pattern(rf"[{_BEGIN_NO_ENTRY}]|.*(?::(?:\s|\Z)|[ ]#)")
_KEY_START = pattern(r"[ \t]*([A-Za-z_][\w-]*)[ \t]*:(?:\s|\Z)")
# a line of other words is no better off elsewhere
FIELD_OR_ENTRY = pattern(r"[ \t]*+-(?:\s|\Z)|[^\n]*?:(?:\s|\Z)")
_FIRST_CHARACTER = {
    "@": "at",
    "`": "backtick",
    "%": "percent",
    "*": "asterisk",
    "&": "ampersand",
    "!": "exclamation",
    "|": "block-mark",
    ">": "block-mark",
    "-": "dash",
    "?": "dash",
    ",": "bracket",
    "]": "bracket",
    "}": "bracket",
    "[": "bracket",
    "{": "brace",
}


class Change(NamedTuple):
    """One proposed edit of a line: columns, replacement, why, and where the culprit stands."""

    start: int
    end: int
    text: str
    cause: str
    culprit: int
    safety: Safety = "safe"


def changes_of(lines: list[str], number: int) -> Iterator[Change]:
    """The changes of line *number* that its writer may have meant, the likeliest first."""
    line = lines[number]
    yield from _tab_changes(line)
    yield from _colon_changes(line)
    yield from _value_changes(line)
    yield from _indent_changes(lines, number)


def _tab_changes(line: str) -> Iterator[Change]:
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    tab = blanks.find("\t")
    if tab >= 0:
        last = blanks.rfind("\t") + 1
        yield Change(tab, last, blanks[tab:last].replace("\t", "  "), "tab", tab)
        key = _KEY_START.match(line)
        if key and key.group(1) in KNOWN_KEYS:
            yield Change(0, len(blanks), "", "tab", tab)


def _colon_changes(line: str) -> Iterator[Change]:
    for form, cause in (
        (_FULL_WIDTH, "full-width-colon"),
        (_NO_SPACE, "no-space"),
        (_WIDE_BLANK, "wide-blank"),
        (_EQUALS, "equals-sign"),
    ):
        match = form.match(line)
        if match:
            yield from _respaced(match, cause)


def _respaced(match: re.Match[str], cause: str) -> Iterator[Change]:
    key_end, mark, value = match.end("key"), match.start("mark"), match.group("value").rstrip()
    value_start = match.start("value")
    # a name that nobody knows may be a word of a text
    safety: Safety = "safe" if match.group("key") in KNOWN_KEYS else "unsafe"
    yield Change(key_end, value_start, ": ", cause, mark, safety)
    end = value_start + len(value)
    yield Change(key_end, end, ": " + quoted(meant_text(value)), cause, mark, safety)


def _value_changes(line: str) -> Iterator[Change]:
    match = LINE.match(line)
    written = match.group("value").rstrip() if match else ""
    value = without_comment(written)
    if match is None or not value:
        return
    start = match.start("value")
    cause, culprit = _cause_of(value)
    key = (match.group("key") or "").strip("\"'")
    if value[0] == "[" and key in LIST_KEYS:
        yield from _list_changes(value, start)
        return
    inner = straightened(value)
    if inner is not None:
        # typographic on both sides, they may be meant for readers
        meant: Safety = "safe" if value[0] in "\"'" or value[-1] in "\"'" else "unsafe"
        yield Change(start, start + len(value), quoted(inner), "curly-quotes", start, meant)
    if cause == "other":
        return
    safety: Safety = "unsafe" if " #" in written and value[0] not in "\"'" else "safe"
    text = quoted(meant_text(value))
    yield Change(start, start + len(value), text, cause, start + culprit, safety)


def _list_changes(value: str, start: int) -> Iterator[Change]:
    slip = list_slip(value, quoted, lambda entry: bool(_MUST_QUOTE.match(entry)))
    if slip is None:
        return
    text = apply_edits(value, slip.edits)
    safety: Safety = "unsafe" if slip.cause == "unclosed-list" else "safe"
    cause, culprit = slip.cause, slip.culprit.start
    if cause == "bare-entry" and value[culprit] not in _BEGIN_NO_ENTRY:
        cause = "entry-colon"
    yield Change(start, start + len(value), text, cause, start + culprit, safety)


def _indent_changes(lines: list[str], number: int) -> Iterator[Change]:
    line = lines[number]
    if not FIELD_OR_ENTRY.match(line):
        return
    width = len(line) - len(line.lstrip(" "))
    match = _KEY_START.match(line)
    wanted = []
    if match and match.group(1) in KNOWN_KEYS and width:
        wanted.append(0)
    for other in range(number - 1, -1, -1):
        if lines[other].strip():
            wanted.append(len(lines[other]) - len(lines[other].lstrip(" ")))
            break
    for target in wanted:
        if target != width:
            yield Change(0, width, " " * target, "indent", width)


def applied(line: str, change: Change) -> str:
    """*line* with *change* made."""
    return line[: change.start] + change.text + line[change.end :]


def _cause_of(value: str) -> tuple[str, int]:
    """Why the plain or quoted *value* is not YAML, and the index of what breaks it."""
    first = value[:1]
    if first in ("'", '"'):
        return _quote_cause(value, first)
    if first in _FIRST_CHARACTER:
        return ("template" if value.startswith("{{") else _FIRST_CHARACTER[first]), 0
    colon = re.search(r":(?:\s|\Z)", value)
    if colon:
        return "colon", colon.start()
    return "other", 0


def _quote_cause(value: str, mark: str) -> tuple[str, int]:
    if value.count(mark) == 1:
        return "unclosed-quote", 0
    if value.startswith(mark * 2):
        return "many-quotes", 1
    if mark == '"':
        escape = bad_escape(value)
        if escape is not None:
            return "backslash", escape
    inner = value.find(mark, 1)
    return ("apostrophe" if mark == "'" else "inner-quote"), max(inner, 0)

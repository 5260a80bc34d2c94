"""Why one statement is no TOML, in an editor's terms, and the edits that make it one."""

from __future__ import annotations

import re
from collections.abc import Callable

from contentlint.dates import iso_text, parse_date
from contentlint.document.frontmatter.quoting import bad_escape, meant_text, without_comment
from contentlint.document.frontmatter.slips import list_slip, straightened
from contentlint.findings import Edit, Safety, apply_edits
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span
from contentlint.toml_text import load_toml

__all__ = ["REASONS", "TITLES", "Fault", "explain", "is_toml"]

_PAIR = pattern(r"""[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*(?P<mark>[=:\uff1a\uff1d])[ \t]*""")
_ANY_PAIR = pattern(
    r"""[ \t]*(?P<key>[^\s=:#"'\[\uff1a\uff1d][^=:#"'\n\uff1a\uff1d]*)(?P<mark>[=:\uff1a\uff1d])"""
)
_NO_MARK = pattern(r"""[ \t]*[A-Za-z0-9_-]+[ \t]+["'\[\d]""")
_DATE_LIKE = pattern(r"\d{4}-\d{1,2}-\d{1,2}")
_MONTH = pattern(r"\d{4}[-/.]\d{1,2}\Z")
_ZEROS = pattern(r"[+-]?0\d+\Z")
_BARE_POINT = pattern(r"[+-]?(?P<before>\d*)\.(?P<after>\d*)\Z")
_LONG_NUMBER = pattern(r"[+-]?(?:0[xob])?[0-9A-Fa-f_]{1000,}\Z")
_NOTHING = ("null", "nil", "none", "undefined", "~")

TITLES = {
    "curly-entry": "Put straight quotes",
    "curly-quotes": "Put straight quotes",
    "missing-comma": "Put the comma",
    "toml-boolean": "Write it in small letters",
    "toml-brackets": "Put the list in brackets",
    "toml-colon": "Put an equals sign",
    "toml-comment": "Begin the comment with #",
    "toml-date": "Write the date in ISO 8601",
    "toml-empty": "Write an empty text",
    "toml-end": "Remove the sign",
    "toml-equals": "Put one equals sign",
    "toml-name": "Quote the name",
    "toml-point": "Write the zero",
    "toml-wide-equals": "Put an equals sign",
    "unclosed-list": "Close the list",
    "wide-comma": "Put a comma",
}


class Fault(NamedTuple):
    """One fault: its cause, the field, what it stands on, where exactly, and what mends it.

    Offsets count from the beginning of the statement.
    """

    cause: str
    key: str
    span: Span
    culprit: int
    edits: tuple[Edit, ...] = ()
    safety: Safety = "safe"


class _Value(NamedTuple):
    """How a value should be spelled: *edits* from its own beginning, and why."""

    cause: str
    edits: tuple[Edit, ...] = ()
    culprit: int = 0
    safety: Safety = "safe"


def is_toml(text: str) -> bool:
    """Whether *text* is TOML."""
    try:
        load_toml(text)
    except (ValueError, RecursionError):
        return False
    return True


def explain(text: str) -> Fault:
    """Why *text*, one statement or one line, is no TOML."""
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    if text.startswith("[", start):
        return Fault("toml-header", "", Span(start, _line_end(text, start)), start)
    pair = _PAIR.match(text)
    fault = _explain_line(text, start) if pair is None else _explain_pair(text, pair, end)
    return fault if is_toml(apply_edits(text, fault.edits)) else fault._replace(edits=())


def _line_end(text: str, start: int) -> int:
    newline = text.find("\n", start)
    return start + len(text[start : newline if newline >= 0 else len(text)].rstrip())


def _explain_line(text: str, start: int) -> Fault:
    """A line that begins like no pair of TOML."""
    span = Span(start, _line_end(text, start))
    named = _ANY_PAIR.match(text)
    if named is not None:
        name = named["key"].rstrip()
        key = Span(named.start("key"), named.start("key") + len(name))
        edits = (Edit(*key, _basic(name)), *_mark_edits(named))
        return Fault("toml-name", name, key, key.start, edits)
    if text.startswith("//", start):
        return Fault("toml-comment", "", span, start, (Edit(start, start + 2, "#"),))
    cause = "toml-no-equals" if _NO_MARK.match(text) else "toml-line"
    return Fault(cause, "", span, start)


def _explain_pair(text: str, pair: re.Match[str], end: int) -> Fault:
    key, start = pair["key"], pair.end()
    value = text[start : max(end, start)]
    at, marks = pair.start("mark"), _mark_edits(pair)
    if value.startswith("="):  # as in := and ==
        extra = len(value) - len(value.lstrip("= "))
        doubled = Edit(at, start + extra, "= ")
        return Fault("toml-equals", key, Span(at, start + 1), start, (doubled,))
    in_order = bool(marks) and is_toml("k = " + value)
    found = _Value("") if in_order else _explain_value(value)
    edits = tuple(Edit(start + first, start + last, new) for first, last, new in found.edits)
    if marks:
        cause = "toml-wide-equals" if pair["mark"] == "\uff1d" else "toml-colon"
        return Fault(cause, key, Span(at, at + 1), at, (*marks, *edits), found.safety)
    shown = Span(start, start + len(_first_line(value)))
    return Fault(found.cause, key, shown, start + found.culprit, edits, found.safety)


def _mark_edits(pair: re.Match[str]) -> tuple[Edit, ...]:
    return () if pair["mark"] == "=" else (Edit(*pair.span("mark"), " ="),)


def _explain_value(value: str) -> _Value:
    line = _first_line(value)
    whole = value if "\n" in value else line
    for find in _FINDERS:
        found = find(whole, line)
        if found is not None:
            return found
    # where a text without quotes ends and a comment begins, a person knows
    safety: Safety = "safe" if whole.rstrip() == value.rstrip() else "unsafe"
    return _Value("toml-unquoted", (Edit(0, len(line), _basic(line)),), 0, safety)


def _first_line(value: str) -> str:
    """The first line of *value*, without blanks and a comment at its end."""
    return without_comment(value.partition("\n")[0].rstrip())


def _empty(_value: str, line: str) -> _Value | None:
    return None if line else _Value("toml-empty", (Edit(0, 0, '""'),))


def _in_brackets(value: str, line: str) -> _Value | None:
    if line[0] == "{":
        return _Value("toml-table")
    if line[0] == "[":
        slip = list_slip(value, _basic, lambda entry: not is_toml(f"k = [{entry}]"))
        if slip is None:
            return _Value("toml-list")
        cause = "toml-entry" if slip.cause == "bare-entry" else slip.cause
        safety: Safety = "unsafe" if cause == "unclosed-list" else "safe"
        return _Value(cause, slip.edits, slip.culprit.start, safety)
    bare = line.strip("()[]")
    if "," in bare and is_toml(f"k = [{bare}]"):
        return _Value("toml-brackets", (Edit(0, len(line), f"[{bare}]"),), 0, "unsafe")
    return None


def _after_value(_value: str, line: str) -> _Value | None:
    """A sign or a comment of another language after a value that is in order."""
    body = line[:-1].rstrip()
    if line[-1] in ",;\uff0c\uff1b" and is_toml("k = " + body):
        return _Value("toml-end", (Edit(len(body), len(line), ""),), len(line) - 1)
    at = line.find("//")
    if at > 0 and is_toml("k = " + line[:at]):
        return _Value("toml-comment", (Edit(at, at + 2, "#"),), at)
    return None


def _constant(_value: str, line: str) -> _Value | None:
    word = line.lower()
    if word in ("true", "false", "yes", "no", "on", "off"):
        meant = "true" if word in ("true", "yes", "on") else "false"
        return _Value("toml-boolean", (Edit(0, len(line), meant),))
    if word in _NOTHING:
        return _Value("toml-nothing")
    if _LONG_NUMBER.match(line):
        return _Value("toml-long-number")
    point = _BARE_POINT.match(line)
    if point is not None and line.strip("+-.") and not (point["before"] and point["after"]):
        at = point.start("after") if point["before"] else point.start("before")
        return _Value("toml-point", (Edit(at, at, "0"),), point.start("after") - 1)
    return _Value("toml-zero") if _ZEROS.match(line) else None


def _date(_value: str, line: str) -> _Value | None:
    date = parse_date(line)
    if date is not None and date.certain and date.weekday is None:
        return _Value("toml-date", (Edit(0, len(line), iso_text(date.value)),))
    if _MONTH.match(line):
        return _Value("toml-month")
    return _Value("impossible-date") if _DATE_LIKE.match(line) else None


def _in_quotes(value: str, line: str) -> _Value | None:
    inner = straightened(line)
    if inner is not None:
        return _Value("curly-quotes", (Edit(0, len(line), _basic(inner)),))
    mark = line[0]
    if mark not in "\"'":
        return None
    if line.count(mark) == 1 and "\n" in value:
        return _Value("toml-lines")
    whole = (Edit(0, len(line), _basic(meant_text(line))),)
    if line.count(mark) == 1:
        return _Value("unclosed-quote", whole)
    escape = bad_escape(line) if mark == '"' else None
    if escape is not None and "'" not in line:
        return _Value("backslash", (Edit(0, len(line), f"'{line[1:-1]}'"),), escape)
    if escape is not None:
        return _Value("toml-backslash", whole, escape)
    cause = "inner-quote" if mark == '"' else "toml-apostrophe"
    return _Value(cause, whole, line.find(mark, 1))


_Finder = Callable[[str, str], _Value | None]
_FINDERS: tuple[_Finder, ...] = (_empty, _constant, _date, _after_value, _in_brackets, _in_quotes)


def _basic(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{body}"'


REASONS = (
    ("a number is too long", "a number in it has too many digits"),
    ("Cannot declare", "the same table is begun a second time"),
    ("Cannot overwrite", "a name is given a second time"),
    ("Cannot redefine", "a name is given a second time"),
    ("Cannot mutate", "a table that is written in braces cannot go on below"),
    ("Illegal character", "an invisible character stands here"),
)
"""What the parser says, by how that begins, in an editor's words."""

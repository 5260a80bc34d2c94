"""Why a piece of JSON does not parse, in an editor's terms, and the edit that repairs it.

The standard decoder says where it stopped and what it expected there; what stands at that place
tells what its writer did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from contentlint.document.frontmatter.slips import straightened
from contentlint.findings import Safety
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["REASONS", "TITLES", "JsonCause", "cause_at"]

_SINGLE = pattern(r"'((?:[^'\\\n\"]|\\.)*)'")
_BARE_KEY = pattern(r"[A-Za-z_][\w-]*(?=\s*:)")
_HALF_KEY = pattern(r"[A-Za-z_][\w-]*(?=\"[ \t]*:)")
_TEXT_END = pattern(r'"[ \t]*(?:[,}\]\n]|\Z)')
_OPEN_KEY = pattern(r'"([A-Za-z_][\w-]*):([ \t]*)"\Z')
_COMMENT = pattern(r"//[^\n]*|/\*.*?\*/|#[^\n]*", re.DOTALL)
_CURLY = pattern(
    '["\u201c\u201d\u201e\u201f\uff02][^"\u201c\u201d\u201e\u201f\uff02\n]*'
    '["\u201c\u201d\u201e\u201f\uff02]|[\u2018\u2019][^\u2018\u2019\n]*[\u2018\u2019]'
)
_WORD = pattern(r"[A-Za-z]+(?=\s*[,}\]\n])")
_WORDS = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
    **dict.fromkeys(("null", "none", "nil", "undefined", "nan"), "null"),
}
_BARE_VALUE = pattern(r"[^\s\"'{}\[\],][^\"'{}\[\],\n]*")
_NUMBER_PART = pattern(r"[\d.:TZ+-]*")
_COMMAS = "\uff0c\u3001;\uff1b"
_TEXT_LINE = pattern(
    rf'[ \t{{,]*"(?:[^"\\\n]|\\.)*"[ \t]*:[ \t]*"(?P<text>[^\n]*)"[ \t]*(?:[,{_COMMAS}][ \t]*)?\Z'
)

TITLES = {
    "json-backslash": "Write the backslash twice",
    "json-bare-key": "Put the name in double quotes",
    "json-bare-value": "Put the text in double quotes",
    "json-colon": "Put a colon",
    "json-comma-form": "Put a comma",
    "json-comment": "Remove the comment",
    "json-curly": "Put straight quotes",
    "json-empty": "Write an empty text",
    "json-extra-comma": "Remove the comma",
    "json-inner-quote": "Write a backslash before the quotation marks",
    "json-missing-comma": "Add the comma",
    "json-missing-quote": "Add the quotation mark",
    "json-single-quotes": "Use double quotes",
    "json-tab": r"Write \t",
    "json-trailing-comma": "Remove the comma",
    "json-unclosed-list": "Close the list",
    "json-word": "Write it in JSON's words",
}


class JsonCause(NamedTuple):
    """A cause, the range it stands on, and the text that would repair it, if one is known."""

    name: str
    start: int
    end: int
    text: str | None = None
    safety: Safety = "safe"


def cause_at(content: str, at: int, reason: str) -> JsonCause:
    """The cause at offset *at*, where the decoder stopped for *reason*."""
    for find in _finders(reason):
        found = find(content, at)
        if found is not None:
            return found
    line_end = content.find("\n", at)
    return JsonCause("other", at, len(content) if line_end < 0 else line_end)


_Finder = Callable[[str, int], JsonCause | None]


def _finders(reason: str) -> Iterable[_Finder]:
    general = (_trailing_comma, _comment, _curly, _single)
    if "',' delimiter" in reason:
        return (*general, _comma)
    if "':' delimiter" in reason:
        return (*general, _colon)
    if reason.startswith("Invalid control"):
        return (_control,)
    if reason.startswith("Invalid \\"):
        return (_backslash,)
    if reason.startswith("Expecting property name"):  # no value, however spelt, is right here
        return (*general, _bare_key, _extra_comma)
    return (*general, _word, _bare_key, _extra_comma, _bare_value)


def _before(content: str, at: int) -> int:
    return len(content[:at].rstrip())


def _trailing_comma(content: str, at: int) -> JsonCause | None:
    here = content[at : at + 1]
    if here == "," and content[at + 1 :].lstrip()[:1] in ("}", "]"):
        return JsonCause("json-trailing-comma", at, at + 1, "")
    before = _before(content, at)
    if here in ("}", "]") and content[:before].endswith(","):
        return JsonCause("json-trailing-comma", before - 1, before, "")
    return None


def _comment(content: str, at: int) -> JsonCause | None:
    match = _COMMENT.match(content, at)
    return match and JsonCause("json-comment", at, match.end(), "")


def _curly(content: str, at: int) -> JsonCause | None:
    match = _CURLY.match(content, at)
    inner = straightened(match.group()) if match else None
    if match is None or inner is None or "\\" in inner:
        return None
    return JsonCause("json-curly", at, match.end(), json.dumps(inner, ensure_ascii=False))


def _single(content: str, at: int) -> JsonCause | None:
    match = _SINGLE.match(content, at)
    return match and JsonCause("json-single-quotes", at, match.end(), f'"{match.group(1)}"')


def _bare_key(content: str, at: int) -> JsonCause | None:
    half = _HALF_KEY.match(content, at)
    if half is not None:
        return JsonCause("json-missing-quote", at, half.end(), f'"{half.group()}')
    match = _BARE_KEY.match(content, at)
    return match and JsonCause("json-bare-key", at, match.end(), f'"{match.group()}"')


def _word(content: str, at: int) -> JsonCause | None:
    match = _WORD.match(content, at)
    meant = _WORDS.get(match.group().lower()) if match else None
    return JsonCause("json-word", at, at + len(match.group()), meant) if match and meant else None


def _extra_comma(content: str, at: int) -> JsonCause | None:
    if content[at : at + 1] != ",":
        return None
    before = _before(content, at)
    if content[:before].endswith(":"):
        return JsonCause("json-empty", before, before, ' ""')
    return JsonCause("json-extra-comma", at, at + 1, "")


def _bare_value(content: str, at: int) -> JsonCause | None:
    before = content[: _before(content, at)][-1:]
    match = _BARE_VALUE.match(content, at)
    if match is None or before not in (":", "[", ",") or not any(map(str.isalnum, match[0])):
        return None
    value = match.group().rstrip()
    if _TEXT_END.match(content, match.end()):
        return JsonCause("json-missing-quote", at, match.end(), f'"{match.group()}')
    if value[0] in "+." or value[0].isdigit():
        return JsonCause("json-number", at, at + len(value))
    spelled = json.dumps(value, ensure_ascii=False)
    return JsonCause("json-bare-value", at, at + len(value), spelled)


def _comma(content: str, at: int) -> JsonCause | None:
    here, before = content[at : at + 1], _before(content, at)
    if here == '"':
        line = _text_line(content, at)
        return line or JsonCause("json-missing-comma", before, before, ",")
    if here in _COMMAS:
        blank = "" if content[at + 1 : at + 2].isspace() else " "
        return JsonCause("json-comma-form", at, at + 1, "," + blank)
    if here == ":":  # what precedes was meant as a name, and not as an entry
        opening = content.rfind("[", 0, at)
        return JsonCause("json-unclosed-list", opening, opening + 1) if opening >= 0 else None
    if here == "}":
        return JsonCause("json-unclosed-list", before, before, "]", "unsafe")
    if before == at and content[at - 1].isdigit():
        return _after_digits(content, at)
    return _text_line(content, at)


def _after_digits(content: str, at: int) -> JsonCause:
    """What goes on after a number that was read: a date without quotes, or a leading zero."""
    start = at
    while start and content[start - 1].isdigit():
        start -= 1
    match = _NUMBER_PART.match(content, at)
    end = match.end() if match else at
    if content[at] in "-:.T":
        return JsonCause("json-bare-value", start, end, f'"{content[start:end]}"')
    return JsonCause("json-number", start, max(end, at + 1))


def _text_line(content: str, at: int) -> JsonCause | None:
    """A text with quotation marks inside, on a line of its own."""
    start = content.rfind("\n", 0, at) + 1
    end = content.find("\n", at)
    match = _TEXT_LINE.match(content[start : len(content) if end < 0 else end])
    if match is None or '"' not in match["text"] or "\\" in match["text"]:
        return None
    first, last = match.span("text")
    text = match["text"].replace('"', '\\"')
    if not start + first <= at <= start + last:
        return None
    return JsonCause("json-inner-quote", start + first, start + last, text)


def _colon(content: str, at: int) -> JsonCause | None:
    here, before = content[at : at + 1], _before(content, at)
    line = content.rfind("\n", 0, at) + 1
    open_key = _OPEN_KEY.search(content, line, at)
    if open_key is not None:  # the mark of the value has closed the name
        name, blanks = open_key.groups()
        return JsonCause("json-missing-quote", open_key.start(), at, f'"{name}":{blanks}"')
    if here in ("=", "\uff1a", "\uff1d"):
        return JsonCause("json-colon", at, at + 1, ":")
    return JsonCause("json-colon", before, before, ":") if here == '"' else None


def _control(content: str, at: int) -> JsonCause | None:
    if content[at : at + 1] == "\t":
        return JsonCause("json-tab", at, at + 1, "\\t")
    start = content.rfind('"', 0, at)
    return JsonCause("json-unclosed-quote", start, at) if start >= 0 else None


def _backslash(content: str, at: int) -> JsonCause | None:
    return JsonCause("json-backslash", at, at + 1, "\\\\")


REASONS = (
    ("Expecting value", "a value is missing"),
    ("Expecting property name", "a name in double quotes is missing"),
    ("Expecting ','", "a comma is missing"),
    ("Expecting ':'", "a colon is missing"),
    ("Unterminated string", "a quotation mark is opened and never closed"),
    ("Illegal trailing comma", "a comma stands after the last entry"),
    ("constant", "JSON has no NaN and no Infinity"),
    ("number", "a number is too long"),
)
"""What the parser says, by how that begins, in an editor's words."""

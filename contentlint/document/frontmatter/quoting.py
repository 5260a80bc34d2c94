"""Quoting a YAML value so that it reads as the text that stands there."""

from __future__ import annotations

from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["bad_escape", "meant_text", "plain_fix", "quoted", "without_comment"]

# an apostrophe takes no backslash in YAML, but programmers write one
_ESCAPES = pattern(r'\\(["\\/\'])')
_BAD_ESCAPE = pattern(
    r'\\(?:[^"\\/0abtnvfre N_LPxuU]|x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8}))'
)
_NEEDS_DOUBLE = pattern("[\x00-\x08\x0a-\x1f\x7f-\x9f\ufeff\ud800-\udfff\u2028\u2029]")
# after the sign stands a blank, as people write comments
_COMMENT = pattern(r"[ \t]+#[ \t]")
_CLOSING = {"'": ("'",), '"': ('"', "\u201d"), "\u201c": ("\u201d", '"'), "\u2018": ("\u2019", "'")}


def quoted(text: str) -> str:
    """*text*, one line, as a YAML scalar in single quotes (double where those cannot hold it)."""
    if _NEEDS_DOUBLE.search(text):
        body = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _NEEDS_DOUBLE.sub(lambda found: f"\\u{ord(found.group()):04x}", body) + '"'
    return "'" + text.replace("'", "''") + "'"


def plain_fix(spelled: str, span: Span, *, title: str = "Quote the value") -> Fix | None:
    """A safe fix that makes the one-line *spelled* at *span* a text of exactly that spelling."""
    if not spelled or "\n" in spelled:
        return None
    return Fix("safe", title, (Edit(span.start, span.end, quoted(spelled)),))


def bad_escape(spelled: str) -> int | None:
    """Where a backslash in *spelled*, which stands in double quotes, begins nothing known."""
    match = _BAD_ESCAPE.search(spelled)
    return None if match is None else match.start()


def meant_text(spelled: str) -> str:
    """The text a person means by *spelled*, a value whose quoting went wrong.

    Quotes that stand around the whole are taken off: all layers of them when nothing inside
    repeats them, one layer when the text itself has such quotes.  A quote that opens and is never
    closed goes too.
    """
    text = spelled.strip()
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        mark = text[0]
        inner = _peeled(text, mark)
        text = _unescaped(inner, mark) if mark not in inner else _unescaped(text[1:-1], mark)
        if mark in text:
            return text
    if text[:1] in ("'", '"') and text.count(text[0]) == 1:
        return text[1:].strip()
    return text


def _peeled(text: str, mark: str) -> str:
    """*text* without the layers of *mark* that stand on both sides."""
    while len(text) > 1 and text[0] == mark and text[-1] == mark:
        text = text[1:-1]
    return text


def _unescaped(text: str, mark: str) -> str:
    if mark == '"':
        return _ESCAPES.sub(r"\1", text)
    return text.replace("\\'", "'").replace("''", "'")


def without_comment(spelled: str) -> str:
    """*spelled*, a value whose quoting went wrong, without what is a comment behind it."""
    if "#" not in spelled:
        return spelled
    closing = _CLOSING.get(spelled[0], "")
    for comment in _COMMENT.finditer(spelled):
        value = spelled[: comment.start()]
        if value.endswith(closing) and (not closing or len(value) > 1):
            return value
    return spelled

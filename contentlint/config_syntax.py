"""Why a configuration file is no TOML: the line, what is wrong there, and how to write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contentlint.errors import ConfigError

__all__ = ["not_toml", "not_utf8"]

_LONGEST_SHOWN = 120
_WORDS = {
    "backslash": "in double quotes a backslash means something else, so use single quotes",
    "curly-entry": "these are typographic quotes; type straight ones",
    "curly-quotes": "these are typographic quotes; type straight ones",
    "inner-quote": "a quotation mark ends the text too early",
    "missing-comma": "a comma is missing between two entries",
    "toml-apostrophe": "an apostrophe ends the text too early",
    "toml-boolean": "true and false stand in small letters",
    "toml-brackets": "several values stand in one pair of brackets",
    "toml-colon": "an equals sign stands between a key and its value, not a colon",
    "toml-comment": "a comment begins with #",
    "toml-date": "a date is written year-month-day",
    "toml-empty": "the value of '{field}' is missing",
    "toml-end": "{character} stands after the value, which ends with the line",
    "toml-entry": "text stands in quotes",
    "toml-equals": "one equals sign stands between a key and its value",
    "toml-header": "the name of a table stands between [ and ], or [[ and ]], alone on its line, "
    'and the name of a rule in it in quotes: [rules."links/hotword"]',
    "toml-lines": 'text over several lines stands between three quotation marks, """',
    "toml-line": "a line is a key, an equals sign and a value, or the name of a table in brackets",
    "toml-list": "the entries of a list stand in brackets, with commas between them",
    "toml-long-number": "the number has too many digits",
    "toml-name": "a key that holds a sign such as / stands in quotes",
    "toml-no-equals": "an equals sign is missing between the key and the value",
    "toml-nothing": "TOML has no word for nothing; leave the key out",
    "toml-table": "in braces stand key = value, on one line, with a comma between each two",
    "toml-unquoted": "text stands in quotes",
    "toml-wide-equals": "this is a full-width equals sign; type a plain one",
    "toml-zero": "a number may not begin with a zero",
    "unclosed-list": "the list of '{field}' is opened and never closed; add a ]",
    "unclosed-quote": "a quotation mark opens a text that is not closed on the line",
    "wide-comma": "this is a full-width comma; type a plain one",
}
_CHANGED_BY_A_GUESS = frozenset({"unclosed-list", "toml-header", "toml-brackets"})


def not_toml(path: Path, text: str, error: Exception) -> ConfigError:
    """What to say of the file *path*, whose *text* the parser refused with *error*."""
    from contentlint.document.frontmatter.toml_recovery import recover_toml

    fault = recover_toml(text, 0, error).problems[0]
    line = text.count("\n", 0, fault.span.start) + 1
    words = f"{_reason(fault, str(error))}{_meant(text, fault)}"
    return ConfigError(f"{path}:{line}: this is not valid TOML: {words}")


def _reason(fault: Any, said: str) -> str:
    if fault.cause == "toml-list" and "'\\'" in said:
        return _WORDS["backslash"]
    if fault.code == "duplicate-key":
        return f"the key '{fault.words['field']}' is given a second time"
    if fault.cause in _WORDS:
        return _WORDS[fault.cause].format_map(fault.words)
    return str(fault.words.get("reason") or "this value cannot be read")


def _meant(text: str, fault: Any) -> str:
    """The line as it was probably meant, where the parser takes it then."""
    from contentlint.findings import apply_edits

    if fault.fix is None or fault.cause in _CHANGED_BY_A_GUESS:
        return ""
    start = text.rfind("\n", 0, fault.span.start) + 1
    end = text.find("\n", max(edit[1] for edit in fault.fix.edits))
    inside = [edit._replace(start=edit[0] - start, end=edit[1] - start) for edit in fault.fix.edits]
    line = apply_edits(text[start : end if end >= 0 else len(text)], inside).strip()
    fits = "\n" not in line and len(line) <= _LONGEST_SHOWN
    return f"; write: {line}" if fits else ""


def not_utf8(path: Path, error: UnicodeDecodeError) -> ConfigError:
    """What to say of the file *path*, which is in another encoding."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return ConfigError(
        f"{path}:{line}: this is not UTF-8: save the file in that encoding, which editors have "
        "in their 'save as' or 'encoding' menu"
    )

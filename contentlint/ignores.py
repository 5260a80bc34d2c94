"""Ignore patterns as git reads them: one compiled expression per list, the last match decides.

Syntax: the "Pattern format" section of gitignore(5).  Own code and no library because every run
over a folder needs it and the libraries at hand cost more to import than the whole walk.  As
in git, ``?`` and ``[...]`` stand for one byte of a path: everything is matched as bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

__all__ = ["IgnoreRules", "can_match"]

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_SPECIAL = frozenset("*?[\\")
_ANY_FOLDERS = "(?:[^/]*/)*"
_SOME_FOLDERS = "(?:[^/]*/)+"
_SLASHES = os.sep == "/"


class _BadPatternError(ValueError):
    """The pattern can match nothing: an unfinished bracket or a backslash at its end."""


class IgnoreRules:
    """The patterns of one ignore file, or one ``exclude`` list, for the paths below *folder*.

    *folder* is an absolute path; `decide` takes paths relative to it, with ``/``.
    """

    __slots__ = ("_match", "_negated", "_skip", "folder")

    def __init__(self, folder: str, lines: Iterable[str]) -> None:
        self.folder = folder
        self._skip = len(os.path.join(folder, ""))
        self._negated: list[bool] = []
        self._match = self._compile(lines)

    def __bool__(self) -> bool:
        """Whether there is any pattern at all."""
        return self._match is not None

    def decide_below(self, absolute: str, is_folder: bool) -> bool | None:
        """`decide` for an absolute path that lies below `folder`."""
        path = absolute[self._skip :]
        return self.decide(path if _SLASHES else path.replace(os.sep, "/"), is_folder)

    def reaches(self, absolute: str) -> bool:
        """Whether *absolute* lies below `folder`."""
        return absolute.startswith(os.path.join(self.folder, ""))

    def decide(self, path: str, is_folder: bool) -> bool | None:
        """Whether *path* itself is ignored: ``True``, ``False`` (taken back in), ``None``: unsaid.

        Folders above *path* are not looked at: a walk that never enters an ignored folder is
        right, and a folder that somebody names on purpose can still be entered.
        """
        if self._match is None:
            return None
        if not path.isascii():
            path = _as_bytes(path)
        found = self._match(path + "/" if is_folder else path)
        if found is None or found.lastindex is None:
            return None
        return not self._negated[found.lastindex - 1]

    def covers(self, path: str) -> bool:
        """Whether the last pattern that names the file *path*, or a folder above it, takes it."""
        if self._match is None:
            return False
        if not path.isascii():
            path = _as_bytes(path)
        places = [path, *(path[: at + 1] for at, char in enumerate(path) if char == "/")]
        found = [match.lastindex for match in map(self._match, places) if match is not None]
        last = min((index for index in found if index is not None), default=None)
        return last is not None and not self._negated[last - 1]

    def _compile(self, lines: Iterable[str]) -> Callable[[str], re.Match[str] | None] | None:
        alternatives = []
        for line in lines:
            pattern = _as_bytes(_trim(line))
            if pattern:
                negated = pattern.startswith("!")
                try:
                    alternatives.append(f"({_translate(pattern[negated:])})")
                except _BadPatternError:
                    continue
                self._negated.append(negated)
        if not alternatives:
            return None
        # The last pattern that matches decides, and an alternation takes its first branch.
        self._negated.reverse()
        return re.compile("|".join(reversed(alternatives)), re.DOTALL).fullmatch


def can_match(line: str) -> bool:
    """Whether *line* is a pattern, and one that can match anything."""
    pattern = _as_bytes(_trim(line))
    try:
        return bool(pattern) and bool(_translate(pattern.removeprefix("!")))
    except _BadPatternError:
        return False


def _as_bytes(text: str) -> str:
    """One character for each byte of the file system's spelling of *text*."""
    return os.fsencode(text).decode("latin-1")


def _trim(line: str) -> str:
    """Strip the line ending and the unescaped blanks at the end; a comment becomes empty."""
    line = line.removesuffix("\r")
    if line.startswith("#"):
        return ""
    kept = line.rstrip(" ")
    backslashes = len(kept) - len(kept.rstrip("\\"))
    if backslashes % 2 and len(kept) < len(line):
        kept += " "
    return kept


def _translate(pattern: str) -> str:
    folders_only = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    anchored = "/" in pattern
    parts = _split(pattern.removeprefix("/"))
    if not any(parts):
        raise _BadPatternError(pattern)
    body = _translate_parts(parts) if anchored else "(?:.*/)?" + _translate_name(parts[0])
    return body + ("/" if folders_only else "/?")


def _split(pattern: str) -> list[str]:
    """Split at slashes, but for one inside a bracket.

    Before a slash that a backslash escapes, the part keeps that backslash at its end.
    """
    if "[" not in pattern and "\\" not in pattern:
        return pattern.split("/")
    parts = []
    start = at = 0
    while at < len(pattern):
        if pattern[at] == "/":
            parts.append(pattern[start:at])
            start = at = at + 1
        elif pattern[at] == "[":
            at = _translate_bracket(pattern, at)[1]
        else:
            at += 2 if pattern[at] == "\\" and pattern[at + 1 : at + 2] != "/" else 1
    return [*parts, pattern[start:]]


def _translate_parts(parts: list[str]) -> str:
    out = _Sections()
    last, rest = len(parts) - 1, ".+?"
    is_plain = True  # nothing so far but letters, which git compares before it looks for stars
    for index, part in enumerate(parts):
        if index < last and _is_escaped(part):
            _add_before_escaped_slash(out, part[:-1], is_plain)
            is_plain = False
            continue
        letters = part.rstrip("*") if is_plain else part
        is_plain = is_plain and not _SPECIAL.intersection(part)
        if len(part) > 1 and not part.strip("*"):
            letters = ""
        elif len(part) - len(letters) > 1 and not _SPECIAL.intersection(letters):
            rest = ".*?"  # so that the stars of "a**/b" begin what is left, and "ab" is ignored too
        else:
            rest = ".+?"
            out.add(_translate_name(part) + ("/" if index < last else ""))
            continue
        out.add(re.escape(letters) + (rest if index == last else ""))
        if index < last:
            out.begin(_ANY_FOLDERS)
    return out.joined()


class _Sections:
    """A translation in sections, each but the first behind folders that two stars stand for.

    All but the last need only match at the nearest place, for they are so many folders long as
    they have slashes: atomic, so no backtracking, however many there are.
    """

    def __init__(self) -> None:
        self._folders = [""]
        self._texts = [""]

    def add(self, text: str) -> None:
        self._texts[-1] += text

    def begin(self, folders: str) -> None:
        """Begin the next section, behind *folders*."""
        self._folders.append(folders)
        self._texts.append("")

    def joined(self) -> str:
        sections = list(zip(self._folders, self._texts, strict=True))
        middle = (f"(?>{folders}?{text})" for folders, text in sections[1:-1])
        last = "".join(sections[-1]) if len(sections) > 1 else ""
        return self._texts[0] + "".join(middle) + last


def _is_escaped(part: str) -> bool:
    """Whether the slash after *part* is escaped: an even number of backslashes are letters."""
    return (len(part) - len(part.rstrip("\\"))) % 2 == 1


def _add_before_escaped_slash(out: _Sections, part: str, is_plain: bool) -> None:
    """To git an escaped slash is a slash, but stars before it stand for one folder or more."""
    letters = part.rstrip("*")
    is_prefix = not letters or (is_plain and not _SPECIAL.intersection(letters))
    if is_prefix and len(part) - len(letters) > 1:
        out.add(re.escape(letters))
        out.begin(_SOME_FOLDERS)
    else:
        out.add(_translate_name(part) + "/")


def _translate_name(part: str) -> str:
    """Translate what stands between two slashes; linear to match however many stars it has."""
    pieces: list[str] = [""]
    at = 0
    while at < len(part):
        char = part[at]
        if char == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
            at += 1
            continue
        text, at = _translate_char(part, at)
        pieces[-1] += text
    head, *rest = pieces
    if not rest:
        return head
    # A star before another star need only take the nearest match: atomic, so no backtracking.
    middle = "".join(f"(?>[^/]*?{piece})" for piece in rest[:-1])
    return f"{head}{middle}[^/]*{rest[-1]}"


def _translate_char(part: str, at: int) -> tuple[str, int]:
    char = part[at]
    if char == "?":
        return "[^/]", at + 1
    if char == "[":
        return _translate_bracket(part, at)
    if char == "\\":
        if at + 1 == len(part):
            raise _BadPatternError(part)
        return re.escape(part[at + 1]), at + 2
    return re.escape(char), at + 1


def _translate_bracket(part: str, at: int) -> tuple[str, int]:
    start = at + 1
    negated = part[start : start + 1] in ("!", "^")
    at = start + negated
    items: list[str] = []
    first = True
    while first or part[at : at + 1] != "]":
        first = False
        if part.startswith("[:", at):
            end = part.find(":]", at)
            if end < 0 or part[at + 2 : end] not in _CLASSES:
                raise _BadPatternError(part)
            items.append(_CLASSES[part[at + 2 : end]])
            at = end + 2
            continue
        low, at = _bracket_char(part, at)
        high = low
        if part[at : at + 1] == "-" and part[at + 1 : at + 2] not in ("]", ""):
            high, at = _bracket_char(part, at + 1)
        # A range the wrong way round still holds its first character.
        items.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low))
    inside = "".join(items)
    return (f"[^/{inside}]" if negated else f"(?!/)[{inside}]"), at + 1


def _bracket_char(part: str, at: int) -> tuple[str, int]:
    char = part[at : at + 1]
    if char == "\\":
        at += 1
        char = part[at : at + 1]
    if not char:
        raise _BadPatternError(part)
    return char, at + 1

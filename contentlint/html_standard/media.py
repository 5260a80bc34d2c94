"""Judge media queries, ``sizes`` and ``srcset`` (Media Queries 4, HTML standard 4.8.4)."""

from __future__ import annotations

import re

from contentlint.html_standard.characters import SPACE, words
from contentlint.html_standard.urls import url_fault
from contentlint.patterns import pattern

__all__ = ["media_fault", "sizes_fault", "srcset_fault"]

_LENGTHS = (
    r"(?:em|ex|ch|ic|lh|rlh|rem|cap|rcap|rex|rch|ric|cm|mm|q|in|pc|pt|px"
    r"|[sld]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max))"
)
_NUMBER = r"(?:[0-9]+\.)?[0-9]+(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?"
_LENGTH = pattern(rf"[+]?(?:{_NUMBER}){_LENGTHS}|[+-]?0+(?:\.0+)?(?:e[+-]?[0-9]+)?", re.I)
_SIGNED_LENGTH = pattern(rf"[+-]?(?:{_NUMBER}){_LENGTHS}|[+-]?0+(?:\.0+)?", re.I)
_FUNCTION = pattern(r"-?[a-z][a-z0-9-]*\(", re.I)
_NOT = pattern(r"not\s+", re.I)
_BLANK_END = pattern(r"\s*\Z")
_JOINER = pattern(r"\s*(and|or)\s+(?=\S)", re.I)
_PARENTHESIS = pattern(r"[()]")
_COMMENT = pattern(r"/\*.*?(?:\*/|\Z)", re.S)
_LOOSE_NUL = pattern(r"(?:(?<=[\s,()])|\A)\0+|\0+(?=[\s,()]|\Z)")
_TYPES = frozenset({"all", "print", "screen", "speech"})
_DEPRECATED_TYPES = words("tty tv projection handheld braille embossed aural 3d-glasses")
_DEPRECATED_FEATURES = words("device-width device-height device-aspect-ratio")
_MEDIA_TYPE = pattern(r"(?:(?:only|not)\s+)?([a-z0-9_-]+)", re.I)
_RANGE_FEATURES = {
    "width": "length",
    "height": "length",
    "device-width": "length",
    "device-height": "length",
    "inline-size": "length",
    "block-size": "length",
    "aspect-ratio": "ratio",
    "device-aspect-ratio": "ratio",
    "resolution": "resolution",
    "color": "integer",
    "color-index": "integer",
    "monochrome": "integer",
    "horizontal-viewport-segments": "integer",
    "vertical-viewport-segments": "integer",
}
_DISCRETE_FEATURES = {
    "orientation": "portrait landscape",
    "scan": "interlace progressive",
    "grid": "0 1",
    "update": "none slow fast",
    "overflow-block": "none scroll paged optional-paged",
    "overflow-inline": "none scroll",
    "color-gamut": "srgb p3 rec2020",
    "pointer": "none coarse fine",
    "hover": "none hover",
    "any-pointer": "none coarse fine",
    "any-hover": "none hover",
    "display-mode": "fullscreen standalone minimal-ui browser picture-in-picture "
    "window-controls-overlay tabbed",
    "dynamic-range": "standard high",
    "video-dynamic-range": "standard high",
    "environment-blending": "opaque additive subtractive",
    "forced-colors": "none active",
    "inverted-colors": "none inverted",
    "light-level": "dim normal washed",
    "nav-controls": "none back",
    "prefers-color-scheme": "light dark no-preference",
    "prefers-contrast": "no-preference less more custom",
    "prefers-reduced-data": "no-preference reduce",
    "prefers-reduced-motion": "no-preference reduce",
    "prefers-reduced-transparency": "no-preference reduce",
    "scripting": "none initial-only enabled",
    "shape": "rect round",
}
_VALUES = {
    "length": _SIGNED_LENGTH,
    "ratio": pattern(r"[0-9.]+(?:\s*/\s*[0-9.]+)?"),
    "resolution": pattern(rf"(?:(?:{_NUMBER})(?:dpi|dpcm|dppx|x))|infinite", re.I),
    "integer": pattern(r"[+-]?[0-9]+"),
}
_PLAIN_FEATURE = pattern(r"([a-z-]+)(?:\s*:\s*(.*))?", re.I | re.S)
_RANGE = pattern(
    r"(?:(?P<left>[^<>=]+)(?:<=?|>=?|=)\s*)?(?P<name>[a-z-]+)"
    r"(?:\s*(?:<=?|>=?|=)(?P<right>[^<>=]+))?",
    re.I,
)


def media_fault(value: str) -> str | None:
    """Why *value* is not a valid media query list, in words, or ``None``."""
    if not value.strip(SPACE):
        return None
    for query in _split_top(_without_comments(value), ","):
        fault = _query_fault(query.strip(SPACE))
        if fault:
            return fault
    return None


def _query_fault(query: str) -> str | None:
    if not query:
        return "a query of the list is empty"
    if query.startswith("(") or re.match(r"not\s*\(", query, re.I):
        return _condition_fault(query)
    found = _MEDIA_TYPE.match(query)
    name = found.group(1).lower() if found else query
    if name in _DEPRECATED_TYPES:
        return f"the media type {name} is no longer used"
    if found is None or name not in _TYPES:
        return f"{name[:40]} is not a media type"
    rest = query[found.end() :]
    if not rest:
        return None
    joined = re.match(r"\s+and\s+(?=\S)", rest, re.I)
    if not joined:
        return "after a media type there may be only the word and, and a condition in parentheses"
    return _condition_fault(rest[joined.end() :], joiners=("and",))


def _condition_fault(
    text: str, joiners: tuple[str, ...] = ("and", "or"), *, lenient: bool = False
) -> str | None:
    """Judge ``(…) and (…)``, with *joiners* the words that may stand between.

    A *lenient* one may name features that nobody knows yet.
    """
    joiner = None
    at = 0
    while True:
        negated = _NOT.match(text, at)
        at = negated.end() if negated else at
        end = _closing(text, at)
        if end is None:
            return "a condition is not in parentheses"
        fault = _feature_fault(text[at + 1 : end - 1].strip(SPACE), lenient)
        if fault:
            return fault
        if _BLANK_END.match(text, end):
            return None
        found = _JOINER.match(text, end)
        word = found.group(1).lower() if found else ""
        if found is None or word not in joiners or joiner not in (None, word):
            return "two conditions are joined by the word and, with spaces around it"
        joiner = word
        at = found.end()


def _feature_fault(text: str, lenient: bool) -> str | None:
    if text.startswith("(") or re.match(r"not\s*\(", text, re.I):
        return _condition_fault(text, lenient=lenient)
    plain = _PLAIN_FEATURE.fullmatch(text)
    if plain:
        return _plain_fault(plain.group(1).lower(), plain.group(2), lenient)
    ranged = _RANGE.fullmatch(text)
    if ranged and ranged.group("name").lower() in _RANGE_FEATURES:
        kind = _VALUES[_RANGE_FEATURES[ranged.group("name").lower()]]
        for side in (ranged.group("left"), ranged.group("right")):
            if side is not None and not _fits(kind, side.strip(SPACE)):
                return f"{side.strip(SPACE)[:40]} is not a value for {ranged.group('name')}"
        return None
    return f"({text[:40]}) is not a media feature"


def _plain_fault(name: str, value: str | None, lenient: bool) -> str | None:
    base = re.sub(r"^(?:min|max)-", "", name)
    kind = _RANGE_FEATURES.get(base)
    keywords = _DISCRETE_FEATURES.get(name)
    if kind is None and keywords is None:
        if base.startswith("-") or lenient:
            return None
        return f"{name[:40]} is not a media feature"
    if base in _DEPRECATED_FEATURES:
        return f"the media feature {name} is no longer used"
    if value is None:
        return f"{name} needs a value" if base != name else None
    value = value.strip(SPACE)
    if keywords is not None:
        fits = value.lower() in keywords.split()
    else:
        fits = _fits(_VALUES[kind or "length"], value)
    return None if fits else f"{value[:40] or 'nothing'} is not a value for {name}"


def _fits(kind: re.Pattern[str], value: str) -> bool:
    return kind.fullmatch(value) is not None or _is_function(value)


def _is_function(text: str) -> bool:
    found = _FUNCTION.match(text)
    return found is not None and _closing(text, found.end() - 1) == len(text)


def _closing(text: str, start: int) -> int | None:
    """The offset after the parenthesis that closes the one at *start*, or ``None``."""
    if not text.startswith("(", start):
        return None
    depth = 0
    for found in _PARENTHESIS.finditer(text, start):
        depth += 1 if found.group() == "(" else -1
        if depth == 0:
            return found.end()
    return None


def _split_top(text: str, separator: str) -> list[str]:
    """Split at each *separator* that is not inside parentheses."""
    parts, depth, last = [], 0, 0
    for found in re.compile(rf"[(){separator}]").finditer(text):
        mark = found.group()
        if mark == separator:
            if depth <= 0:
                parts.append(text[last : found.start()])
                last = found.end()
        else:
            depth += 1 if mark == "(" else -1
    parts.append(text[last:])
    return parts


def _without_comments(text: str) -> str:
    """Drop CSS comments; one that stands inside a word leaves a NUL, for it splits the word."""
    if "/*" not in text:
        return text
    return _LOOSE_NUL.sub(" ", _COMMENT.sub("\0", text))


def sizes_fault(value: str) -> str | None:
    """Why *value* is not a valid source size list, in words, or ``None``."""
    text = value.strip(SPACE)
    if not text:
        return "it is empty"
    sizes = [part.strip(SPACE) for part in _split_top(_without_comments(text), ",")]
    if sizes[0].lower() == "auto":
        sizes = sizes[1:] or ["100vw"]
    for index, size in enumerate(sizes):
        fault = _size_fault(size, last=index == len(sizes) - 1)
        if fault:
            return fault
    return None


def _size_fault(size: str, *, last: bool) -> str | None:
    if not size:
        return "a part between two commas is empty"
    condition, length = _split_size(size)
    if not _LENGTH.fullmatch(length) and not _is_function(length):
        return f"{length[:40]} is not a length such as 100vw or 320px"
    if condition:
        return _condition_fault(condition, lenient=True)
    if not last:
        return "a size without a condition must be the last"
    return None


def _split_size(size: str) -> tuple[str, str]:
    """Split ``(condition) length``; the length may be a function such as ``calc()``."""
    if size.endswith(")"):
        depth = 0
        for found in reversed(list(re.finditer(r"[()]", size))):
            depth += 1 if found.group() == ")" else -1
            if depth == 0:
                start = found.start()
                break
        else:
            return "", size
        while start and (size[start - 1].isalnum() or size[start - 1] == "-"):
            start -= 1
        return size[:start].strip(SPACE), size[start:]
    found_at = max((size.rfind(mark) for mark in SPACE + ")"), default=-1)
    if found_at < 0:
        return "", size
    return size[: found_at + 1].strip(SPACE), size[found_at + 1 :]


_CANDIDATE_URL = pattern(r"[^ \t\n\f\r]+")
_WIDTH = pattern(r"([0-9]+)w")
_DENSITY = pattern(r"((?:[0-9]+|[0-9]*\.[0-9]+)(?:[eE][+-]?[0-9]+)?)x")


def srcset_fault(value: str) -> tuple[str | None, bool]:
    """Judge a ``srcset``: why it is invalid (or ``None``), and whether it has a width.

    Whether ``sizes`` belongs beside it depends on the second.
    """
    seen: set[str] = set()
    kinds: set[str] = set()
    at, end = 0, len(value)
    if not value.strip(SPACE):
        return "it is empty", False
    while True:
        while at < end and value[at] in SPACE:
            at += 1
        if at >= end or value[at] == ",":
            return "a comma has no image before it or after it", "w" in kinds
        url, descriptor, at = _candidate(value, at)
        fault = _candidate_fault(url, descriptor, seen, kinds)
        if fault:
            return fault, "w" in kinds
        if at >= end:
            break
        at += 1
    if len(kinds) > 1:
        return "it mixes widths (w) and densities (x)", "w" in kinds
    return None, "w" in kinds


def _candidate(value: str, at: int) -> tuple[str, str, int]:
    """Read one ``url descriptor``: the two, and the offset of the comma after them (or the end)."""
    found = _CANDIDATE_URL.match(value, at)
    url = found.group() if found else ""
    at += len(url)
    if url.endswith(","):
        bare = url.rstrip(",")
        return bare, "", at - len(url) + len(bare)
    depth, start = 0, at
    while at < len(value) and (value[at] != "," or depth):
        depth += {"(": 1, ")": -1}.get(value[at], 0)
        depth = max(depth, 0)
        at += 1
    return url, value[start:at].strip(SPACE), at


def _candidate_fault(url: str, descriptor: str, seen: set[str], kinds: set[str]) -> str | None:
    fault = url_fault(url, empty=False)
    if fault:
        return f"in the image URL {url[:60]}, {fault.reason}"
    if not descriptor:
        kinds.add("x")
        key = "1.0x"
    elif found := _WIDTH.fullmatch(descriptor):
        kinds.add("w")
        if not found.group(1).strip("0"):
            return "a width must be greater than zero"
        key = found.group(1).lstrip("0") + "w"
    elif found := _DENSITY.fullmatch(descriptor):
        kinds.add("x")
        density = float(found.group(1))
        if density <= 0 or density == float("inf"):
            return "a density must be greater than zero"
        key = f"{density}x"
    else:
        return f"{descriptor[:40]} is neither a width such as 320w nor a density such as 2x"
    if key in seen:
        return f"two images have the descriptor {descriptor or '1x'}"
    seen.add(key)
    return None

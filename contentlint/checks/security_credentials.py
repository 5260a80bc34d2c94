"""Finds keys and tokens of well-known shapes; what it found is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_data import read_pack
from contentlint.checks.text_signs import LONG_RUN, SHORT_RUNS
from contentlint.findings import Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["credentials"]

# letters, digits and underscores become x, everything else a blank: a run of x may be a key
_SHAPE = (
    bytes(ord("x") if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128))
    + b" " * 128
)
_NEEDLE = b"x" * LONG_RUN
_MARGIN = 100
"""How far before its long run a key may begin, as the address of a web hook does."""
_INVENTED = pattern(
    r"example|sample|dummy|fake|test_?key|your|xxx|\*\*\*|\.\.\.|placeholder|redacted|changeme"
    r"|abcdef|qwerty|123456789|987654321|000000|deadbeef|(.)\1{5}",
    re.IGNORECASE,
)
_FEWEST_DIFFERENT = 8
_FREQUENT = b"abcdefghijklmnopqrstuvwxyz-./ "


def credentials(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Keys and tokens anywhere in the file, code and front matter included."""
    text, spared = document.source.text, options["allow"]
    plain = text.encode("ascii", "replace")
    if SHORT_RUNS not in text:
        plain = _around_long_runs(plain)
    if not plain:
        return  # as with most posts
    # one character is found far sooner than many
    hinted = [shape for rare, need, shape in _needs() if rare in plain and need in plain]
    taken: list[Span] = []
    for shape in dict.fromkeys(hinted):
        for found in shape.pattern.finditer(text):
            value, span = found.group(), Span(*found.span())
            if _is_invented(value) or any(word in value for word in spared):
                continue
            if not any(span.start < end and start < span.end for start, end in taken):
                taken.append(span)
                yield Hit(span, {"kind": shape.name}, data={"masked": True})


def _around_long_runs(plain: bytes) -> bytes:
    """What stands in *plain* around long runs of letters and digits, most of which are no keys."""
    shape = plain.translate(_SHAPE)
    parts: list[bytes] = []
    done = 0
    at = shape.find(_NEEDLE)
    while at >= 0:
        end = shape.find(b" ", at)
        end = len(plain) if end < 0 else end
        start = max(done, at - _MARGIN)
        if start > done:
            parts.append(b" ")
        done = end + _MARGIN
        parts.append(plain[start:done])
        at = shape.find(_NEEDLE, end)
    return b"".join(parts)


class _Shape(NamedTuple):
    name: str
    needs: tuple[bytes, ...]
    pattern: re.Pattern[str]


@cache
def _shapes() -> list[_Shape]:
    return [
        _Shape(
            shape["name"],
            tuple(need.encode() for need in shape["needs"]),
            re.compile(shape["pattern"], re.ASCII),  # a Chinese letter ends a key, too
        )
        for shape in read_pack("credentials")
    ]


@cache
def _needs() -> list[tuple[int, bytes, _Shape]]:
    """What a text must hold for a shape to be in it, and a character of that; in their order."""
    return [(_rarest(need), need, shape) for shape in _shapes() for need in shape.needs]


def _rarest(need: bytes) -> int:
    """A capital, a digit or a sign of *need*, which are rarer than small letters and hyphens."""
    return next((code for code in need if code not in _FREQUENT), need[0])


def _is_invented(value: str) -> bool:
    """Whether *value* is one for show: it says so, or repeats few characters."""
    if value.startswith("-----"):
        body = "".join(value.split("\n")[1:])
        return len(body) < 40 or _INVENTED.search(body) is not None
    return len(set(value)) < _FEWEST_DIFFERENT or _INVENTED.search(value) is not None

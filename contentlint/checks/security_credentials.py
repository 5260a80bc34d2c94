"""Finds keys and tokens of well-known shapes; what it found is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_data import read_pack
from contentlint.findings import Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["credentials"]

_RUN = 16
# letters, digits and underscores become x, everything else a blank: a run of x may be a key
_SHAPE = (
    bytes(ord("x") if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128))
    + b" " * 128
)
_NEEDLE = b"x" * _RUN
_KEY_BLOCK = b"PRIVATE KEY"
_INVENTED = re.compile(
    r"example|sample|dummy|fake|test_?key|your|xxx|\*\*\*|\.\.\.|placeholder|redacted|changeme"
    r"|abcdef|qwerty|123456789|987654321|000000|deadbeef|(.)\1{5}",
    re.IGNORECASE,
)
_FEWEST_DIFFERENT = 8


def credentials(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Keys and tokens anywhere in the file, code and front matter included."""
    text = document.source.text
    # most posts have no long run of letters and digits, and are done with here
    plain = text.encode("ascii", "ignore")
    if _NEEDLE not in plain.translate(_SHAPE) and _KEY_BLOCK not in plain:
        return
    pattern, names = _pattern()
    spared = options["allow"]
    for found in pattern.finditer(text):
        kind = names[found.lastgroup or ""]
        value = found.group()
        if _is_invented(value) or any(word in value for word in spared):
            continue
        yield Hit(
            Span(found.start(), found.end()),
            {"kind": kind},
            data={"masked": True},
        )


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """All shapes as one pattern, and the name of each of its groups."""
    shapes = read_pack("credentials")
    names = {f"k{index}": shape["name"] for index, shape in enumerate(shapes)}
    parts = (f"(?P<k{index}>{shape['pattern']})" for index, shape in enumerate(shapes))
    return re.compile("|".join(parts)), names


def _is_invented(value: str) -> bool:
    """Whether *value* is one for show: it says so, or repeats few characters."""
    if value.startswith("-----"):
        body = "".join(value.split("\n")[1:])
        return len(body) < 40 or _INVENTED.search(body) is not None
    return len(set(value)) < _FEWEST_DIFFERENT or _INVENTED.search(value) is not None

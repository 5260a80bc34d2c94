"""Tells pages whose tree would be deep or large beyond all measure, before it is built."""

from __future__ import annotations

import re
from collections import Counter

from contentlint.document.nesting import names_of
from contentlint.document.spellings import VOID_NAMES
from contentlint.document.tag_places import FORMATTING
from contentlint.limits import LimitHit
from contentlint.patterns import pattern

__all__ = ["find_excess"]

_MOST_COPIES = 2_000_000
_DEEPEST = 5_000
_RENEWING = names_of("p div li td h1 h2 h3 h4 h5 h6")
# void elements, and those whose end tag may be left out, however many there are
_SHALLOW = VOID_NAMES | names_of(
    "keygen frame image "
    "p li dt dd option optgroup rb rt rtc rp tr td th thead tbody tfoot colgroup caption"
)
# a tag that is never closed begins no element, and must not be followed to the end each time
_TAG = pattern(r"<(/?)([a-z][a-z0-9]*+)(?:[\s/][^<>]*+)?>", re.IGNORECASE)


def find_excess(html: str) -> LimitHit | None:
    """What is excessive in *html*; ``None`` where a tree can be built of it.

    Every block that begins while formatting elements are open may copy all of them (HTML
    standard, 13.2.4.3), so `<p><b id=1><p><b id=2>…` grows with the square of its length.  What
    is nested thousands of levels deep costs linear time, but much of it, and no reader sees it:
    browsers stop at 512 levels.
    """
    still_open: Counter[str] = Counter()
    depth = formatting = copies = 0
    for found in _TAG.finditer(html):
        ends, name = found[1], found[2].lower()
        if name in _RENEWING and not ends:
            copies += formatting
            if copies > _MOST_COPIES:
                return _excess("formatting", still_open, FORMATTING)
        if name in _SHALLOW:
            continue
        is_formatting = name in FORMATTING
        if not ends:
            still_open[name] += 1
            formatting += is_formatting
            depth += 1
            if depth > _DEEPEST:
                return _excess("nesting", still_open, frozenset(still_open))
        elif still_open[name]:
            still_open[name] -= 1
            formatting -= is_formatting
            depth -= 1
    return None


def _excess(message: str, still_open: Counter[str], names: frozenset[str]) -> LimitHit:
    # of tags that are open as often, the same one in every run: sets have no order
    tag = max(sorted(names & still_open.keys()), key=lambda name: still_open[name])
    return LimitHit("limits/too-complex", message, {"tag": tag, "limit": f"{_DEEPEST:,}"})

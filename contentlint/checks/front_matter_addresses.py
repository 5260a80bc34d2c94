"""Finds addresses in front matter that Hugo takes for a path and stops at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.front_matter_shared import is_readable
from contentlint.findings import Hit

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["whole_addresses"]

# Hugo takes names in any case
_FIELDS: Final = frozenset(("aliases", "Aliases", "ALIASES", "url", "Url", "URL"))


def whole_addresses(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Values of ``url`` and ``aliases`` that begin with a protocol."""
    matter = document.front_matter
    if _FIELDS.isdisjoint(matter.values) or not is_readable(document):
        return
    for name in sorted(_FIELDS.intersection(matter.values)):
        value = matter.values[name]
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, entry in entries:
            # just what Hugo looks for
            if isinstance(entry, str) and entry.startswith(("http:", "https:")):
                path = (name,) if index is None else (name, index)
                yield Hit(matter.nearest(path), {"url": entry, "field": name})

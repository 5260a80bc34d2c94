"""Finds what runs inside an SVG drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.links_places import bare_address
from contentlint.checks.security_active import HANDLER
from contentlint.findings import Hit, fix_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["active_parts"]

_RUNS = pattern(r"\s*(?:javascript|vbscript):|\s*data:\s*text/html", re.IGNORECASE)
# what only a drawing can listen to
_ANIMATES = frozenset(("onactivate", "onbegin", "onend", "onzoom"))
_ADDRESSES = ("href", "xlink:href", "to", "values", "from")


def active_parts(
    document: Document, options: Mapping[str, Any], drawings: Sequence[Any]
) -> Iterator[Hit]:
    """Scripts, event handlers and script addresses in drawings."""
    for drawing in drawings:
        if drawing.parent is not None and drawing.parent.closest("svg") is not None:
            continue
        for element in (drawing, *drawing.descendants):
            if not hasattr(element, "tag"):
                continue
            if element.tag == "script":
                yield from _script(document, element)
                continue
            for name, value in element.attrs.items():
                if name in _ANIMATES or HANDLER.fullmatch(name):
                    yield from _attribute(document, element, name, "handler")
                elif (
                    name in _ADDRESSES
                    and isinstance(value, str)
                    and _RUNS.match(bare_address(value))
                ):
                    yield from _attribute(document, element, name, "address")


def _script(document: Document, element: Any) -> Iterator[Hit]:
    place = document.page.start_tag(element)
    if place is not None:
        made = edits.remove_element(document, element)
        fix = fix_of("unsafe", "Remove the script", made) if made else None
        yield Hit(place.span, {"name": "script"}, message="script", fix=fix, element=element)


def _attribute(document: Document, element: Any, name: str, message: str) -> Iterator[Hit]:
    place = document.page.attribute(element, name)
    if place is not None:
        made = edits.remove_attribute(document, element, name)
        fix = fix_of("unsafe", f"Remove {name}", made) if made else None
        yield Hit(place.span, {"name": name}, message=message, fix=fix, element=element)

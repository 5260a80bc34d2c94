"""Finds marks of GitHub's Markdown that MkDocs shows as they are, unless its settings say more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unread_marks"]

_WRITTEN: Final = {"del": "~~", "input": "["}
_ZENSICAL: Final = pattern(r"^\[project\]", re.MULTILINE)
_READ: Final = {
    "del": pattern(r"tilde|del_ins|strike|\bINHERIT\b|!include|^hooks|macros", re.M),
    "input": pattern(r"tasklist|checklist|task_list|\bINHERIT\b|!include|^hooks|macros", re.M),
}
"""What in a site's settings may read the marks, or hold further settings."""


def unread_marks(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """The first ``~~text~~`` and the first ``- [ ]`` of a post: each has one cause."""
    if document.kind != "markdown":
        return
    settings: str | None = None
    told: set[str] = set()
    for element in elements:
        tag = element.tag
        place = document.page.element(element) if tag not in told else None
        if place is None or not document.source.text.startswith(_WRITTEN[tag], place.span.start):
            continue
        if settings is None:
            root = document.look_outside(options["root"])
            settings = "" if root is None else settings_text(root, "mkdocs")
        if not settings and not options["root"]:
            return
        if _ZENSICAL.search(settings) and "markdown_extensions" not in settings:
            return  # which reads all of them, unless it is told which
        told.add(tag)
        if not _READ[tag].search(settings):
            yield Hit(
                place.span, {"text": element.text}, message="task" if tag == "input" else None
            )

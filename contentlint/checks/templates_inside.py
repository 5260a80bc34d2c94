"""Finds the tags in Jekyll's blocks of code and comments, which Liquid reads as any others.

Elsewhere such a block is one tag, since nothing in it is Markdown.  Liquid runs what stands between
{% highlight %} and {% endhighlight %}, and must be able to read what stands in a {% comment %}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contentlint.document.template_tags import TemplateTag, find_brace_tags
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["Inside", "code_inside", "find_inside"]

_BLOCKS: Final = ("highlight", "comment")
_LIQUID: Final = frozenset(("liquid",))
_KEY: Final = "tags inside of blocks"


class Inside(NamedTuple):
    """What a block holds: its name, its tags, and its text without them and what is raw."""

    name: str
    start: int
    tags: list[TemplateTag]
    text: str


def find_inside(document: Document) -> list[Inside]:
    """The blocks of the post whose content has braces, where Jekyll runs them."""
    if "jekyll" not in document.settings.generators or not document.templates.tags:
        return []
    cache = document.page.cache
    if _KEY not in cache:
        cache[_KEY] = list(filter(None, map(_Reader(document.body).read, document.templates.tags)))
    found: list[Inside] = cache[_KEY]
    return found


def code_inside(document: Document) -> list[TemplateTag]:
    """The tags that stand in blocks of code."""
    blocks = find_inside(document)
    return [tag for inside in blocks if inside.name == "highlight" for tag in inside.tags]


class _Reader:
    def __init__(self, body: str) -> None:
        self._body = body

    def read(self, block: TemplateTag) -> Inside | None:
        body = self._body
        if block.kind != "tag" or block.name not in _BLOCKS:
            return None
        start, end = body.find("%}", block.start) + 2, body.rfind("{%", block.start, block.end)
        if start > end or not (body.find("{{", start, end) > 0 or body.find("{%", start, end) > 0):
            return None
        content = body[start:end]
        tags = [
            TemplateTag(tag.start + start, tag.end + start, tag.kind, tag.name)
            for tag in find_brace_tags(content, _LIQUID)
        ]
        return Inside(block.name, start, tags, self._rest(start, end, tags))

    def _rest(self, start: int, end: int, tags: list[TemplateTag]) -> str:
        """The text between *start* and *end* with blanks for *tags* and what is raw."""
        parts, at, raw = [], start, False
        for tag in tags:
            parts.append(" " * (tag.start - at) if raw else self._body[at : tag.start])
            parts.append(" " * (tag.end - tag.start))
            at, raw = tag.end, tag.name == "raw"
        parts.append(" " * (end - at) if raw else self._body[at:end])
        return "".join(parts)

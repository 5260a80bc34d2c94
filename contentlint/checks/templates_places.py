"""Which template tags of a post stand in code, and which text a generator takes as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contentlint.checks.text_zones import Zones, inside_markup
from contentlint.document.template_tags import RAW_TAGS
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = [
    "comment_ranges",
    "fenced_code",
    "find_open",
    "inline_code",
    "is_left_alone",
    "link_addresses",
    "loose_code",
    "open_block",
    "raw_ranges",
    "shown_code",
    "source_of",
    "span_of",
    "stands_between_attributes",
    "unread_blocks",
    "wrap_raw",
    "zones",
]

# a site of Eleventy that has another language run than Liquid, or none
_ENGINE = pattern(r"markdownTemplateEngine\b(?!['\"]?\s*:\s*['\"]liquid\b)")
_COMMENT = frozenset(("comment",))
# whose content Hexo takes as it stands
_VERBATIM = RAW_TAGS | {"code", "codeblock"}
_CODE_TAG = pattern(r"<code(?:\s[^<>]*)?>")


def zones(spans: Iterable[Span]) -> Zones:
    """Ranges of the body, asked by offset."""
    return Zones([span for span in spans if span.end > span.start])


def fenced_code(document: Document) -> Zones:
    """The fenced code blocks of the body."""
    if document.kind != "markdown":
        return zones(())
    blocks = document.page.source_map.code_blocks
    return zones(block.span for block in blocks if block.kind == "fenced")


def inline_code(document: Document) -> Zones:
    """The code spans of the body, backticks included."""
    if document.kind != "markdown":
        return zones(())
    return zones(code.span for code in document.page.source_map.code_spans)


def loose_code(document: Document) -> Zones:
    """The code that no fence surrounds: code spans, backticks included, and indented blocks."""
    if document.kind != "markdown":
        return zones(())
    source_map = document.page.source_map
    spans = [block.span for block in source_map.code_blocks if block.kind != "fenced"]
    spans += [code.span for code in source_map.code_spans]
    return zones(sorted(spans))


def shown_code(document: Document) -> Zones:
    """The code whose braces Hexo shows and does not run: Markdown's, and what <code> holds."""
    if document.kind != "markdown":
        return zones(_code_elements(document.body))
    source_map = document.page.source_map
    spans = [block.span for block in source_map.code_blocks]
    spans += [code.span for code in source_map.code_spans]
    return zones([*spans, *_code_elements(document.body)])


def _code_elements(body: str) -> list[Span]:
    """The ``<code>`` elements of *body*, as Hexo looks for them in the page: by their tags."""
    found: list[Span] = []
    at = 0
    while opening := _CODE_TAG.search(body, at):
        end = body.find("</code>", opening.end())
        if end < 0:
            break
        found.append(Span(opening.start(), end))
        at = end
    return found


def unread_blocks(document: Document) -> Zones:
    """The blocks of code and of HTML, in which Markdown is not read."""
    source_map = document.page.source_map
    spans = [block.span for block in source_map.code_blocks]
    spans += [block.span for block in source_map.html_blocks]
    return zones(sorted(spans))


def raw_ranges(document: Document) -> list[Span]:
    """What stands between ``{% raw %}`` and ``{% endraw %}``."""
    return _between(document, RAW_TAGS)


def comment_ranges(document: Document) -> list[Span]:
    """What stands between ``{% comment %}`` and ``{% endcomment %}``."""
    return _between(document, _COMMENT)


def _between(document: Document, names: frozenset[str]) -> list[Span]:
    """What stands between a tag of one of *names* and the first that ends it."""
    ranges = []
    opened: TemplateTag | None = None
    for tag in document.templates.tags:
        if tag.kind != "tag":
            continue
        if opened is None and tag.name in names:
            opened = tag
        elif opened is not None and tag.name == f"end{opened.name}":
            ranges.append(Span(opened.end, tag.start))
            opened = None
    return ranges


def open_block(document: Document, code: Zones) -> TemplateTag | None:
    """The first tag, not in *code*, of a block whose content is not read and that is never closed.

    What follows it is part of the block once somebody closes it.
    """
    body = document.body
    for tag in document.templates.tags:
        if tag.kind == "tag" and tag.name in _VERBATIM and not code.touch(tag.start, tag.end):
            is_whole = body.find("%}", tag.start) + 2 < tag.end
            if not is_whole and body.find(f"end{tag.name}", tag.end) < 0:
                return tag
    return None


def find_open(stack: list[TemplateTag], name: str) -> int | None:
    """Which of the open tags, innermost last, an end tag for *name* closes."""
    for at in range(len(stack) - 1, max(-1, len(stack) - 200), -1):
        if stack[at].name == name:
            return at
    return None


def link_addresses(document: Document) -> Zones:
    """The addresses of Markdown's links and pictures."""
    if (
        document.kind != "markdown"
        or not document.templates.tags
        or not ("](" in document.body or "]:" in document.body)
    ):
        return zones(())
    source_map = document.page.source_map
    spans = [link.destination for link in source_map.links if link.destination is not None]
    spans += [definition.destination for definition in source_map.definitions]
    return zones(spans)


def stands_between_attributes(body: str, at: int) -> bool:
    """Whether *at* stands in a tag and in no quotation marks, where blanks part attributes."""
    if not inside_markup(body, at):
        return False
    written = body[body.rfind("<", 0, at) : at]
    return written.count('"') % 2 == 0 and written.count("'") % 2 == 0


def source_of(document: Document, tag: TemplateTag) -> str:
    """A tag as it is written."""
    return document.body[tag.start : tag.end]


def span_of(document: Document, start: int, end: int) -> Span:
    """A range of the body as a span of the whole text."""
    return Span(document.body_start + start, document.body_start + end)


def is_left_alone(document: Document) -> bool:
    """Whether Eleventy is told, by the post or by the site, to run no Liquid in it."""
    settings = document.settings
    if "eleventy" not in settings.generators:
        return False
    told = document.front_matter.values.get("templateEngineOverride")
    if told is not None:
        return told is False or "liquid" not in str(told)
    root = document.look_outside()
    return root is not None and _ENGINE.search(settings_text(root, "eleventy")) is not None


def wrap_raw(span: Span, source: str) -> Fix:
    """What has the tag *source* shown as it is written, since nothing runs between raw tags.

    All of it is written anew, as a tag on a line of its own is no text before.
    """
    edit = Edit(*span, f"{{% raw %}}{source}{{% endraw %}}")
    return Fix("unsafe", "Wrap it in {% raw %}", (edit,))

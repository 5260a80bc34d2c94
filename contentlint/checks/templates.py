"""Finds braces that a template engine will run, or will fail on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from contentlint.checks.templates_hugo import needless_ends, shown_calls
from contentlint.checks.templates_inside import find_inside
from contentlint.checks.templates_places import (
    fenced_code,
    find_open,
    inline_code,
    is_left_alone,
    link_addresses,
    open_block,
    raw_ranges,
    shown_code,
    source_of,
    span_of,
    stands_between_attributes,
    wrap_raw,
    zones,
)
from contentlint.checks.templates_shortcodes import shortcode_faults
from contentlint.checks.text_zones import Zones, is_commented
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["unclosed_tag", "unescaped_braces"]

# tags that Nunjucks itself runs; all others are a site's own and meant
_LOGIC = names_of(
    "if for asyncEach asyncAll switch set extends block include import from macro call filter"
)
_BLOCKS = {
    "hexo": names_of(
        "raw verbatim codeblock code blockquote quote pullquote note tabs centerquote cq "
        "if for switch block macro call filter"
    ),
    "jekyll": names_of("raw highlight comment if unless case for tablerow capture"),
    "eleventy": names_of("raw comment if unless case for tablerow capture"),
    "hugo": frozenset(),
}
_OTHERS = frozenset(("hugo", "jekyll", "astro", "docusaurus", "zola"))
# what Nunjucks always understands
_SIMPLE = pattern(r"\{\{-?\s*(?:[\w.]+\s*)?-?\}\}|\{#.*", re.DOTALL)
_PARTED = pattern(r"[ \t_-]+")
_LITERAL = pattern(r"\{\{-?\s*[\"'].*", re.DOTALL)
_OPEN_MARKS = pattern(r"\{[{%#]")
_OPEN_TAG = pattern(r"\{%[-+]?\s*[A-Za-z_][\w-]*|\{\{[-~]?\s*[A-Za-z_$][\w.$]*(?=[^\w.$])")

# a value, perhaps with filters, however many lines it takes
_VALUE = pattern(r"\{\{[-~]?\s*[A-Za-z_][\w.\[\]-]*\s*(?:\|[^{}]*)?-?\}\}")
# signs before the name, of which another rule tells
_SIGNED_NAME = pattern(r"\{%-?\s*[^\w\s{}#]{1,3}\s*(\w+)")


def unescaped_braces(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Braces in prose that Hexo hands to Nunjucks, and those in code that it does not show."""
    body = document.body
    if document.kind != "markdown" or document.is_mdx or "{" not in body:
        return
    if not ("{{" in body or "{%" in body or "{#" in body) or not _runs_nunjucks(document):
        return
    fenced, shown = fenced_code(document), shown_code(document)
    ended = {name for name in _LOGIC if f"end{name}" in body}
    # Hexo's placeholder for a tag becomes part of the address, and is not found again
    addresses = link_addresses(document)
    for tag in _tags_outside(document, shown):
        if tag.name == "endraw":
            continue
        if addresses.touch(tag.start, tag.end):
            text = source_of(document, tag)
            yield Hit(span_of(document, tag.start, tag.end), {"text": text}, message="address")
            continue
        if tag.kind == "shortcode" or tag.name == "raw":
            continue
        if fenced.touch(tag.start, tag.end) or _is_allowed(tag, options["allow"]):
            continue
        if shown.touch(tag.start, tag.end):
            hit = _hit_in_code(document, tag, shown)
            if hit is not None:
                yield hit
        elif tag.kind in ("variable", "comment") or _is_logic(tag):
            span = span_of(document, tag.start, tag.end)
            source = source_of(document, tag)
            if _LITERAL.fullmatch(source):
                continue  # a text, which readers do see
            if _SIMPLE.fullmatch(source) and is_commented(body, tag.start):
                continue
            message = "comment" if tag.kind == "comment" else None
            begins_block = _is_logic(tag) and tag.name in ended
            is_loose = stands_between_attributes(body, tag.start)
            fix = None if begins_block or is_loose else _wrap(span, source)
            yield Hit(span, {"text": source}, message=message, fix=fix)
    yield from _raw_in_code(document, fenced, shown)
    yield from _unclosed_marks(document, shown)


def _tags_outside(document: Document, shown: Zones) -> Iterator[TemplateTag]:
    """The tags before a block that is never closed: what follows stands in it, once it is."""
    opened = open_block(document, shown)
    return takewhile(lambda tag: tag is not opened, document.templates.tags)


def _hit_in_code(document: Document, tag: TemplateTag, shown: Zones) -> Hit | None:
    """A tag in code that Hexo shows since version 8.1 and took for its own before.

    It dropped comments, and took what stands between two tags, or two pairs of braces, for one.
    """
    is_whole = shown.hold(tag.start, tag.end)
    begins_block = tag.kind == "tag" and f"end{tag.name}" in document.body[tag.end :]
    if is_whole and tag.kind != "comment" and not begins_block:
        return None
    if not inline_code(document).touch(tag.start, tag.end):
        return None
    span, source = span_of(document, tag.start, tag.end), source_of(document, tag)
    fix = _wrap(span, source) if is_whole and "`" not in source else None
    return Hit(span, {"text": source}, message="older", severity="info", fix=fix)


def _raw_in_code(document: Document, fenced: Zones, shown: Zones) -> Iterator[Hit]:
    """``{% raw %}`` in code, which Hexo runs there also, and which does not end there."""
    tags = document.templates.tags
    for number, tag in enumerate(tags):
        if tag.name != "raw" or fenced.touch(tag.start, tag.end):
            continue
        following = tags[number + 1] if number + 1 < len(tags) else None
        end = following.end if following and following.name == "endraw" else None
        if shown.touch(tag.start, tag.end) and not (end and shown.hold(tag.start, end)):
            span = span_of(document, tag.start, tag.end)
            yield Hit(span, {"text": source_of(document, tag)}, message="raw")


def _wrap(span: Span, source: str) -> Fix | None:
    """Put a tag between raw tags; not one that would end them."""
    return None if "endraw" in source else wrap_raw(span, source)


def _runs_nunjucks(document: Document) -> bool:
    generators = document.settings.generators
    return document.runs_templates and ("hexo" in generators or _OTHERS.isdisjoint(generators))


def _is_allowed(tag: TemplateTag, allowed: list[str]) -> bool:
    return tag.name in allowed or tag.name.split(".")[0] in allowed


def _is_logic(tag: TemplateTag) -> bool:
    return tag.kind == "tag" and tag.name in _LOGIC


def _unclosed_marks(document: Document, shown: Zones) -> Iterator[Hit]:
    """Opening braces that begin no tag as read here, but that Nunjucks stumbles over."""
    raw = zones(raw_ranges(document))
    last = _begin_of_open(document, shown)
    for match in _OPEN_MARKS.finditer(document.templates.text, 0, last):
        start, end = match.start(), match.start() + 2
        if not (shown.touch(start, end) or raw.touch(start, end)):
            yield Hit(span_of(document, start, end), {"text": match.group()[:2]}, message="open")


def _begin_of_open(document: Document, shown: Zones, *, is_run: bool = False) -> int:
    """Where a block begins that is never closed: what follows is only text, once it is."""
    opened = open_block(document, shown) if "{%" in document.body else None
    if opened is None or (is_run and opened.name != "raw"):
        return sys.maxsize
    return opened.start


def unclosed_tag(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Blocks that are opened and not closed, or the reverse, and tags without their ``%}``."""
    body = document.body
    generators = document.settings.generators & _BLOCKS.keys()
    if document.is_mdx or not generators or not ("{%" in body or "{{" in body):
        return
    if generators != {"hugo"} and document.runs_templates and not is_left_alone(document):
        cut = list(_cut_tags(document, generators))
        yield from _unclosed_blocks(document, generators, cut)
        yield from cut
    if "hugo" in generators:
        yield from shortcode_faults(document)
        yield from needless_ends(document, options)
        if document.kind == "markdown":
            yield from shown_calls(document)


def _unclosed_blocks(
    document: Document, generators: frozenset[str], cut: list[Hit]
) -> Iterator[Hit]:
    """Blocks without an end tag, and the reverse; not where one of the two is *cut* itself."""
    cut_names = {_block_of((hit.values or {})["text"].lstrip("{%-+ \t\n")) for hit in cut}
    if "jekyll" in generators:
        cut_names.update(map(_block_of, _SIGNED_NAME.findall(document.templates.text)))
    tags = [
        tag
        for tag in _live_tags(document, generators)
        if tag.kind == "tag" and _block_of(tag.name) not in cut_names
    ]
    opened = None if _runs_code(generators) else open_block(document, shown_code(document))
    code = shown_code(document) if tags else zones(())
    hits = list(_pair(document, tags, generators, code, opened))
    inside = list(_unclosed_inside(document, generators, code, cut_names))
    # a comment in a comment has the first end tag, which seemed to be that of the outer one
    ends = [hit for hit in hits if hit.message == "stray" and _is_of_comment(hit)]
    begins = [hit for hit in inside if hit.message is None and _is_of_comment(hit)]
    paired = {hit.span for pair in zip(begins, ends, strict=False) for hit in pair}
    yield from (hit for hit in [*hits, *inside] if hit.span not in paired)


def _is_of_comment(hit: Hit) -> bool:
    return (hit.values or {}).get("name") == "comment"


def _unclosed_inside(
    document: Document, generators: frozenset[str], code: Zones, cut_names: set[str]
) -> Iterator[Hit]:
    """The same of what stands in Jekyll's blocks of code and comments."""
    for inside in find_inside(document):
        tags = [tag for tag in inside.tags if tag.kind == "tag"]
        tags = [tag for tag in tags if _block_of(tag.name) not in cut_names]
        is_comment = inside.name == "comment"
        shown = code if is_comment else Zones([Span(inside.start, inside.start + len(inside.text))])
        for hit in _pair(document, tags, generators, shown):
            # an end tag that ends nothing is no fault in a comment
            if not (is_comment and hit.message == "stray"):
                yield hit


def _pair(
    document: Document,
    tags: list[TemplateTag],
    generators: frozenset[str],
    code: Zones,
    opened: TemplateTag | None = None,
) -> Iterator[Hit]:
    """What to say of *tags* of which one opens a block and none ends it, or the reverse.

    What stands inside of *opened*, which is never closed, may be text.
    """
    ends = {tag.name[3:] for tag in tags if tag.name.startswith("end")}
    known = ends.union(*(_BLOCKS[name] for name in generators))
    stack: list[TemplateTag] = []
    for tag in tags:
        is_inside = opened is not None and tag.start > opened.start
        misspelt = _misspelt_end(document, tag, stack)
        if misspelt is not None:
            name = stack.pop(misspelt).name
            yield _misspelt_hit(document, tag, name)
            opened = None
        elif tag.name.startswith("end") and len(tag.name) > 3:
            at = find_open(stack, tag.name[3:])
            if at is not None:
                del stack[at]
            elif not is_inside:
                yield _hit(document, tag, "stray", tag.name[3:], code)
        elif tag.name in known and not _is_whole(document, tag) and not is_inside:
            stack.append(tag)
    for tag in stack:
        yield _hit(document, tag, None, tag.name, code)


def _misspelt_end(document: Document, tag: TemplateTag, stack: list[TemplateTag]) -> int | None:
    """Which of the open tags *tag* was meant to end, if not in the spelling of its end tag."""
    if not stack or tag.name[:3].lower() != "end":
        return None
    written = source_of(document, tag)[2:-2].strip("-+ \t\n")
    folded = _PARTED.sub("", written).lower()
    for at in range(len(stack) - 1, max(-1, len(stack) - 20), -1):
        name = stack[at].name
        if folded == f"end{name.lower().replace('_', '')}":
            return None if written == f"end{name}" and not _is_odd_end(document, tag) else at
    return None


def _is_odd_end(document: Document, tag: TemplateTag) -> bool:
    """Whether the end tag of a raw block has a hyphen, with which it ends nothing.

    Hexo's Nunjucks takes none; LiquidJS takes none before the name, nor did Liquid up to version
    5.4, and every Jekyll has an older one.
    """
    if tag.name not in ("endraw", "endverbatim"):
        return False
    source = source_of(document, tag)
    is_nunjucks = "hexo" in document.settings.generators
    return source.startswith("{%-") or (is_nunjucks and source.endswith("-%}"))


def _misspelt_hit(document: Document, tag: TemplateTag, name: str) -> Hit:
    span, right = span_of(document, tag.start, tag.end), f"{{% end{name} %}}"
    fix = Fix("unsafe", f"Write {right}", (Edit(span.start, span.end, right),))
    values = {"name": name, "text": source_of(document, tag), "right": right}
    return Hit(span, values, message="end", fix=fix)


def _block_of(name: str) -> str:
    return name.removeprefix("end")


def _runs_code(generators: frozenset[str]) -> bool:
    """Whether what stands in fenced code is run: Liquid knows nothing of Markdown."""
    return "jekyll" in generators or "eleventy" in generators


def _live_tags(document: Document, generators: frozenset[str]) -> list[TemplateTag]:
    """The tags a generator runs: Hexo leaves those in code alone, Liquid does not.

    The raw tags in code, which Hexo does run, are told of by `unescaped_braces`.
    """
    tags = document.templates.tags
    if _runs_code(generators) or not tags:
        return tags
    shown, live = shown_code(document), []
    ends = 0
    for tag in tags:
        if shown.touch(tag.start, tag.end):
            ends += tag.name == "raw"
        elif tag.name != "endraw" or not ends:
            live.append(tag)
        else:
            ends -= 1
    return live


def _is_whole(document: Document, tag: TemplateTag) -> bool:
    """Whether the tag is a block of code up to its end tag, read as one."""
    source = source_of(document, tag)
    return source.find("%}") + 2 < len(source)


def _hit(document: Document, tag: TemplateTag, message: str | None, name: str, code: Zones) -> Hit:
    span = span_of(document, tag.start, tag.end)
    if code.touch(tag.start, tag.end):
        message = "code"
    return Hit(span, {"name": name, "text": source_of(document, tag)}, message=message)


def _cut_tags(document: Document, generators: frozenset[str]) -> Iterator[Hit]:
    raw = zones(raw_ranges(document))
    shown = shown_code(document)
    is_run = _runs_code(generators)
    last = _begin_of_open(document, zones(()) if is_run else shown, is_run=is_run)
    found = [match.span() for match in _OPEN_TAG.finditer(document.templates.text, 0, last)]
    marks = [
        (start, end, in_code)
        for start, end in found
        if not raw.touch(start, end) and (not (in_code := shown.touch(start, end)) or is_run)
    ]
    yield from _cut_hits(document, marks, is_run=is_run)
    for inside in find_inside(document):
        base, in_code = inside.start, inside.name == "highlight"
        found = [match.span() for match in _OPEN_TAG.finditer(inside.text)]
        marks = [(base + start, base + end, in_code) for start, end in found]
        yield from _cut_hits(document, marks, is_run=is_run)


def _cut_hits(
    document: Document, marks: list[tuple[int, int, bool]], *, is_run: bool
) -> Iterator[Hit]:
    """What to say of *marks* that begin a tag: where they stand, and whether that is code."""
    body, brace = document.body, 0
    for start, end, in_code in marks:
        closer = "%}" if body.startswith("{%", start) else "}}"
        if closer == "}}" and not is_run:
            continue  # Hexo's are found by unescaped-braces
        message = "code" if in_code else "cut-hexo"
        if is_run and not in_code:
            message = "cut" if closer == "%}" else "cut-braces"
        if closer == "}}" and 0 <= brace < end:
            brace = body.find("}", end)
        # Liquid minds neither lines nor words before the first brace that closes
        if closer == "}}" and brace >= 0 and body.startswith("}}", brace):
            if _VALUE.match(body, start):
                continue
            message = "swallowed"
        values = {"text": body[start:end], "closer": closer}
        yield Hit(span_of(document, start, end), values, message=message)

"""Checks of inline styles: what a style attribute does, and whether it does anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.style_defaults import PLAIN, Style, changes_nothing, read_style
from contentlint.document.nesting import HEADINGS
from contentlint.document.tag_places import TagPlaces, attribute_ranges, start_offset
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["holds_template", "inline_style", "removal"]

Allowed = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""Properties, and whole declarations, that an allow-list names."""

_BLANKS: Final = " \t\n\f"
# what a named tuple's own constructor calls: a post has dozens of styles
_new: Final = tuple.__new__
# drawings, formulas and coloured code cannot do without
_SPARED_TAGS: Final = frozenset(("svg", "math", "pre", "mjx-container"))
_SPARED: Final = ", ".join(
    f"{place}[style], {place} [style]" for place in (*sorted(_SPARED_TAGS), ".katex", ".MathJax")
)
_SETTERS: Final = frozenset(("align", "dir"))
_ALIGNED: Final = "[align][style], [dir][style], [align] [style], [dir] [style]"


def inline_style(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Every ``style`` attribute that is not allowed; one that changes nothing is said to be so."""
    page, text = document.page, document.source.text
    allowed = _read_allowed(options["allow"]) if options["allow"] else None
    spared = _find_spared(page)
    has_templates = bool(document.templates.tags)
    context = _Context(page)
    # the same few tags make up most of a page
    known: dict[str, _Known] = {}
    places = TagPlaces(page, elements)
    for element, start, spelling in places:
        about = known.get(spelling)
        if about is None:
            about = known[spelling] = _Known(context, element, start, allowed)
            # Markdown makes styles of its own, for the columns of tables
            written = page.html[start + about.low : start + about.high]
            about.allowed = about.allowed or written not in text
        if about.allowed or (spared and start in spared):
            continue
        span = places.span(start + about.low, start + about.high)
        if span is None or (has_templates and holds_template(document, span)):
            continue
        message = about.message
        if about.depends and not context.changes_nothing(element, start):
            message = None
        low, high = span
        edit = _new(Edit, (low - 1 if text[low - 1] in _BLANKS else low, high, ""))
        safety = "safe" if message else "unsafe"
        fix = _new(Fix, (safety, "Remove the style", (edit,)))
        yield Hit(span, about.values, message=message, fix=fix)


class _Known:
    """What there is to say about a style attribute, from one spelling of its tag.

    *depends* says that *message* holds only where nothing around the element speaks against it.
    """

    __slots__ = ("allowed", "depends", "high", "low", "message", "values")

    def __init__(
        self, context: _Context, element: Any, start: int, allowed: Allowed | None
    ) -> None:
        self.low, self.high = attribute_ranges(context.page.html, start).get("style", (0, 0))
        value = element.attr("style") or ""
        style = read_style(value)
        self.allowed = not self.high or (allowed is not None and _all_allowed(style, allowed))
        is_idle = style.idle and not style.void and context.is_plain(element, style)
        self.message = "void" if style.void else "idle" if is_idle else None
        self.depends = is_idle and bool(context.doubtful)
        self.values = {
            "style": value.strip(" \t\n\f;"),
            "properties": style.properties,
            "tag": element.tag,
        }


def _find_spared(page: Page) -> frozenset[int | None]:
    """Where elements begin whose styles are part of a drawing, a formula or a block of code."""
    if _SPARED_TAGS.isdisjoint(page.tags) and (
        "class" not in page.attributes or not ("katex" in page.html or "MathJax" in page.html)
    ):
        return frozenset()
    return frozenset(start_offset(page, element) for element in page.select(_SPARED))


class _Context:
    """What on a page could make a style matter that states what holds anyway."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def doubtful(self) -> frozenset[int | None]:
        """Where styled elements begin that stand inside something with a style of its own."""
        page = self.page
        others = frozenset(page.tags) - PLAIN
        found = page.select(_inside(others, not _SETTERS.isdisjoint(page.attributes)))
        return frozenset(
            [start_offset(page, e) for e in found if e.tag in PLAIN or e.tag in HEADINGS]
        )

    @cached_property
    def right_to_left(self) -> bool:
        """Whether the page holds letters without which no text written from the right exists."""
        html = self.page.html
        return "\u0627" in html or "\u05d0" in html or "\u05d5" in html

    def is_plain(self, element: Any, style: Style) -> bool:
        """Whether browsers treat *element* as any other, so that a default says nothing new."""
        tag = element.tag
        is_usual = tag in PLAIN or (tag in HEADINGS and not style.is_about_type)
        return is_usual and not self.right_to_left

    def changes_nothing(self, element: Any, start: int) -> bool:
        """Whether *element* would look the same without its idle style."""
        return start not in self.doubtful or changes_nothing(element)


@lru_cache(maxsize=1024)
def _inside(others: frozenset[str], aligned: bool) -> str:
    """A selector for elements that stand inside something which may give them another style."""
    parts = [f"{name} [style]" for name in sorted(others) if name.isalnum()]
    if len(parts) < len(others):
        parts = [f":not({','.join(sorted(PLAIN))}) [style]"]
    return ", ".join([*parts, "[style] [style]", *([_ALIGNED] if aligned else ())])


def removal(text: str, span: Span) -> Edit:
    """The edit that removes an attribute together with one blank before it."""
    start = span.start
    return Edit(start - 1 if text[start - 1] in _BLANKS else start, span.end, "")


def holds_template(document: Document, span: Span) -> bool:
    """Whether a template tag stands in *span*, so that its text is not what the page will hold."""
    base = document.body_start
    return document.templates.overlap(span.start - base, span.end - base)


def _read_allowed(allow: Iterable[str]) -> Allowed:
    """Split an allow-list into properties and whole declarations."""
    names = frozenset(entry.strip().lower() for entry in allow if ":" not in entry)
    pairs = frozenset(
        pair for entry in allow if ":" in entry for pair in read_style(entry).declarations
    )
    return names, pairs


def _all_allowed(style: Style, allowed: Allowed) -> bool:
    names, pairs = allowed
    return bool(style.declarations) and all(
        pair[0] in names or pair in pairs for pair in style.declarations
    )

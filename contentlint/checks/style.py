"""Checks of inline styles: what a style attribute does, and whether it does anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.style_defaults import PLAIN, Style, changes_nothing, read_style
from contentlint.document.nesting import HEADINGS
from contentlint.document.tag_places import read_tag, start_offset, written_tags
from contentlint.edits import is_parted, removal
from contentlint.findings import FixRow, HitRow, Safety
from contentlint.lazy import lazy
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["holds_template", "inline_style"]

Allowed = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""Properties, and whole declarations, that an allow-list names."""
_Verdict = tuple[int, int, dict[str, Any], str | None, bool]
"""Where in its tag a style stands, values and message of the finding, and whether it goes with the
one blank before it; the message ``"idle"`` holds only where nothing around the element speaks
against it."""

_CELLS: Final = frozenset(("td", "th"))
# drawings, formulas and coloured code cannot do without
_SPARED_TAGS: Final = frozenset(("svg", "math", "pre", "mjx-container"))
_SPARED: Final = ", ".join(
    f"{place}[style], {place} [style]" for place in (*sorted(_SPARED_TAGS), ".katex", ".MathJax")
)
_LONGEST_KEPT: Final = 400
_MOST_KEPT: Final = 2000
_KEPT: dict[str, _Written] = {}
_ALIGNERS: Final = ("align", "dir")
# by the kind of finding; what was hidden, perhaps a note, would be published, and a text from the
# right be turned
_SAFETY: Final[dict[str | None, Safety]] = {
    None: "unsafe",
    "broken": "unsafe",
    "idle": "safe",
    "void": "safe",
}


def inline_style(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> list[HitRow]:
    """Every ``style`` attribute that is not allowed; one that changes nothing is said to be so."""
    page, text = document.page, document.source.text
    elements = _written_elements(document, elements)
    if not elements:
        return []
    has_templates = bool(document.templates.tags)
    allowed = _read_allowed(options["allow"]) if options["allow"] else None
    spared = _find_spared(page)
    context = _Context(page)
    unstyled = context.unstyled
    # the same few tags make up most of a page
    known: dict[str, _Verdict | None] = {}
    copied_from, copied_to, shift = page.copied
    hits: list[HitRow] = []
    for element, start, spelling in written_tags(page, elements):
        if spelling in known:
            verdict = known[spelling]
        else:
            written, verdict = _written(element, page.html, start, spelling), None
            if written is not None and _is_said(written, allowed, text):
                verdict = context.judge(written)
            known[spelling] = verdict
        if verdict is None or (spared and start in spared):
            continue
        low, high, values, message, parted = verdict
        low, high = start + low, start + high
        if copied_from <= low and high <= copied_to:
            low, high = low + shift, high + shift
        else:
            found = page.find_copy(low, high)
            if found is None:
                continue
            low, high = found
            copied_from, copied_to, shift = page.copied
        if has_templates and holds_template(document, low, high):
            continue
        if message == "idle" and not (
            unstyled.get(element.parent) or context.changes_nothing(element)
        ):
            message = None
        edit = (low - 1, high, "") if parted else removal(text, low, high)
        safety = _SAFETY.get(message)
        fix: FixRow | None = (safety, "Remove the style", (edit,)) if safety else None
        hits.append(((low, high), values, message, fix, None, None, (), None))
    return hits


def _written_elements(document: Document, elements: Sequence[Any]) -> Sequence[Any]:
    """Those of *elements* that need a look: not what Markdown made, nor what is to go anyway."""
    page = document.page
    text, covered = document.source.text, page.covered
    is_made = document.kind == "markdown" and not _CELLS.isdisjoint(page.tags)
    if is_made and not ("<t" in text or "<T" in text):  # no cell is written as HTML
        elements = page.select("[style]:not(td, th)")
    return [element for element in elements if element not in covered] if covered else elements


class _Written(NamedTuple):
    """What one spelling of a tag tells of its style attribute, which is ``[low, high)`` of it."""

    low: int
    high: int
    attribute: str
    tag: str
    style: Style
    values: dict[str, Any]
    parted: bool


def _written(element: Any, html: str, start: int, spelling: str) -> _Written | None:
    """What the tag at *start* tells; ``None`` if its ``style`` is of another tag of the kind."""
    written, tag = _KEPT.get(spelling), element.tag
    # in a drawing, <image> is another element than elsewhere
    if written is not None and written.tag == tag:
        return written
    ranges, length = read_tag(html, start)
    low, high = ranges.get("style", (0, 0))
    if not high:
        return None
    value = element.attr("style") or ""
    style = read_style(value)
    values = {"style": value.strip(" \t\n\f;") or value, "properties": style.properties, "tag": tag}
    parted = is_parted(html, start + low, start + high)
    written = _Written(low, high, html[start + low : start + high], tag, style, values, parted)
    if length == len(spelling) <= _LONGEST_KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[spelling] = written
    return written


def _is_said(written: _Written, allowed: Allowed | None, text: str) -> bool:
    """Whether a style is worth a word: Markdown makes styles of its own, for columns of tables."""
    if written.tag in _CELLS and written.attribute not in text:
        return False
    return allowed is None or not _all_allowed(written.style, allowed)


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
        self._html = page.html
        self._aligners = [name for name in _ALIGNERS if name in page.attributes]
        self._known: dict[Any, bool] = {}
        # where no element has an attribute of these, its parent tells all
        self.unstyled = {} if self._aligners else self._known

    @lazy
    def _right_to_left(self) -> bool:
        """Whether the page holds letters without which no text written from the right exists."""
        html = self._html
        return "\u0627" in html or "\u05d0" in html or "\u05d5" in html

    def judge(self, written: _Written) -> _Verdict:
        """What there is to say about a style that is not allowed."""
        low, high, _, tag, style, values, parted = written
        message = None
        if style.hides:
            message = "hidden"
        elif style.void:
            message = "void"
        elif not style.declarations:
            message = "broken"
        elif ("direction", "rtl") in style.declarations:
            message = "direction"
        elif style.idle and self._is_plain(tag, style):
            message = "idle"
        return low, high, values, message, parted

    def _is_plain(self, tag: str, style: Style) -> bool:
        """Whether browsers treat the element as any other: then a default says nothing new."""
        is_usual = tag in PLAIN or (tag in HEADINGS and not style.is_about_type)
        return is_usual and not self._right_to_left

    def changes_nothing(self, element: Any) -> bool:
        """Whether *element* would look the same without its idle style."""
        if self._aligners and self._sets(element, self._aligners):
            return False
        return self._is_unstyled(element.parent) or changes_nothing(element)

    def _is_unstyled(self, element: Any) -> bool:
        """Whether neither *element* nor what it stands in may give what is inside another style.

        Elements that stand beside each other ask for the same ones, so each is asked once.
        """
        known, asked = self._known, []
        is_unstyled = True
        while (tag := getattr(element, "tag", None)) is not None:
            if element in known:
                is_unstyled = known[element]
                break
            asked.append(element)
            is_set = element.attr("style") is not None or self._sets(element, self._aligners)
            if tag not in PLAIN or is_set:
                is_unstyled = False
                break
            element = element.parent
        known.update(dict.fromkeys(asked, is_unstyled))
        return is_unstyled

    @staticmethod
    def _sets(element: Any, names: Iterable[str]) -> bool:
        return any(element.attr(name) is not None for name in names)


def holds_template(document: Document, start: int, end: int) -> bool:
    """Whether a template tag stands in a range, so that its text is not what the page will hold."""
    base = document.body_start
    return document.templates.overlap(start - base, end - base)


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

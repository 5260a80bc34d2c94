"""Checks of attributes that tools leave behind, and of markup that only says how things look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import translate
from typing import TYPE_CHECKING, Any, Final

from contentlint import edits
from contentlint.checks.images_lazy import shows_nothing
from contentlint.checks.readmes import is_shown_by_hosts
from contentlint.checks.style import holds_template
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, FixRow, Hit, fix_of
from contentlint.html_standard.obsolete import EMBEDS
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Place

__all__ = ["data_junk", "leftover_class", "may_be_leftover", "presentational"]

_ELEMENTS: Final = frozenset(("font", "center", "big", "strike", "tt", "basefont", "marquee"))
_ATTRIBUTES: Final = (
    "align",
    "bgcolor",
    "valign",
    "hspace",
    "vspace",
    "background",
    "cellpadding",
    "cellspacing",
    "nowrap",
)
# where a name such as data-id is left by an editor, not read by a player or a gallery
_TEXT_TAGS: Final = names_of(
    "p h1 h2 h3 h4 h5 h6 span strong em b i u li ul ol blockquote figure img section"
)
_MOST_KEPT: Final = 5000
_NAME: Final = pattern(r"data-[-\w]+")
_SPECIAL: Final = pattern(r"[*?\[]")


class _Globs:
    """Names of which ``*`` stands for any part; a name is judged once.

    Whole names and beginnings, which nearly all are, need no pattern: to compile one of sixty names
    takes longer than to lint a post.
    """

    __slots__ = ("_beginnings", "_names", "_pattern", "_source", "_verdicts")

    def __init__(self, source: list[str]) -> None:
        self._source = source
        globs = [glob.lower() for glob in source]
        self._names = {glob for glob in globs if not _SPECIAL.search(glob)}
        begun = [glob for glob in globs if glob.endswith("*") and not _SPECIAL.search(glob[:-1])]
        self._beginnings = tuple(glob[:-1] for glob in begun)
        others = [translate(glob) for glob in globs if glob not in self._names.union(begun)]
        self._pattern = re.compile("|".join(others)) if others else None
        self._verdicts: dict[str, bool] = {}

    def match(self, name: str) -> bool:
        """Whether any of the globs fits *name*, whatever its case."""
        verdict = self._verdicts.get(name)
        if verdict is None:
            if len(self._verdicts) > _MOST_KEPT:
                self._verdicts.clear()
            verdict = self._verdicts[name] = self._fits(name.lower())
        return verdict

    def _fits(self, name: str) -> bool:
        if name in self._names or name.startswith(self._beginnings):
            return True
        return self._pattern is not None and self._pattern.match(name) is not None

    @classmethod
    def of(cls, option: list[str]) -> _Globs:
        """The compiled form of an option's value; a rule hands in the same list every time."""
        known = _COMPILED.get(id(option))
        if known is None or known._source is not option:
            known = _COMPILED[id(option)] = cls(option)
        return known


_COMPILED: dict[int, _Globs] = {}


def may_be_leftover(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether a class attribute may hold such a class."""
    known = _Globs.of(options["classes"]).match
    return lambda classes: any(map(known, classes.split()))


def leftover_class(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Classes that another publishing system gave, which mean nothing on this site."""
    known = _Globs.of(options["classes"]).match
    spared: set[str] = set()  # most elements have the class of another one
    for element in elements:
        written = element.attr("class") or ""
        if written in spared:
            continue
        classes = element.attrs.get("class") or ()
        left = [name for name in classes if known(name)]
        if not left:
            spared.add(written)
        if not left or _is_styled_here(document, left):
            continue
        place = document.page.attribute(element, "class")
        if place is not None and place.verbatim and not holds_template(document, *place.span):
            kept = [name for name in classes if name not in left]
            values = {"classes": " ".join(left), "tag": element.tag}
            yield Hit(place.span, values, fix=_without_classes(document, place, kept))


def _is_styled_here(document: Document, classes: list[str]) -> bool:
    page = document.page
    return "style" in page.tags and any(f".{name}" in page.html for name in classes)


def _without_classes(document: Document, place: Place, kept: list[str]) -> FixRow | None:
    text = document.source.text
    if not kept:
        return fix_of("unsafe", "Remove the class", (edits.removal(text, *place.span),))
    parts = edits.split_attribute(text, place.span)
    if parts.value_span is None:
        return None
    written = edits.encode_attribute(" ".join(kept), parts.quote or '"', like=parts.value or "")
    return fix_of("unsafe", "Remove the class", (Edit(*parts.value_span, written),))


def data_junk(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """``data-`` attributes of editors and publishing systems, which nothing here reads."""
    names = document.page.attributes
    found = [name for name in names if name.startswith("data-")]
    if not found:
        return ()
    anywhere, on_text = _Globs.of(options["attributes"]), _Globs.of(options["on-text"])
    junk: dict[str, bool] = {}
    for name in found:
        if not _NAME.fullmatch(name) or f"[{name}" in document.page.html:
            continue
        if anywhere.match(name):
            junk[name] = True
        elif on_text.match(name):
            junk[name] = False
    return _junk_hits(document, junk) if junk else ()


def _junk_hits(document: Document, junk: Mapping[str, bool]) -> Iterator[Hit]:
    """*junk* tells of each name whether it is junk on any element, or only on text."""
    page = document.page
    for element in page.select(", ".join(f"[{name}]" for name in sorted(junk))):
        is_text = element.tag in _TEXT_TAGS
        places = []
        for name in junk:
            value = element.attr(name)
            if value is None or not (is_text or junk[name]):
                continue
            if element.tag == "img" and "/" in value and shows_nothing(element):
                continue  # it may be all that is known of the picture
            place = page.attribute(element, name)
            if place is not None and place.verbatim:
                places.append((place.span, name))
        if not places:
            continue
        places.sort()
        text = document.source.text
        changes = tuple(edits.removal(text, *span) for span, _ in places)
        values = {
            "names": ", ".join(name for _, name in places),
            "attributes": "attribute" if len(places) == 1 else "attributes",
            "verb": "does" if len(places) == 1 else "do",
            "tag": element.tag,
        }
        yield Hit(places[0][0], values, fix=fix_of("safe", f"Remove {values['names']}", changes))


def presentational(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Elements and attributes that only say how something looks."""
    allowed = frozenset(name.lower() for name in options["allow"])
    page = document.page
    attributes = () if elements and is_shown_by_hosts(document) else _ATTRIBUTES
    for element in elements:
        if element.tag in EMBEDS:
            continue  # html/obsolete-attribute names all that such a tag has at once
        if element.tag in _ELEMENTS and element.tag not in allowed:
            place = page.start_tag(element)
            if place is not None:
                made = edits.unwrap(document, element)
                fix = fix_of("unsafe", "Remove the tags, keep the text", made) if made else None
                yield Hit(place.span, {"name": f"<{element.tag}>"}, fix=fix)
        for name in attributes:
            if name in allowed or element.attr(name) is None:
                continue
            place = page.attribute(element, name)
            if place is not None and place.verbatim:
                change = edits.removal(document.source.text, *place.span)
                fix = fix_of("unsafe", "Remove the attribute", (change,))
                yield Hit(place.span, {"name": f"{name} on <{element.tag}>"}, fix=fix)

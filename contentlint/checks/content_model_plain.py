"""A cheap proof that the content model has nothing to say about most of a page.

The walk over a page takes microseconds for every element.  Posts made of paragraphs, links, images,
tables and emphasis need none of it: for the names that occur on a page a few selectors say whether
anything stands in an unusual place, and patterns say whether a value needs a closer look.  What is
left are elements with an attribute that no element has: these alone are judged.  The proof is
one-sided: a page it does not clear may still be valid.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint.checks.content_model_report import Report
from contentlint.checks.content_model_sequences import judge_table_order
from contentlint.document.turbo import Text
from contentlint.html_standard.attribute_names import carriers_of, is_free_name
from contentlint.html_standard.characters import words
from contentlint.html_standard.elements import global_attributes
from contentlint.html_standard.urls import url_fault

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["plain_problems"]

_INLINE = words("a b br code del em i img kbd mark q s small span strong sub sup u var abbr cite")
_BLOCK = words("article blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre section table ul")
_PARTS = words("tbody td th thead tr")
"""Parts of a table; the parser of the standard lets them stand nowhere else (HTML, 13.2.6.4.9)."""

_NOT_IN_HEADERS = words("article h1 h2 h3 h4 h5 h6 section")
_TEXT_ONLY = words(
    "b code em h1 h2 h3 h4 h5 h6 i kbd mark p pre q s small span strong sub sup u var abbr cite"
)
"""Elements that hold text and inline elements only."""

_LISTS = words("ol ul")
_ANYWHERE = words("class style title")
_LINK = words("a")
_IMAGE = words("img")
_CELL = words("td th")


class _Fit(NamedTuple):
    """The elements an attribute may stand on (a link must have an address), and plain values."""

    tags: frozenset[str]
    values: re.Pattern[str] | None = None


_FITS: dict[str, _Fit] = {
    "alt": _Fit(_IMAGE),
    "colspan": _Fit(_CELL, re.compile(r"[1-9][0-9]{0,2}")),
    "height": _Fit(_IMAGE, re.compile(r"[0-9]+")),
    "href": _Fit(_LINK),
    "loading": _Fit(_IMAGE, re.compile(r"lazy|eager")),
    "referrerpolicy": _Fit(
        _LINK | _IMAGE,
        re.compile(
            r"|no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|"
            r"origin-when-cross-origin|strict-origin-when-cross-origin|unsafe-url"
        ),
    ),
    "rel": _Fit(_LINK),
    "rowspan": _Fit(_CELL, re.compile(r"[1-9][0-9]{0,2}")),
    "src": _Fit(_IMAGE),
    "start": _Fit(words("ol"), re.compile(r"-?[0-9]+")),
    "target": _Fit(_LINK, re.compile(r"_blank|_self|_parent|_top")),
    "width": _Fit(_IMAGE, re.compile(r"[0-9]+")),
}
_URLS = {"href": True, "src": False}
"""Attributes whose values are addresses; whether the empty one will do."""

_MOST_ATTRIBUTES = 24
_MOST_SHAPES = 100
_MOST_PLANS = 512
_DATA = re.compile(r"data-[a-z0-9-]+")
_UNHEARD: re.Pattern[str] = re.compile(r"(?!aria-|on)[a-z][a-z0-9-]*")


_Shape = tuple[str, tuple[str, ...]]


class _Plan(NamedTuple):
    """What to ask of a page whose tags have certain shapes: *odd* must match nothing.

    *urls* and *values* are selectors with the attribute to look at.  *suspects* matches the
    elements with an attribute that no element has.
    """

    odd: tuple[str, ...]
    urls: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str, re.Pattern[str]], ...]
    ids: bool
    lists: str
    tables: bool
    suspects: str


_PLANS: dict[frozenset[_Shape], _Plan | None] = {}


def plain_problems(doc: Document) -> dict[str, list[Any]] | None:
    """The problems of a page made of ordinary parts in ordinary places; ``None`` for any other."""
    page = doc.page
    if page.whole or len(page.attributes) > _MOST_ATTRIBUTES:
        return None
    shapes = page.survey.shapes
    try:
        plan = _PLANS[shapes]
    except KeyError:
        plan = _make_plan(page.tags, shapes)
        if len(shapes) <= _MOST_SHAPES:
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            _PLANS[shapes] = plan
    if plan is None or not _holds(page.dom, plan):
        return None
    return _judge_suspects(doc, plan.suspects) if plan.suspects else {}


def _judge_suspects(doc: Document, suspects: str) -> dict[str, list[Any]] | None:
    from contentlint.checks.attributes_judge import AttributeJudge

    report = Report(whole=False, masked=bool(doc.templates.tags))
    judge = AttributeJudge(doc, report)
    for node in doc.page.dom.select(suspects):
        if not judge.names_and_values(node):
            return None
    return report.problems


def _make_plan(tags: frozenset[str], shapes: frozenset[_Shape]) -> _Plan | None:
    # an end tag alone makes a p or a br
    if not tags <= _INLINE | _BLOCK | _PARTS:
        return None
    urls, values, suspects = set(), set(), set()
    ids = False
    for tag, names in shapes:
        if tag == "img" and "src" not in names:
            return None
        for name in names:
            fit = _FITS.get(name)
            if fit is not None:
                if tag not in fit.tags or (tag == "a" and "href" not in names):
                    return None
                if name in _URLS:
                    urls.add((f"{tag}[{name}]", name))
                elif fit.values is not None:
                    values.add((f"{tag}[{name}]", name, fit.values))
            elif name == "id":
                ids = True
            elif name not in _ANYWHERE and _DATA.fullmatch(name) is None:
                if not _is_unheard(name):
                    return None
                suspects.add(f"{tag}[{name}]")
    return _Plan(
        tuple(_odd_places(tags)),
        tuple(sorted(urls)),
        tuple(values),
        ids,
        ",".join(sorted(tags & _LISTS)),
        "table" in tags,
        ",".join(sorted(suspects)),
    )


def _is_unheard(name: str) -> bool:
    """Whether no element has an attribute of that name (some may have had, and lost it)."""
    return (
        _UNHEARD.fullmatch(name) is not None
        and name not in global_attributes()
        and not carriers_of(name)
        and not is_free_name(name)
    )


def _odd_places(tags: frozenset[str]) -> list[str]:
    """Selectors for what cannot stand where it does, among elements with these names."""
    odd = []
    inline = ",".join(sorted(tags & _TEXT_ONLY))
    # an item is in a list, or odd itself
    for block in sorted(tags & _BLOCK - {"li"}) if inline else ():
        odd.append(f":is({inline}) {block}")
    if "a" in tags:
        odd.append("a a")
    if "li" in tags:
        odd.append("li:not(ul>li,ol>li)")
    if tags & _LISTS:
        odd.append(f":is({','.join(sorted(tags & _LISTS))})>:not(li)")
    if "th" in tags:
        odd.extend(f"th {name}" for name in sorted(tags & _NOT_IN_HEADERS))
    return odd


def _holds(dom: Any, plan: _Plan) -> bool:
    # one by one: through an index where the last name is plain
    for selector in plan.odd:
        if dom.select_one(selector) is not None:
            return False
    for selector, name in plan.urls:
        for node in dom.select(selector):
            if url_fault(node.attr(name), empty=_URLS[name]) is not None:
                return False
    for selector, name, pattern in plan.values:
        for node in dom.select(selector):
            if pattern.fullmatch(node.attr(name)) is None:
                return False
    if plan.ids and not _has_plain_ids(dom):
        return False
    if plan.tables and not _have_order(dom.select("table")):
        return False
    return not plan.lists or not _has_bare_text(dom.select(plan.lists))


def _have_order(tables: Any) -> bool:
    report = Report(whole=False)
    for node in tables:
        judge_table_order(report, node)
    return not report.problems


def _has_plain_ids(dom: Any) -> bool:
    ids = [node.attr("id") for node in dom.select("[id]")]
    return len(ids) == len(set(ids)) and all(value and value.split() == [value] for value in ids)


def _has_bare_text(lists: Any) -> bool:
    return any(
        type(child) is Text and child.text.strip() for node in lists for child in node.children
    )

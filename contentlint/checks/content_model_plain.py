"""A cheap proof that the content model has nothing to say about most of a page.

The walk over a page takes microseconds for every element.  Posts made of paragraphs, links, images,
tables and emphasis need none of it: for the names that occur on a page a few selectors say whether
anything stands in an unusual place, and patterns say whether a value needs a closer look.  What is
left are elements with an attribute that no element has: these alone are judged.  Where something
does stand in an unusual place, the walk looks at places alone.  The proof is one-sided: a page it
does not clear may still be valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contentlint.checks.content_model_report import Report
from contentlint.document import turbo
from contentlint.document.masks import names_mask
from contentlint.html_standard.attribute_names import carriers_of, is_free_name, meant_attribute
from contentlint.html_standard.characters import words
from contentlint.html_standard.elements import global_attributes
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS, obsolete_attribute
from contentlint.html_standard.urls import are_plain_urls, url_fault
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page
    from contentlint.document.spellings import Names

__all__ = ["Plan", "plain_problems", "plan_of"]

_INLINE = words("a b br code del em i img kbd mark q s small span strong sub sup u var abbr cite")
_BLOCK = words("article blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre section table ul")
_PARTS = words("tbody td th thead tr")
"""Parts of a table; the parser of the standard lets them stand nowhere else (HTML, 13.2.6.4.9)."""

_OBSOLETE = words("big center font strike tt")
"""Elements that are gone: that they stand there is all there is to say, and they hold anything."""

_KNOWN = _INLINE | _BLOCK | _PARTS | _OBSOLETE

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
    "colspan": _Fit(_CELL, pattern(r"[1-9][0-9]{0,2}")),
    "height": _Fit(_IMAGE, pattern(r"[0-9]+")),
    "href": _Fit(_LINK),
    "loading": _Fit(_IMAGE, pattern(r"lazy|eager")),
    "referrerpolicy": _Fit(
        _LINK | _IMAGE,
        pattern(
            r"|no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|"
            r"origin-when-cross-origin|strict-origin-when-cross-origin|unsafe-url"
        ),
    ),
    "rel": _Fit(_LINK),
    "rowspan": _Fit(_CELL, pattern(r"[1-9][0-9]{0,2}")),
    "src": _Fit(_IMAGE),
    "start": _Fit(words("ol"), pattern(r"-?[0-9]+")),
    "target": _Fit(_LINK, pattern(r"_blank|_self|_parent|_top")),
    "width": _Fit(_IMAGE, pattern(r"[0-9]+")),
}
_URLS = {"href": True, "src": False}
"""Attributes whose values are addresses; whether the empty one will do."""

_KEY = "html-plan"
_Planned = tuple["Plan | None", bool]
"""What is left to ask of a page, and whether all that it holds stands in an ordinary place."""
_MOST_ATTRIBUTES = 24
_MOST_UNKNOWN = 20
"""Of one element, no more unknown attributes are reported: so many are left to the walk."""

_MOST_SHAPES = 100
_MOST_PLANS = 512
_DATA = pattern(r"data-[a-z0-9-]+")
_UNHEARD: re.Pattern[str] = pattern(r"(?!aria-|on)[a-z][a-z0-9-]*")


_Shape = tuple[str, tuple[str, ...]]


class Plan(NamedTuple):
    """What to ask of a page whose tags have certain shapes: *heads* must match nothing.

    *odd* match blocks in what holds none, and links in links.

    *obsolete* are names of elements.  *urls* and *values* are selectors with the attribute to look
    at.  *lists* are the names of lists.  *suspects* matches the elements with an attribute that no
    element has; *verdicts* tells by names of element and attribute what replaced it, if it was one.
    *misuses*: there is more than attributes that never were.
    """

    heads: tuple[str, ...]
    odd: tuple[str, ...]
    obsolete: str
    urls: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str, re.Pattern[str]], ...]
    ids: bool
    lists: tuple[str, ...]
    suspects: str
    verdicts: dict[tuple[str, str], str | None]
    misuses: bool

    @property
    def may_find(self) -> bool:
        """Whether there may be any problem."""
        return bool(self.suspects or self.obsolete)


_PLANS: dict[tuple[Names, bool], Plan | None] = {}
"""By the names that occur, and whether the elements are nested as written."""


def plain_problems(doc: Document) -> dict[str, list[Any]] | None:
    """The problems of a page made of ordinary parts; ``None`` for any other.

    Those of elements whose tags are to go anyway are left out.
    """
    plan, in_place = _planned(doc.page)
    if plan is None:
        return None
    if in_place and not plan.may_find:
        return {}
    report = Report(whole=False, masked=bool(doc.templates.tags))
    if in_place:
        _report_obsolete(report, doc, plan)
    else:
        from contentlint.checks.content_model_nesting import NestingWalk

        NestingWalk(doc.page, report).run()
    _report_suspects(report, doc, plan)
    return report.problems


def plan_of(page: Page) -> Plan | None:
    """What is left to ask of a page made of ordinary parts in ordinary places, if it is one."""
    plan, in_place = _planned(page)
    return plan if in_place else None


def _planned(page: Page) -> _Planned:
    planned: _Planned | None = page.cache.get(_KEY)
    if planned is None:
        plan = _find_plan(page)
        # Markdown puts no tag in the wrong place
        in_place = plan is None or page.made or _is_in_place(page, plan)
        planned = page.cache[_KEY] = plan, in_place
    return planned


def _find_plan(page: Page) -> Plan | None:
    """What is left to ask of a page made of ordinary parts, wherever they stand."""
    if page.whole or len(page.attributes) > _MOST_ATTRIBUTES:
        return None
    names = page.survey.names
    key = names, page.as_written
    try:
        plan = _PLANS[key]
    except KeyError:
        plan = _make_plan(names.tags, names.shapes, page.as_written)
        if len(names.shapes) <= _MOST_SHAPES:
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            _PLANS[key] = plan
    if plan is None or not _has_valid_values(page, plan):
        return None
    return None if not page.made and _matches_any(page, plan.heads) else plan


def _report_obsolete(report: Report, doc: Document, plan: Plan) -> None:
    """Report the elements that are gone."""
    for node in doc.page.dom.select(plan.obsolete) if plan.obsolete else ():
        tag = node.tag
        report.add("obsolete-element", node, tag=tag, replacement=OBSOLETE_ELEMENTS[tag])


def _report_suspects(report: Report, doc: Document, plan: Plan) -> None:
    """Report attributes that no element has."""
    covered = doc.page.covered
    for node in doc.page.dom.select(plan.suspects) if plan.suspects else ():
        if node not in covered:
            _report_attributes(report, node, plan.verdicts, doc.has_components)


def _report_attributes(
    report: Report, node: Any, verdicts: dict[tuple[str, str], str | None], known: bool
) -> None:
    """Report each attribute of *node* that no element has; a component may know it."""
    tag = node.tag
    for name in node.attrs:
        if (tag, name) not in verdicts:
            continue
        replacement = verdicts[tag, name]
        if replacement is not None:
            report.add(
                "obsolete-attribute",
                node,
                attribute=name,
                name=name,
                tag=tag,
                replacement=replacement,
            )
        elif not known:
            report.add("unknown-attribute", node, attribute=name, name=name, tag=tag)


def _make_plan(tags: frozenset[str], shapes: frozenset[_Shape], clean: bool) -> Plan | None:
    # an end tag alone makes a p or a br
    if not tags <= _KNOWN:
        return None
    urls: set[tuple[str, str]] = set()
    values: set[tuple[str, str, re.Pattern[str]]] = set()
    verdicts: dict[tuple[str, str], str | None] = {}
    ids = False
    for shape in shapes:
        part = _judge_shape(*shape)
        if part is None:
            return None
        urls.update(part[0])
        values.update(part[1])
        ids = ids or part[2]
        verdicts.update(part[3])
    plan = Plan(
        # a table holds rows and sections only; any other order has a head that is not the first
        ("thead:not(:first-child)",) if "thead" in tags else (),
        tuple(_odd_places(tags, clean)),
        ",".join(sorted(tags & _OBSOLETE)),
        tuple(sorted(urls)),
        tuple(values),
        ids,
        tuple(sorted(tags & _LISTS)),
        ",".join(sorted(f"{tag}[{name}]" for tag, name in verdicts)),
        verdicts,
        not tags.isdisjoint(_OBSOLETE) or any(verdict is not None for verdict in verdicts.values()),
    )
    return plan if len(verdicts) <= _MOST_UNKNOWN else None


# the addresses and values to look at, whether there is an id, what replaced attributes
_Part = tuple[
    list[tuple[str, str]],
    list[tuple[str, str, re.Pattern[str]]],
    bool,
    dict[tuple[str, str], str | None],
]


@lru_cache(maxsize=1000)
def _judge_shape(tag: str, names: tuple[str, ...]) -> _Part | None:
    """What start tags of one shape add to a plan; ``None`` if only the walk can judge them."""
    if tag in _OBSOLETE:
        return [], [], "id" in names, {}
    if tag == "img" and "src" not in names:
        return None
    urls: list[tuple[str, str]] = []
    values: list[tuple[str, str, re.Pattern[str]]] = []
    verdicts: dict[tuple[str, str], str | None] = {}
    for name in names:
        fit = _FITS.get(name)
        if fit is not None:
            if tag not in fit.tags or (tag == "a" and "href" not in names):
                return None
            if name in _URLS:
                urls.append((f"{tag}[{name}]", name))
            elif fit.values is not None:
                values.append((f"{tag}[{name}]", name, fit.values))
        elif name != "id" and name not in _ANYWHERE and _DATA.fullmatch(name) is None:
            if not _is_unheard(name) or meant_attribute(tag, name) is not None:
                return None
            verdicts[tag, name] = obsolete_attribute(tag, name)
    return urls, values, "id" in names, verdicts


def _is_unheard(name: str) -> bool:
    """Whether no element has an attribute of that name (some may have had, and lost it)."""
    return (
        _UNHEARD.fullmatch(name) is not None
        and name not in global_attributes()
        and not carriers_of(name)
        and not is_free_name(name)
        and not names_mask(name)
    )


def _odd_places(tags: frozenset[str], clean: bool) -> list[str]:
    """Selectors for what cannot stand where it does, among elements with these names."""
    odd: list[str] = []
    if "th" in tags:
        odd.extend(f"th {name}" for name in sorted(tags & _NOT_IN_HEADERS))
    # the proof of clean nesting has seen to paragraphs and links
    inline = ",".join(sorted((tags & _TEXT_ONLY) - ({"p"} if clean else set())))
    # an item that is in no list is told of elsewhere, and holds anything
    for block in sorted(tags & _BLOCK - {"li"}) if inline else ():
        odd.append(f":is({inline}) {block}")
    if "a" in tags and not clean:
        odd.append("a a")
    return odd


def _is_in_place(page: Page, plan: Plan) -> bool:
    if page.has_nested_blocks and _matches_any(page, plan.odd):
        return False
    return all(_holds_items(page.dom.select(name)) for name in plan.lists)


def _matches_any(page: Page, selectors: Iterable[str]) -> bool:
    # one by one: through an index where the last name is plain
    return any(page.dom.select_one(selector) is not None for selector in selectors)


def _has_valid_values(page: Page, plan: Plan) -> bool:
    made = page.survey.made
    if made is not None and are_plain_urls(made.urls):
        # of what else is asked Markdown writes the number of a list alone, in digits
        return not plan.ids or _has_plain_ids(page.dom)
    for selector, name in plan.urls:
        # rules ask for these elements, too
        addresses = [node.attr(name) for node in page.select(selector)]
        if not are_plain_urls(addresses):
            empty = _URLS[name]
            if any(url_fault(address, empty=empty) is not None for address in addresses):
                return False
    dom = page.dom
    for selector, name, plain in () if page.made else plan.values:
        for node in dom.select(selector):
            if plain.fullmatch(node.attr(name)) is None:
                return False
    return not plan.ids or _has_plain_ids(dom)


def _has_plain_ids(dom: Any) -> bool:
    ids = [node.attr("id") for node in dom.select("[id]")]
    return len(ids) == len(set(ids)) and all(value and value.split() == [value] for value in ids)


def _holds_items(lists: Any) -> bool:
    """Whether *lists* hold nothing but items, blanks and comments."""
    for node in lists:
        for child in node.children:
            kind = type(child)
            if (kind is turbo.Text and not child.text.isspace()) or (
                kind is turbo.Element and child.tag != "li"
            ):
                return False
    return True

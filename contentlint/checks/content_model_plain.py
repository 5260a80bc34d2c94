"""A cheap proof that a page has nothing for the content model to say: most posts are plain.

The walk over a page takes microseconds for every element.  Posts made of paragraphs, links, images
and emphasis need none of it: for the names that occur on a page a few selectors say whether
anything stands in an unusual place, and patterns say whether a value needs a closer look.  The
proof is one-sided: a page it does not clear may still be valid.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from contentlint.document.turbo import Text
from contentlint.html_standard.characters import words
from contentlint.html_standard.urls import url_fault

__all__ = ["is_plainly_valid"]

_INLINE = words("a b br code del em i img kbd mark q s small span strong sub sup u var abbr cite")
_BLOCK = words("article blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre section ul")
_TEXT_ONLY = words(
    "b code em h1 h2 h3 h4 h5 h6 i kbd mark p pre q s small span strong sub sup u var abbr cite"
)
"""Elements that hold text and inline elements only."""

_LISTS = words("ol ul")
_ANYWHERE = words("class style title")
_FITS: dict[str, tuple[str, re.Pattern[str] | None]] = {
    "alt": ("img", None),
    "height": ("img", re.compile(r"[0-9]+")),
    "href": ("a", None),
    "loading": ("img", re.compile(r"lazy|eager")),
    "rel": ("a[href]", None),
    "src": ("img", None),
    "start": ("ol", re.compile(r"-?[0-9]+")),
    "target": ("a[href]", re.compile(r"_blank|_self|_parent|_top")),
    "width": ("img", re.compile(r"[0-9]+")),
}
"""Attributes with the one place they may stand in, and the values that need no closer look."""

_MOST_ATTRIBUTES = 24
_MOST_PLANS = 512


class _Plan(NamedTuple):
    """What to ask of a page with certain names: *odd* must match nothing."""

    odd: str
    urls: tuple[tuple[str, bool], ...]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    ids: bool
    lists: str


_PLANS: dict[tuple[frozenset[str], frozenset[str]], _Plan | None] = {}


def is_plainly_valid(page: Any) -> bool:
    """Whether the page is made of ordinary parts in ordinary places with ordinary values."""
    attributes = page.attributes
    if page.whole or len(attributes) > _MOST_ATTRIBUTES:
        return False
    key = frozenset(page.tags), frozenset(attributes)
    try:
        plan = _PLANS[key]
    except KeyError:
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        plan = _PLANS[key] = _make_plan(*key)
    return plan is not None and _holds(page.dom, plan)


def _make_plan(tags: frozenset[str], attributes: frozenset[str]) -> _Plan | None:
    if not tags <= _INLINE | _BLOCK:
        return None
    odd = _odd_places(tags)
    values = []
    for name in attributes - _ANYWHERE - {"id"}:
        if name.startswith("data-") and re.fullmatch(r"data-[a-z0-9-]+", name):
            continue
        fit = _FITS.get(name)
        if fit is None:
            return None
        odd.append(f"[{name}]:not({fit[0]})")
        if fit[1] is not None:
            values.append((name, fit[1]))
    urls = tuple((name, name == "href") for name in ("href", "src") if name in attributes)
    lists = ",".join(sorted(tags & _LISTS))
    return _Plan(",".join(odd), urls, tuple(values), "id" in attributes, lists)


def _odd_places(tags: frozenset[str]) -> list[str]:
    """Selectors for what cannot stand where it does, among elements with these names."""
    odd = []
    inline, block = sorted(tags & _TEXT_ONLY), sorted(tags & _BLOCK)
    if inline and block:
        odd.append(f":is({','.join(inline)}) :is({','.join(block)})")
    if "a" in tags:
        odd.append("a a")
    if "img" in tags:
        odd.append("img:not([src])")
    if "li" in tags:
        odd.append("li:not(ul>li,ol>li)")
    odd.extend(f"{name}>:not(li)" for name in sorted(tags & _LISTS))
    return odd


def _holds(dom: Any, plan: _Plan) -> bool:
    if plan.odd and dom.select_one(plan.odd) is not None:
        return False
    for name, empty in plan.urls:
        for node in dom.select(f"[{name}]"):
            if url_fault(node.attr(name), empty=empty) is not None:
                return False
    for name, pattern in plan.values:
        for node in dom.select(f"[{name}]"):
            if pattern.fullmatch(node.attr(name)) is None:
                return False
    if plan.ids and not _has_plain_ids(dom):
        return False
    return not plan.lists or not _has_bare_text(dom.select(plan.lists))


def _has_plain_ids(dom: Any) -> bool:
    ids = [node.attr("id") for node in dom.select("[id]")]
    return len(ids) == len(set(ids)) and all(value and value.split() == [value] for value in ids)


def _has_bare_text(lists: Any) -> bool:
    return any(
        type(child) is Text and child.text.strip() for node in lists for child in node.children
    )

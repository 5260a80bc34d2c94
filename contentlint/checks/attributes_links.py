"""The rules between the attributes of links: <a>, <area>, <link>, <base>."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.html_standard.media import srcset_fault

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["LINKS"]

_NEED_HREF = ("target", "download", "ping", "hreflang", "type", "referrerpolicy")
_MAPS = frozenset({"map", "template"})
_PRELOAD_AS = frozenset({"fetch", "font", "image", "script", "style", "track"})
_MODULE_AS = frozenset(
    {
        "audioworklet",
        "json",
        "paintworklet",
        "script",
        "serviceworker",
        "sharedworker",
        "style",
        "text",
        "worker",
    }
)
_ICON_REL = frozenset({"icon", "apple-touch-icon", "apple-touch-icon-precomposed"})


def _anchor(report: Report, node: Any, _parent: Frame) -> None:
    attributes = node.attrs
    if not attributes or "href" in attributes:
        return
    for name in _NEED_HREF:
        if name in attributes:
            report.missing(node, "href", f"Without it {name} has nothing to act on.")
            return
    if "rel" in attributes and "property" not in attributes:
        report.missing(node, "href", "Without it rel has nothing to act on.")
    elif "itemprop" in attributes:
        report.missing(node, "href", "Without it itemprop has no value.")


def _area(report: Report, node: Any, parent: Frame) -> None:
    if parent.has_ancestor(_MAPS) is None:
        report.add(
            "invalid-nesting", node, "where", child="area", parent=parent.tag, where="in <map>"
        )
    if node.attr("href") is None:
        for name in (*_NEED_HREF, "alt", "rel"):
            if node.attr(name) is not None:
                report.missing(node, "href", f"Without it {name} has nothing to act on.")
                return
    elif node.attr("alt") is None:
        report.missing(node, "alt", "Without it nobody who cannot see the map knows the link.")
    _coordinates(report, node)


def _coordinates(report: Report, node: Any) -> None:
    shape = (node.attr("shape") or "rect").lower()
    coords = node.attr("coords")
    if shape == "default":
        if coords is not None:
            report.misplaced(node, "coords", "the shape default covers the whole image")
        return
    if coords is None:
        report.missing(node, "coords", f"A {shape} needs to know where it is.", "warning")
        return
    reason = _coords_fault(shape, coords)
    if reason:
        report.value(node, "coords", reason)


def _coords_fault(shape: str, coords: str) -> str | None:
    numbers = []
    for part in coords.split(","):
        try:
            numbers.append(float(part))
        except ValueError:
            return "it must be numbers with commas between them"
    count = len(numbers)
    if shape == "circle":
        return None if count == 3 and numbers[2] >= 0 else "a circle has three numbers"
    if shape == "poly":
        return None if count >= 6 and count % 2 == 0 else "a polygon has at least three points"
    if count != 4:
        return "a rectangle has four numbers"
    if numbers[0] >= numbers[2] or numbers[1] >= numbers[3]:
        return "the first corner of a rectangle is its upper left"
    return None


def _base(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("href") is None and node.attr("target") is None:
        report.missing(node, "href", "Without it and without target it does nothing.")


def _link(report: Report, node: Any, _parent: Frame) -> None:
    rel = frozenset((node.attr("rel") or "").lower().split())
    if node.attr("rel") is None:
        if node.attr("itemprop") is None and node.attr("property") is None:
            report.missing(node, "rel", "Without it nobody knows what the link is for.")
    elif node.attr("itemprop") is not None:
        report.misplaced(node, "rel", "a link has either rel or itemprop")
    if not any(node.attr(name) is not None for name in ("href", "imagesrcset", "resource")):
        report.missing(node, "href", "Without it the link leads nowhere.")
    _link_loading(report, node, rel)
    _link_images(report, node, rel)
    _link_extras(report, node, rel)


def _link_loading(report: Report, node: Any, rel: frozenset[str]) -> None:
    kind = node.attr("as")
    if kind is None:
        if "preload" in rel:
            report.missing(node, "as", "A preload must say what it loads.")
        return
    if "preload" in rel:
        if kind.lower() not in _PRELOAD_AS:
            report.value(node, "as", "a preload cannot load this")
    elif "modulepreload" in rel:
        if kind.lower() not in _MODULE_AS:
            report.value(node, "as", "a module preload cannot load this")
    else:
        report.misplaced(node, "as", "it belongs to rel=preload and rel=modulepreload")


def _link_images(report: Report, node: Any, rel: frozenset[str]) -> None:
    sources = node.attr("imagesrcset")
    if sources is None:
        if node.attr("imagesizes") is not None:
            report.misplaced(node, "imagesizes", "it belongs beside imagesrcset")
        return
    if "preload" not in rel or (node.attr("as") or "").lower() != "image":
        report.misplaced(node, "imagesrcset", "it belongs to rel=preload with as=image")
    elif node.attr("imagesizes") is None and srcset_fault(sources)[1]:
        report.missing(node, "imagesizes", "Widths in imagesrcset mean nothing without it.")


def _link_extras(report: Report, node: Any, rel: frozenset[str]) -> None:
    conditions = (
        ("sizes", bool(_ICON_REL & rel), "it belongs to the link to an icon"),
        ("color", "mask-icon" in rel, "it belongs to rel=mask-icon"),
        ("disabled", "stylesheet" in rel, "it belongs to rel=stylesheet"),
        (
            "integrity",
            bool({"stylesheet", "preload", "modulepreload"} & rel),
            "it belongs to style sheets and preloads",
        ),
        (
            "blocking",
            bool({"stylesheet", "expect"} & rel),
            "it belongs to rel=stylesheet and rel=expect",
        ),
    )
    for name, fits, reason in conditions:
        if not fits and node.attr(name) is not None:
            report.misplaced(node, name, reason)
    if {"alternate", "stylesheet"} <= rel and not node.attr("title"):
        report.missing(node, "title", "An alternate style sheet needs a name to choose it by.")


LINKS: dict[str, Callable[[Report, Any, Frame], None]] = {
    "a": _anchor,
    "area": _area,
    "base": _base,
    "link": _link,
}

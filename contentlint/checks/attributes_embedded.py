"""The rules between the attributes of images, media and frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.html_standard.media import srcset_fault

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["EMBEDDED", "judge_picture_sources"]

_LINKS = frozenset({"a"})
_MEDIA = frozenset({"audio", "video"})


def _image(report: Report, node: Any, parent: Frame) -> None:
    attributes = node.attrs
    if "src" not in attributes and "srcset" not in attributes:
        report.missing(node, "src", "Without it there is no image to show.")
    if len(attributes) > 2 or "srcset" in attributes:
        _image_sources(report, node, lazy=(node.attr("loading") or "").lower() == "lazy")
        if "ismap" in attributes:
            link = parent.has_ancestor(_LINKS)
            if link is None or link.element.attr("href") is None:
                report.misplaced(node, "ismap", "it belongs to an image inside a link")
        if "controls" in attributes and not node.attr("alt"):
            report.misplaced(node, "controls", "an image with controls needs a text in alt")


def _image_sources(report: Report, node: Any, *, lazy: bool) -> None:
    """Judge ``sizes`` and ``srcset`` together."""
    sources, sizes = node.attr("srcset"), node.attr("sizes")
    if sizes is not None and sizes.strip().lower().startswith("auto") and not lazy:
        report.value(node, "sizes", "auto needs loading=lazy")
        return
    if sources is None:
        if sizes is not None:
            report.misplaced(node, "sizes", "it belongs beside srcset")
        return
    fault, has_widths = srcset_fault(sources)
    if fault:
        return
    if has_widths and sizes is None and not lazy:
        report.missing(node, "sizes", "Widths in srcset mean nothing without it.")
    elif sizes is not None and not has_widths:
        report.value(node, "srcset", "beside sizes every image needs a width such as 320w")


def _source(report: Report, node: Any, parent: Frame) -> None:
    if parent.tag in _MEDIA:
        if node.attr("src") is None:
            report.missing(node, "src", "Without it there is nothing to play.")
        report.misplaced_all(node, "srcset sizes width height", "it belongs to <picture>")


def judge_picture_sources(report: Report, children: list[Any]) -> None:
    """Judge the sources of one ``<picture>``, given its element children."""
    image = next((child for child in children if child.tag == "img"), None)
    lazy = image is not None and (image.attr("loading") or "").lower() == "lazy"
    rival = False
    for child in reversed(children):
        if child.tag == "source":
            _picture_source(report, child, lazy=lazy, rival=rival)
            rival = True
        elif child.tag == "img" and child.attr("srcset") is not None:
            rival = True


def _picture_source(report: Report, node: Any, *, lazy: bool, rival: bool) -> None:
    """Judge one source; *rival* says that another image to choose from follows."""
    if node.attr("src") is not None:
        report.misplaced(node, "src", "in <picture> a source has srcset")
    if node.attr("srcset") is None:
        if node.attr("src") is None:
            report.missing(node, "srcset", "Without it there is no image to choose.")
    else:
        _image_sources(report, node, lazy=lazy)
    media = node.attr("media")
    if not rival:
        return
    if media is not None and media.strip().lower() in ("", "all"):
        report.value(node, "media", "it always holds, so that what follows is never chosen")
    elif media is None and node.attr("type") is None:
        report.missing(node, "media", "Without it and without type what follows is never chosen.")


def _track(report: Report, node: Any, _parent: Frame) -> None:
    kind = (node.attr("kind") or "subtitles").lower()
    if kind == "subtitles" and node.attr("srclang") is None:
        report.missing(node, "srclang", "Subtitles must say which language they are in.", "warning")


def _object(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("data") is None:
        report.missing(node, "data", "Without it there is nothing to show.")


def _map(report: Report, node: Any, _parent: Frame) -> None:
    name, identifier = node.attr("name"), node.attr("id")
    if name is not None and identifier is not None and name != identifier:
        report.value(node, "id", f"the id of a map must equal its name, {name}")


def _frame(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("itemprop") is not None and node.attr("src") is None:
        report.missing(node, "src", "With itemprop the frame must have an address.")


EMBEDDED: dict[str, Callable[[Report, Any, Frame], None]] = {
    "iframe": _frame,
    "img": _image,
    "map": _map,
    "object": _object,
    "source": _source,
    "track": _track,
}

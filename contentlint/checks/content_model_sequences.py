"""Elements whose children come in an order, or must be there: lists, tables, figures and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_embedded import judge_picture_sources
from contentlint.document.nesting import HEADINGS
from contentlint.document.turbo import Element as Node
from contentlint.document.turbo import Text

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["SEQUENCES", "judge_table_order"]

_SUPPORT = frozenset({"script", "template"})


def _children(node: Any) -> list[Any]:
    """The element children that count: not scripts, not templates."""
    return [child for child in node.children if type(child) is Node and child.tag not in _SUPPORT]


def _order(report: Report, child: Any, parent: Any, why: str) -> None:
    report.add("invalid-nesting", child, "order", child=child.tag, parent=parent.tag, why=why)


def _missing(report: Report, node: Any, child: str, why: str) -> None:
    report.add("missing-element", node, parent=node.tag, child=child, why=why)


def _once_first(
    report: Report, node: Any, children: list[Any], tag: str, *, last: bool = False
) -> None:
    """At most one child called *tag*, and it is the first (or, with *last*, the last)."""
    found = [index for index, child in enumerate(children) if child.tag == tag]
    if not found:
        return
    places = (0, len(children) - 1) if last else (0,)
    if found[0] not in places or (found[0] == 0 and not last and _text_before(node)):
        end = " or the last" if last else ""
        _order(report, children[found[0]], node, f"it must be the first{end} thing in it")
    for index in found[1:]:
        _order(report, children[index], node, f"there may be only one <{tag}>")


def _text_before(node: Any) -> bool:
    for child in node.children:
        if type(child) is Node:
            return False
        if type(child) is Text and child.text.strip():
            return True
    return False


def _figure(report: Report, node: Any, _parent: Frame) -> None:
    children = _children(node)
    captions = [child for child in children if child.tag == "figcaption"]
    if not captions:
        return
    _once_first(report, node, children, "figcaption", last=True)
    if len(captions) == 1 and len(children) > 0 and _text_outside(node, captions[0]):
        _order(report, captions[0], node, "it must be the first or the last thing in it")


def _text_outside(node: Any, caption: Any) -> bool:
    """Whether text stands both before and after the caption's one place at an end."""
    before = after = False
    seen = False
    for child in node.children:
        if child == caption:
            seen = True
        elif type(child) is Text:
            if child.text.strip():
                before, after = before or not seen, after or seen
        elif type(child) is Node and child.tag not in _SUPPORT:
            before, after = before or not seen, after or seen
    return (
        before
        and after
        and any(type(child) is Text and child.text.strip() for child in node.children)
    )


def _legend(report: Report, node: Any, _parent: Frame) -> None:
    _once_first(report, node, _children(node), "legend")


def _details(report: Report, node: Any, _parent: Frame) -> None:
    children = _children(node)
    if not any(child.tag == "summary" for child in children):
        _missing(report, node, "summary", "Without it browsers show the word Details.")
        return
    _once_first(report, node, children, "summary")


def _picture(report: Report, node: Any, _parent: Frame) -> None:
    children = _children(node)
    if not report.masked:
        judge_picture_sources(report, children)
    images = [index for index, child in enumerate(children) if child.tag == "img"]
    if not images:
        _missing(report, node, "img", "Without it nothing is shown at all.")
        return
    for child in children[images[0] + 1 :]:
        if child.tag == "img":
            _order(report, child, node, "there may be only one <img>")
        elif child.tag == "source":
            _order(report, child, node, "it must stand before the <img>")


_TABLE_ORDER = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tr": 3, "tfoot": 4}
_TABLE_ONCE = frozenset({"caption", "thead", "tfoot"})


def judge_table_order(report: Report, node: Any, _parent: Frame | None = None) -> None:
    """Judge the order of the parts of a table."""
    stage = 0
    seen: set[str] = set()
    for child in _children(node):
        tag = child.tag
        place = _TABLE_ORDER.get(tag)
        if place is None:
            continue
        if place < stage:
            _order(report, child, node, "caption, columns, head, body and foot come in this order")
        elif tag in seen and tag in _TABLE_ONCE:
            _order(report, child, node, f"there may be only one <{tag}>")
        stage = max(stage, place)
        seen.add(tag)


def _colgroup(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("span") is None:
        return
    for child in _children(node):
        if child.tag == "col":
            _order(report, child, node, "a <colgroup> with span holds no <col>")


def _hgroup(report: Report, node: Any, _parent: Frame) -> None:
    headings = [child for child in _children(node) if child.tag in HEADINGS]
    if not headings:
        _missing(report, node, "h2", "A heading group without a heading says nothing.")
    for child in headings[1:]:
        _order(report, child, node, "there may be only one heading")


def _ruby(report: Report, node: Any, _parent: Frame) -> None:
    parts = [child.tag for child in _children(node)]
    if not {"rt", "rtc"} & set(parts):
        _missing(report, node, "rt", "Ruby text is what a <ruby> is for.")


def _media(report: Report, node: Any, _parent: Frame) -> None:
    stage = 0
    has_source = node.attr("src") is not None
    for child in node.children:
        if type(child) is Text:
            stage = max(stage, 2 if child.text.strip() else 0)
            continue
        if type(child) is not Node or child.tag in _SUPPORT:
            continue
        place = {"source": 0, "track": 1}.get(child.tag, 2)
        if place < stage:
            _order(report, child, node, "sources come first, then tracks, then what else there is")
        elif place == 0 and has_source:
            _order(report, child, node, f"a <{node.tag}> with src holds no <source>")
        stage = max(stage, place)
    defaults = [track for track in node.select("track[default]") if track.parent == node]
    for track in defaults[1:]:
        report.misplaced(track, "default", "another track is the default already")


def _definition_list(report: Report, node: Any, _parent: Frame) -> None:
    children = _children(node)
    if any(child.tag == "div" for child in children):
        for child in children:
            if child.tag in ("dt", "dd"):
                why = "in one list either every group is in a <div> or none is"
                _order(report, child, node, why)
                return
        return
    _groups(report, node, children)


def _groups(report: Report, node: Any, children: list[Any]) -> None:
    """Names and descriptions: a name first, and a description after the last name."""
    terms = [child for child in children if child.tag in ("dt", "dd")]
    if not terms:
        return
    if terms[0].tag == "dd":
        _missing(report, node, "dt", "A description (dd) needs the name (dt) it is about.")
    elif terms[-1].tag == "dt":
        _missing(report, node, "dd", "A name (dt) needs a description (dd) after it.")


def _div(report: Report, node: Any, parent: Frame) -> None:
    if parent.tag != "dl":
        return
    children = _children(node)
    terms = [child.tag for child in children if child.tag in ("dt", "dd")]
    if not terms:
        _missing(report, node, "dt", "A <div> in a <dl> holds one group of names and descriptions.")
        return
    _groups(report, node, children)
    seen_dd = False
    for child in children:
        if child.tag == "dt" and seen_dd:
            _order(report, child, node, "a <div> in a <dl> holds only one group")
            return
        seen_dd = seen_dd or child.tag == "dd"


def _select(report: Report, node: Any, _parent: Frame) -> None:
    _once_first(report, node, _children(node), "button")
    size = node.attr("size") or "1"
    if node.attr("multiple") is None and not (size.isdigit() and int(size[:6]) > 1):
        return
    for child in _children(node):
        if child.tag == "button":
            _order(report, child, node, "only a drop-down box has a button")


def _style(report: Report, node: Any, parent: Frame) -> None:
    """In the body a style sheet comes first in its parent; loose in a post it may come anywhere."""
    if "flow" not in parent.content or (parent.tag == "body" and not report.whole):
        return
    if parent.tag in ("body", "noscript") and parent.parent and parent.parent.tag == "head":
        return
    for child in parent.element.children:
        if child == node:
            return
        if type(child) is Node or (type(child) is Text and child.text.strip()):
            _order(report, node, parent.element, "in the body it must be the first thing")
            return


def _head(report: Report, node: Any, _parent: Frame) -> None:
    if not report.whole:
        return
    titles = [child for child in node.children if type(child) is Node and child.tag == "title"]
    if not titles:
        _missing(report, node, "title", "Browsers and search engines show it as the page's name.")
    for child in titles[1:]:
        _order(report, child, node, "there may be only one <title>")
    bases = [child for child in node.children if type(child) is Node and child.tag == "base"]
    for child in bases[1:]:
        _order(report, child, node, "there may be only one <base>")
    if bases:
        _base_first(report, node, bases[0])


def _base_first(report: Report, node: Any, base: Any) -> None:
    for child in node.children:
        if child == base:
            return
        if type(child) is Node and child.tag in ("link", "script"):
            _order(report, base, node, "it must stand before what uses a URL")
            return


def _title(report: Report, node: Any, parent: Frame) -> None:
    if report.whole and parent.tag == "head" and not node.text.strip():
        report.add("missing-element", node, "empty", parent="title")


SEQUENCES: dict[str, Callable[[Report, Any, Frame], None]] = {
    "audio": _media,
    "colgroup": _colgroup,
    "details": _details,
    "div": _div,
    "dl": _definition_list,
    "fieldset": _legend,
    "figure": _figure,
    "head": _head,
    "hgroup": _hgroup,
    "optgroup": _legend,
    "picture": _picture,
    "ruby": _ruby,
    "select": _select,
    "style": _style,
    "table": judge_table_order,
    "title": _title,
    "video": _media,
}

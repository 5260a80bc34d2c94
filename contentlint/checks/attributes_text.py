"""The rules between the attributes of text, lists and tables: <time>, <li>, <td> and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.document.turbo import Element as Node
from contentlint.html_standard.dates import time_value_fault

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["TEXT"]


def _time(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("datetime") is not None:
        return
    children = node.children
    if any(type(c) is Node for c in children) or time_value_fault(node.text) is not None:
        reason = "Its text is not a date or time in the form that machines read."
        report.missing(node, "datetime", reason)


def _item(report: Report, node: Any, parent: Frame) -> None:
    if node.attr("value") is not None and parent.tag != "ol":
        report.misplaced(node, "value", "only the items of <ol> have numbers")


def _direction(report: Report, node: Any, _parent: Frame) -> None:
    if (node.attr("dir") or "").lower() == "auto":
        report.value(node, "dir", "<bdo> must say ltr or rtl")


def _dialog(report: Report, node: Any, _parent: Frame) -> None:
    if node.attr("tabindex") is not None:
        report.misplaced(node, "tabindex", "a dialog takes the focus by itself")


TEXT: dict[str, Callable[[Report, Any, Frame], None]] = {
    "bdo": _direction,
    "dialog": _dialog,
    "li": _item,
    "time": _time,
}

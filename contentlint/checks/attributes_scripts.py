"""The rules between the attributes of <script> and <style>, and the JSON some scripts hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_script_data import import_map_fault, speculation_rules_fault
from contentlint.html_standard.characters import words
from contentlint.html_standard.values import mime_fault

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["SCRIPTS"]

_JAVASCRIPT = words(
    """
    application/ecmascript application/javascript application/x-ecmascript
    application/x-javascript text/ecmascript text/javascript text/javascript1.0
    text/javascript1.1 text/javascript1.2 text/javascript1.3 text/javascript1.4
    text/javascript1.5 text/jscript text/livescript text/x-ecmascript text/x-javascript
    """
)
_ALL = "async blocking crossorigin defer fetchpriority integrity nomodule referrerpolicy"
_DATA = {"importmap": import_map_fault, "speculationrules": speculation_rules_fault}


def _script(report: Report, node: Any, _parent: Frame) -> None:
    attributes = node.attrs
    kind = (node.attr("type") or "").lower()
    if kind in _DATA:
        report.misplaced_all(node, f"src {_ALL}", f"a script of type {kind} has no such thing")
        fault = _DATA[kind](node.text)
        if fault and node.attr("src") is None:
            report.add("invalid-script", node, kind=kind, reason=fault)
        return
    if not attributes:
        return
    if kind == "module":
        _module(report, node)
    elif not kind or kind in _JAVASCRIPT:
        _classic(report, node)
    else:
        _data_block(report, node, kind)
    _language(report, node, kind)


def _data_block(report: Report, node: Any, kind: str) -> None:
    """A type that is no script: its content is data that nothing fetches."""
    reason = mime_fault(kind)
    if reason is None and kind.partition(";")[0].strip() in _JAVASCRIPT:
        reason = "the type of a script has no parameters"
    if reason is not None:
        report.value(node, "type", reason)
        return
    reason = "a script that is not JavaScript holds its data itself and is never fetched"
    report.misplaced_all(node, f"src {_ALL}", reason)


def _module(report: Report, node: Any) -> None:
    report.misplaced_all(node, "defer nomodule", "a module is deferred and modern by itself")
    if node.attr("src") is None:
        reason = "it belongs to a module with src"
        report.misplaced_all(node, "blocking fetchpriority integrity charset", reason)


def _classic(report: Report, node: Any) -> None:
    if node.attr("src") is None:
        reason = "it belongs to a script with src"
        report.misplaced_all(node, "async blocking defer fetchpriority integrity charset", reason)


def _language(report: Report, node: Any, kind: str) -> None:
    charset = node.attr("charset")
    if charset is not None and charset.strip().lower() != "utf-8":
        report.value(node, "charset", "the only value allowed is utf-8")
    language = node.attr("language")
    if (
        language is not None
        and language.lower() == "javascript"
        and kind not in ("", "text/javascript")
    ):
        report.value(node, "language", f"the type says {kind}")


def _style(report: Report, node: Any, _parent: Frame) -> None:
    kind = node.attr("type")
    if kind is not None and kind.strip().lower() != "text/css":
        report.value(node, "type", "the only value allowed is text/css")


SCRIPTS: dict[str, Callable[[Report, Any, Frame], None]] = {"script": _script, "style": _style}

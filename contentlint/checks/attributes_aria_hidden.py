"""What is hidden from screen readers alone, and yet a stop of the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.checks.content_model_report import Report

__all__ = ["is_unread", "judge_hidden"]

_DIALOGS = frozenset({"dialog", "alertdialog"})
_NOT_SHOWN = pattern(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_STOPPING = frozenset({"a", "button", "input", "select", "textarea"})
_STOPS = ",".join(
    f'{each}:not([tabindex^="-"]):not([disabled])'
    for each in ("a[href]", "button", 'input:not([type="hidden"])', "select", "textarea")
)


def is_unread(node: Any) -> bool:
    """Whether screen readers say nothing of *node*."""
    return (node.attr("aria-hidden") or "").strip().lower() == "true"


def judge_hidden(report: Report, node: Any) -> None:
    """Report *node* if it is hidden from screen readers alone, and the keyboard stops there."""
    attributes = node.attrs
    if "hidden" in attributes or "inert" in attributes or node.tag == "body":
        return
    if _is_shown_later(node):
        return
    # the part that is hidden in another is judged with that one
    found = node if _is_stop(node) else node.select_one(_STOPS)
    if found is None:
        return
    where = "there" if found is node else f"at the <{found.tag}> in it"
    reason = f"the keyboard still stops {where}, and nothing is read out"
    values = {"name": "aria-hidden", "tag": node.tag, "value": "true", "reason": reason}
    report.add("invalid-aria", node, attribute="aria-hidden", severity="warning", **values)


def _is_shown_later(node: Any) -> bool:
    """Whether *node* is not on the page, for the keyboard either, until a script shows it."""
    if _NOT_SHOWN.search(node.attr("style") or ""):
        return True
    if node.tag == "dialog":
        return "open" not in node.attrs
    role = (node.attr("role") or "").strip().lower()
    return role in _DIALOGS or (node.tag == "div" and (node.attr("tabindex") or "").startswith("-"))


def _is_stop(node: Any) -> bool:
    attributes = node.attrs
    if node.tag not in _STOPPING or (node.tag == "a" and "href" not in attributes):
        return False
    if "disabled" in attributes or (node.attr("tabindex") or "").startswith("-"):
        return False
    return (node.attr("type") or "").lower() != "hidden"

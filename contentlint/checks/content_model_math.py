"""MathML where browsers cannot show it: fractions and scripts without all their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.document.turbo import Element as Node

if TYPE_CHECKING:
    from contentlint.checks.content_model_report import Report

__all__ = ["judge_math"]

_PARTS = {
    "mfrac": 2,
    "mover": 2,
    "mroot": 2,
    "msub": 2,
    "msubsup": 3,
    "msup": 2,
    "munder": 2,
    "munderover": 3,
}
_PARENTS = {
    "annotation": ("semantics",),
    "annotation-xml": ("semantics",),
    "mlabeledtr": ("mtable",),
    "mprescripts": ("mmultiscripts",),
    "mtd": ("mtr", "mlabeledtr"),
    "mtr": ("mtable",),
}


def judge_math(report: Report, node: Any, tag: str, parent: str) -> None:
    """Judge one element of a formula, given the name of the element around it."""
    parts = _PARTS.get(tag)
    if parts is not None:
        count = sum(1 for child in node.children if type(child) is Node)
        if count != parts:
            report.add("invalid-nesting", node, "parts", child=tag, parts=parts, count=count)
    parents = _PARENTS.get(tag)
    if parents is not None and parent not in parents:
        where = " or ".join(f"<{name}>" for name in parents)
        report.add("invalid-nesting", node, "where", child=tag, parent=parent, where=f"in {where}")

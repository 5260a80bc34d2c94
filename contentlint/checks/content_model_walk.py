"""One walk over a page's elements that judges nesting, names and attributes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_aria_hidden import is_unread
from contentlint.checks.attributes_judge import AttributeJudge
from contentlint.checks.content_model_math import judge_math
from contentlint.checks.content_model_nesting import (
    ANYTHING,
    FLOW,
    HEADING,
    INLINE,
    INTERACTIVE,
    PICTURED_ROLES,
    TABINDEX,
    Frame,
    NestingWalk,
    content_of,
    facts_of,
    first_role,
)
from contentlint.checks.content_model_report import Report
from contentlint.checks.content_model_sequences import SEQUENCES
from contentlint.html_standard.elements import FOREIGN_ROOTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["walk"]

_HOLDS_CUSTOM = frozenset({"flow", "phrasing", "any", "none"})
_FOREIGN_FLOW = frozenset({"foreignObject", "desc", "title", "annotation-xml"})


def walk(doc: Document) -> Report:
    """Judge every element of the page; linear in its size, whatever its depth."""
    page = doc.page
    report = Report(whole=page.whole, masked=bool(doc.templates.tags))
    _Walk(doc, report).run()
    return report


class _Walk(NestingWalk):
    """The state of one walk."""

    def __init__(self, doc: Document, report: Report) -> None:
        super().__init__(doc.page, report)
        self.judge = AttributeJudge(doc, report)

    def run(self) -> None:
        super().run()
        self.judge.finish()

    def _enter(self, node: Any, parent: Frame) -> None:
        tag = node.tag
        if parent.foreign and str(node.namespace) != "Namespace.HTML":
            self._enter_foreign(node, tag, parent)
            return
        if parent.foreign:
            content = FLOW if parent.tag in _FOREIGN_FLOW else INLINE
            parent = Frame(parent.element, parent.tag, content, parent.forbids, parent.parent)
        attributes = node.attrs
        facts = facts_of(tag)
        if facts is None:
            self._enter_unknown(node, tag, parent, bool(attributes))
            return
        marks = facts.marks
        if attributes:
            marks |= _marks_of_attributes(tag, node, attributes)
        elif tag == "input":
            marks |= INTERACTIVE
        allowed = self._judge_nesting(node, tag, facts, marks, parent)
        self.judge.element(node, tag, facts.element, attributes, parent)
        sequence = SEQUENCES.get(tag)
        if sequence is not None and parent.tag != "template":
            sequence(self.report, node, parent)
        children = node.children
        if not children or tag in _INERT:
            return
        content = content_of(tag, facts, parent, allowed) if facts.varies else facts.content
        frame = Frame(node, tag, content, parent.forbids | facts.forbids, parent)
        if tag in FOREIGN_ROOTS:
            frame.foreign = True
        if attributes:
            if "aria-hidden" in attributes and is_unread(node):
                frame.hidden = True
            if "itemscope" in attributes:
                frame.item = True
            if "role" in attributes and first_role(node) in PICTURED_ROLES:
                frame.forbids |= HEADING
        self._push(children, frame)

    def _enter_foreign(self, node: Any, tag: str, parent: Frame) -> None:
        self.judge.foreign(node)
        if str(node.namespace) == "Namespace.MATHML":
            judge_math(self.report, node, tag, parent.tag)
        frame = Frame(node, tag, ANYTHING, parent.forbids, parent, foreign=True)
        self._push_children(node, frame)

    def _enter_unknown(self, node: Any, tag: str, parent: Frame, attributes: bool) -> None:
        replacement = OBSOLETE_ELEMENTS.get(tag)
        if replacement is not None:
            self._report_obsolete(node, tag)
        elif self.judge.is_unknown_element(node, tag):
            self.report.add("unknown-element", node, tag=tag)
        elif "-" in tag and not self.judge.vue and parent.content.isdisjoint(_HOLDS_CUSTOM):
            self._report_child(node, tag, parent)
        if attributes:
            self.judge.custom(node, tag, parent)
        self._push_unknown(node, tag, parent)


_INERT = frozenset({"selectedcontent", "template"})
"""What these hold is a copy, or no part of the page until a script makes it one."""


def _marks_of_attributes(tag: str, node: Any, attributes: Any) -> int:
    """The marks an element has because of its attributes (interactive content, tabindex)."""
    marks = TABINDEX if "tabindex" in attributes else 0
    if tag == "a":
        if "href" in attributes:
            marks |= INTERACTIVE
    elif tag == "img":
        if "usemap" in attributes:
            marks |= INTERACTIVE
    elif tag in ("audio", "video"):
        if "controls" in attributes:
            marks |= INTERACTIVE
    elif tag == "input" and (node.attr("type") or "").lower() != "hidden":
        marks |= INTERACTIVE
    return marks

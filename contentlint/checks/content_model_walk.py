"""One walk over a page's elements that judges nesting, names and attributes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_judge import AttributeJudge
from contentlint.checks.content_model_math import judge_math
from contentlint.checks.content_model_report import Report
from contentlint.checks.content_model_sequences import SEQUENCES
from contentlint.checks.content_model_words import WHERE, words_for
from contentlint.document.turbo import Element as Node
from contentlint.document.turbo import Text
from contentlint.html_standard.characters import words
from contentlint.html_standard.elements import FOREIGN_ROOTS, Element, element
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["Frame", "walk"]

_FLOW = frozenset({"flow"})
_INLINE = frozenset({"flow", "phrasing"})
_ANYTHING = frozenset({"any"})
_HOLDS_CUSTOM = frozenset({"flow", "phrasing", "any", "none"})
_FOREIGN_FLOW = frozenset({"foreignObject", "desc", "title", "annotation-xml"})
_RUBY_EXTENSION = frozenset({"rb", "rtc"})
_IN_LIST = frozenset({"dt", "dd", "script"})
_HEAD_NOSCRIPT = frozenset({"link", "meta", "style"})
_TEXT_MODELS = frozenset({"flow", "phrasing", "text", "any"})
_MAIN_ANCESTORS = frozenset({"html", "body", "div", "form", "main"})

_DEEPEST = 64
"""How far up an ancestor is looked for: a limit that keeps hostile pages linear."""

_FORBIDDABLE = (
    "interactive a @tabindex heading sectioning header footer address dfn audio video table form "
    "label progress meter noscript main"
)
_BITS = {name: 1 << index for index, name in enumerate(_FORBIDDABLE.split())}
_MAIN = _BITS["main"]
_INTERACTIVE = _BITS["interactive"]
_TABINDEX = _BITS["@tabindex"]
_A = _BITS["a"]
_HEADING = _BITS["heading"]
_PICTURED_ROLES = words(
    "button img image math progressbar scrollbar separator slider meter radio switch tab option"
)
"""Roles whose content is shown, but not read as what it is: no heading may be in it."""


class Frame:
    """One open element: what it may hold, and what may not stand anywhere inside it."""

    __slots__ = ("content", "element", "forbids", "foreign", "item", "parent", "tag", "told")

    def __init__(
        self,
        node: Any,
        tag: str,
        content: frozenset[str],
        forbids: int,
        parent: Frame | None,
        foreign: bool = False,
    ) -> None:
        self.element = node
        self.tag = tag
        self.content = content
        self.forbids = forbids
        self.parent = parent
        self.foreign = foreign
        self.item: bool = parent is not None and parent.item
        self.told: set[str] | None = None

    def has_ancestor(self, tags: frozenset[str]) -> Frame | None:
        """The nearest frame, this one included, whose tag is among *tags*, as far as it is near."""
        frame: Frame | None = self
        for _ in range(_DEEPEST):
            if frame is None or frame.tag in tags:
                return frame
            frame = frame.parent
        return None


class _Facts:
    """What the walk needs of one kind of element, worked out once."""

    __slots__ = ("content", "element", "forbids", "inherits", "marks", "varies")

    def __init__(self, facts: Element) -> None:
        self.element = facts
        self.content = facts.content - {"transparent"}
        self.inherits = "transparent" in facts.content
        self.marks = _bits(facts.categories) | _BITS.get(facts.name, 0)
        self.varies = self.inherits or facts.name == "div"
        self.forbids = _bits(facts.forbids)
        if facts.name not in _MAIN_ANCESTORS:
            self.forbids |= _MAIN


def _bits(names: frozenset[str]) -> int:
    total = 0
    for name in names:
        total |= _BITS.get(name, 0)
    return total


_FACTS: dict[str, _Facts | None] = {}


def facts_of(tag: str) -> _Facts | None:
    """The facts about *tag*; ``None`` for an element HTML does not define."""
    try:
        return _FACTS[tag]
    except KeyError:
        known = element(tag)
        if known is None:
            return None
        _FACTS[tag] = _Facts(known)
        return _FACTS[tag]


def walk(doc: Document) -> Report:
    """Judge every element of the page; linear in its size, whatever its depth."""
    page = doc.page
    report = Report(whole=page.whole, masked=bool(doc.templates.tags))
    _Walk(doc, report).run()
    return report


class _Walk:
    """The state of one walk."""

    def __init__(self, doc: Document, report: Report) -> None:
        self.page = doc.page
        self.report = report
        self.judge = AttributeJudge(doc, report)
        self.stack: list[tuple[Any, Frame]] = []

    def run(self) -> None:
        root = self.page.dom.select_one("html")
        if root is None:
            return
        if self.report.whole:
            outside = Frame(None, "", frozenset({"html"}), 0, None)
            self._enter(root, outside)
        else:
            body = self.page.dom.select_one("body")
            head = self.page.dom.select_one("head")
            outer = Frame(root, "html", _ANYTHING, 0, None)
            for part in (body, head):
                if part is not None:
                    frame = Frame(part, "body", _FLOW, 0, outer)
                    self._push_children(part, frame)
        stack = self.stack
        while stack:
            node, parent = stack.pop()
            self._enter(node, parent)
        self.judge.finish()

    def _push_children(self, node: Any, frame: Frame) -> None:
        self._push(node.children, frame)

    def _push(self, children: Any, frame: Frame) -> None:
        stack = self.stack
        text_allowed = not _TEXT_MODELS.isdisjoint(frame.content)
        for child in reversed(children):
            kind = type(child)
            if kind is Node:
                stack.append((child, frame))
            elif kind is Text and not text_allowed and child.text.strip():
                self._bare_text(child, frame)

    def _bare_text(self, text: Any, frame: Frame) -> None:
        """Report text where the model has none, once for each element that holds it."""
        found = self.report.problems.get("invalid-nesting")
        if found and found[-1].message == "text" and found[-1].element == frame.element:
            return
        words = " ".join(text.text.split())
        self.report.add(
            "invalid-nesting",
            frame.element,
            "text",
            parent=frame.tag,
            text=words if len(words) <= 40 else words[:39] + "…",
        )

    def _enter(self, node: Any, parent: Frame) -> None:
        tag = node.tag
        if parent.foreign and str(node.namespace) != "Namespace.HTML":
            self._enter_foreign(node, tag, parent)
            return
        if parent.foreign:
            content = _FLOW if parent.tag in _FOREIGN_FLOW else _INLINE
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
            marks |= _INTERACTIVE
        allowed = self._judge_nesting(node, tag, facts, marks, parent)
        self.judge.element(node, tag, facts.element, attributes, parent)
        sequence = SEQUENCES.get(tag)
        if sequence is not None and parent.tag != "template":
            sequence(self.report, node, parent)
        children = node.children
        if not children or tag in _INERT:
            return
        content = _content(tag, facts, parent, allowed) if facts.varies else facts.content
        frame = Frame(node, tag, content, parent.forbids | facts.forbids, parent)
        if tag in FOREIGN_ROOTS:
            frame.foreign = True
        if attributes:
            if "itemscope" in attributes:
                frame.item = True
            if "role" in attributes and _first_role(node) in _PICTURED_ROLES:
                frame.forbids |= _HEADING
        self._push(children, frame)

    def _enter_foreign(self, node: Any, tag: str, parent: Frame) -> None:
        self.judge.foreign(node)
        if str(node.namespace) == "Namespace.MATHML":
            judge_math(self.report, node, tag, parent.tag)
        frame = Frame(node, tag, _ANYTHING, parent.forbids, parent, foreign=True)
        self._push_children(node, frame)

    def _enter_unknown(self, node: Any, tag: str, parent: Frame, attributes: bool) -> None:
        replacement = OBSOLETE_ELEMENTS.get(tag)
        if replacement is not None:
            self._report_obsolete(node, tag)
        elif self.judge.is_unknown_element(node, tag):
            self.report.add("unknown-element", node, tag=tag)
        elif "-" in tag and parent.content.isdisjoint(_HOLDS_CUSTOM):
            self._report_child(node, tag, parent)
        if attributes:
            self.judge.custom(node, tag, parent)
        content = _FLOW if parent.content is not _ANYTHING else _ANYTHING
        forbids = parent.forbids if "-" in tag else parent.forbids | _MAIN
        self._push_children(node, Frame(node, tag, content, forbids, parent))

    def _judge_nesting(self, node: Any, tag: str, facts: _Facts, marks: int, parent: Frame) -> bool:
        """Report the element where it may not stand; tell whether its parent may hold it."""
        if tag in OBSOLETE_ELEMENTS:
            self._report_obsolete(node, tag)
        clash = marks & parent.forbids
        if clash:
            self._report_clash(node, tag, clash, parent)
            return True
        content = parent.content
        if (
            tag in content
            or "any" in content
            or not facts.element.categories.isdisjoint(content)
            or _allowed_here(tag, node, parent)
        ):
            return True
        self._report_child(node, tag, parent)
        return False

    def _report_obsolete(self, node: Any, tag: str) -> None:
        self.report.add(
            "obsolete-element",
            node,
            severity="warning" if tag in _RUBY_EXTENSION else None,
            tag=tag,
            replacement=OBSOLETE_ELEMENTS[tag],
        )

    def _report_clash(self, node: Any, tag: str, clash: int, parent: Frame) -> None:
        if self.report.is_full("invalid-nesting"):
            return
        ancestor: Frame | None = parent
        while ancestor is not None:
            facts = facts_of(ancestor.tag)
            own = facts.forbids if facts else _MAIN
            if own & clash and ancestor.tag not in _MAIN_ANCESTORS - {"form"}:
                break
            if (
                clash & _HEADING
                and ancestor.element
                and _first_role(ancestor.element) in _PICTURED_ROLES
            ):
                break
            ancestor = ancestor.parent
        if ancestor is None:
            return
        self.report.add(
            "invalid-nesting",
            node,
            _clash_message(clash, tag),
            child=tag,
            ancestor=ancestor.tag,
            related=((f"<{ancestor.tag}> opened here", ancestor.element),),
        )

    def _report_child(self, node: Any, tag: str, parent: Frame) -> None:
        if self.report.is_full("invalid-nesting"):
            return
        if tag == "li" and "-" not in parent.tag:
            return  # html/misplaced tells it, once for all items that follow one another
        holder = parent
        while "transparent" in _content_words(holder.tag) and holder.parent is not None:
            holder = holder.parent
        if holder.told is None:
            holder.told = set()
        elif tag in holder.told:
            return  # one wrong element around several: it is told once
        holder.told.add(tag)
        related = ((f"<{holder.tag}> opened here", holder.element),) if holder.element else ()
        self.report.add(
            "invalid-nesting",
            node,
            "where" if tag in WHERE else None,
            child=tag,
            parent=holder.tag,
            holds=words_for(holder.content),
            where=WHERE.get(tag, ""),
            related=related,
        )


def _first_role(node: Any) -> str:
    role: str = (node.attr("role") or "").strip().lower()
    return role.partition(" ")[0]


def _content_words(tag: str) -> frozenset[str]:
    facts = facts_of(tag)
    return facts.element.content if facts else frozenset()


def _content(tag: str, facts: _Facts, parent: Frame, allowed: bool) -> frozenset[str]:
    if facts.inherits:
        if tag == "noscript" and parent.tag == "head":
            return _HEAD_NOSCRIPT
        inherited = parent.content if allowed else _FLOW
        if "any" in inherited:
            return _FLOW
        inherited = inherited & _INLINE
        return facts.content | inherited if facts.content else inherited
    if tag == "div" and parent.tag == "dl":
        return _IN_LIST
    if tag == "div" and not parent.content.isdisjoint(_SELECT_PARTS):
        return parent.content
    return facts.content


_SELECT_PARTS = frozenset({"option"})
_INERT = frozenset({"selectedcontent", "template"})
"""What these hold is a copy, or no part of the page until a script makes it one."""


def _marks_of_attributes(tag: str, node: Any, attributes: Any) -> int:
    """The marks an element has because of its attributes (interactive content, tabindex)."""
    marks = _TABINDEX if "tabindex" in attributes else 0
    if tag == "a":
        if "href" in attributes:
            marks |= _INTERACTIVE
    elif tag == "img":
        if "usemap" in attributes:
            marks |= _INTERACTIVE
    elif tag in ("audio", "video"):
        if "controls" in attributes:
            marks |= _INTERACTIVE
    elif tag == "input" and (node.attr("type") or "").lower() != "hidden":
        marks |= _INTERACTIVE
    return marks


_BODY_LINKS = words(
    "dns-prefetch modulepreload pingback preconnect prefetch preload prerender stylesheet"
)


def _allowed_here(tag: str, node: Any, parent: Frame) -> bool:
    """Whether metadata stands in running content by one of the standard's exceptions."""
    if tag == "meta":
        return _is_item_part(node) and not parent.content.isdisjoint(_INLINE)
    if tag == "link":
        if parent.content.isdisjoint(_INLINE):
            return False
        rel = (node.attr("rel") or "").lower().split()
        return _is_item_part(node) or bool(rel and set(rel) <= _BODY_LINKS)
    if tag == "style":
        return "flow" in parent.content and "transparent" not in _content_words(parent.tag)
    return False


def _is_item_part(node: Any) -> bool:
    return node.attr("itemprop") is not None or node.attr("property") is not None


def _clash_message(clash: int, tag: str) -> str:
    if clash & _MAIN:
        return "main"
    if clash & (_INTERACTIVE | _A) and tag != "a":
        return "interactive"
    if clash & _TABINDEX and not clash & (_INTERACTIVE | _A):
        return "tabindex"
    return "ancestor"

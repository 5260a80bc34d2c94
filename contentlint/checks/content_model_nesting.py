"""One walk over a page's elements that judges where they and text stand, and nothing else.

It is all that is needed where a cheap proof has seen to the attributes; `content_model_walk` does
the rest for other pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.checks.content_model_report import Report
from contentlint.checks.content_model_words import IN_HEAD, WHERE, words_for
from contentlint.document.masks import MASK
from contentlint.document.tag_places import FORMATTING
from contentlint.document.turbo import Element as Node
from contentlint.document.turbo import Text
from contentlint.html_standard.characters import words
from contentlint.html_standard.elements import Element, element
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = [
    "ANYTHING",
    "FLOW",
    "HEADING",
    "INLINE",
    "INTERACTIVE",
    "MAIN",
    "PICTURED_ROLES",
    "TABINDEX",
    "Facts",
    "Frame",
    "NestingWalk",
    "content_of",
    "facts_of",
    "first_role",
]

FLOW = frozenset({"flow"})
INLINE = frozenset({"flow", "phrasing"})
ANYTHING = frozenset({"any"})
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
MAIN = _BITS["main"]
INTERACTIVE = _BITS["interactive"]
TABINDEX = _BITS["@tabindex"]
_A = _BITS["a"]
HEADING = _BITS["heading"]
PICTURED_ROLES = words(
    "button img image math progressbar scrollbar separator slider meter radio switch tab option"
)
"""Roles whose content is shown, but not read as what it is: no heading may be in it."""


class Frame:
    """One open element: what it may hold, and what may not stand anywhere inside it."""

    __slots__ = (
        "content",
        "element",
        "forbids",
        "foreign",
        "hidden",
        "item",
        "parent",
        "tag",
        "told",
    )

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
        self.hidden: bool = parent is not None and parent.hidden
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


class Facts:
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
            self.forbids |= MAIN


def _bits(names: frozenset[str]) -> int:
    total = 0
    for name in names:
        total |= _BITS.get(name, 0)
    return total


_FACTS: dict[str, Facts | None] = {}


def facts_of(tag: str) -> Facts | None:
    """The facts about *tag*; ``None`` for an element HTML does not define."""
    try:
        return _FACTS[tag]
    except KeyError:
        known = element(tag)
        if known is None:
            return None
        _FACTS[tag] = Facts(known)
        return _FACTS[tag]


class NestingWalk:
    """The state of a walk over a page of known elements, whose attributes were judged before.

    No attribute gives an element another place than its like, but for the address of a link.
    """

    def __init__(self, page: Page, report: Report) -> None:
        self.page = page
        self.report = report
        self.stack: list[tuple[Any, Frame]] = []

    def run(self) -> None:
        """Judge every element of the page; linear in its size, whatever its depth."""
        root = self.page.dom.select_one("html")
        if root is None:
            return
        if self.report.whole:
            outside = Frame(None, "", frozenset({"html"}), 0, None)
            self._enter(root, outside)
        else:
            body = self.page.dom.select_one("body")
            head = self.page.dom.select_one("head")
            outer = Frame(root, "html", ANYTHING, 0, None)
            for part in (body, head):
                if part is not None:
                    frame = Frame(part, "body", FLOW, 0, outer)
                    self._push_children(part, frame)
        stack = self.stack
        while stack:
            node, parent = stack.pop()
            self._enter(node, parent)

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
        message = "frame" if frame.tag == "iframe" else "text"
        if found and found[-1].message == message and found[-1].element == frame.element:
            return
        words = " ".join(text.text.split())
        if words.startswith("<!--"):
            return  # in <iframe> that is text, but it may stand for a template tag
        if self.report.masked and not MASK.sub("", words).strip():
            return  # template tags may well write elements
        self.report.add(
            "invalid-nesting",
            frame.element,
            message,
            parent=frame.tag,
            text=words if len(words) <= 40 else words[:39] + "…",
        )

    def _enter(self, node: Any, parent: Frame) -> None:
        tag = node.tag
        facts = facts_of(tag)
        if facts is None:
            self._enter_obsolete(node, tag, parent)
            return
        marks = facts.marks
        if tag == "a" and node.attr("href") is not None:
            marks |= INTERACTIVE
        allowed = self._judge_nesting(node, tag, facts, marks, parent)
        children = node.children
        if children:
            content = content_of(tag, facts, parent, allowed) if facts.varies else facts.content
            frame = Frame(node, tag, content, parent.forbids | facts.forbids, parent)
            self._push(children, frame)

    def _enter_obsolete(self, node: Any, tag: str, parent: Frame) -> None:
        self._report_obsolete(node, tag)
        self._push_unknown(node, tag, parent)

    def _push_unknown(self, node: Any, tag: str, parent: Frame) -> None:
        """Go on with what stands in an element of which HTML does not say what it may hold."""
        content = FLOW if parent.content is not ANYTHING else ANYTHING
        forbids = parent.forbids if "-" in tag else parent.forbids | MAIN
        self._push_children(node, Frame(node, tag, content, forbids, parent))

    def _judge_nesting(self, node: Any, tag: str, facts: Facts, marks: int, parent: Frame) -> bool:
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
            own = facts.forbids if facts else MAIN
            if own & clash and ancestor.tag not in _MAIN_ANCESTORS - {"form"}:
                break
            if (
                clash & HEADING
                and ancestor.element
                and first_role(ancestor.element) in PICTURED_ROLES
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
        if self._is_copy(node) or self._is_copy(holder.element):
            return  # the tag that is closed too late or never is told of already
        if holder.told is None:
            holder.told = set()
        elif tag in holder.told:
            return  # one wrong element around several: it is told once
        holder.told.add(tag)
        related = ((f"<{holder.tag}> opened here", holder.element),) if holder.element else ()
        where = WHERE.get(tag, "")
        self.report.add(
            "invalid-nesting",
            node,
            "head" if where == IN_HEAD else "where" if where else None,
            child=tag,
            parent=holder.tag,
            holds=words_for(holder.content),
            where=where,
            related=related,
        )

    def _is_copy(self, element: Any) -> bool:
        """Whether browsers made *element* anew, since the one that was written was cut off."""
        page = self.page
        if page.as_written or element is None or element.tag not in FORMATTING:
            return False
        return page.tag(element) is None


def first_role(node: Any) -> str:
    """The first role that an element names, or ``""``."""
    role: str = (node.attr("role") or "").strip().lower()
    return role.partition(" ")[0]


def _content_words(tag: str) -> frozenset[str]:
    facts = facts_of(tag)
    return facts.element.content if facts else frozenset()


def content_of(tag: str, facts: Facts, parent: Frame, allowed: bool) -> frozenset[str]:
    """What an element may hold whose content depends on where it stands."""
    if facts.inherits:
        if tag == "noscript" and parent.tag == "head":
            return _HEAD_NOSCRIPT
        inherited = parent.content if allowed else FLOW
        if "any" in inherited:
            return FLOW
        inherited = inherited & INLINE
        return facts.content | inherited if facts.content else inherited
    if tag == "div" and parent.tag == "dl":
        return _IN_LIST
    if tag == "div" and not parent.content.isdisjoint(_SELECT_PARTS):
        return parent.content
    return facts.content


_SELECT_PARTS = frozenset({"option"})


_BODY_LINKS = words(
    "dns-prefetch modulepreload pingback preconnect prefetch preload prerender stylesheet"
)


def _allowed_here(tag: str, node: Any, parent: Frame) -> bool:
    """Whether metadata stands in running content by one of the standard's exceptions."""
    if tag == "meta":
        return _is_item_part(node) and not parent.content.isdisjoint(INLINE)
    if tag == "link":
        if parent.content.isdisjoint(INLINE):
            return False
        rel = (node.attr("rel") or "").lower().split()
        return _is_item_part(node) or bool(rel and set(rel) <= _BODY_LINKS)
    if tag == "style":
        return "flow" in parent.content and "transparent" not in _content_words(parent.tag)
    return False


def _is_item_part(node: Any) -> bool:
    return node.attr("itemprop") is not None or node.attr("property") is not None


def _clash_message(clash: int, tag: str) -> str:
    if clash & MAIN:
        return "main"
    if clash & (INTERACTIVE | _A) and tag != "a":
        return "interactive"
    if clash & TABINDEX and not clash & (INTERACTIVE | _A):
        return "tabindex"
    return "ancestor"

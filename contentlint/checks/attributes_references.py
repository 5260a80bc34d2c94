"""What only the whole page shows: ids that stand twice, references that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.document.masks import holds_mask

if TYPE_CHECKING:
    from contentlint.checks.content_model_report import Report

__all__ = ["NOTED", "References", "is_footnote"]

_ID_LISTS = frozenset(
    {"aria-labelledby", "aria-describedby", "aria-owns", "aria-details", "itemref"}
)
_LABELABLE = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
_ONE_ID = {
    "commandfor": None,
    "popovertarget": None,
    "form": frozenset({"form"}),
    "list": frozenset({"datalist"}),
    "aria-activedescendant": None,
    "aria-errormessage": None,
}
_CHECKED = _ID_LISTS | frozenset(_ONE_ID) | {"headers", "usemap", "autofocus", "for"}

NOTED = _CHECKED | {"id"}
"""The attributes that `References.note` looks at."""


def is_footnote(node: Any) -> bool:
    """Whether Markdown wrote *node* for a footnote, whose ids generators make themselves."""
    if node.tag == "div":
        return bool(node.attr("class") == "footnote-definition")
    parent = node.parent
    return getattr(parent, "tag", None) == "sup" and parent.attr("class") == "footnote-reference"


def _within(node: Any, identifiers: set[str]) -> bool:
    while node is not None and getattr(node, "attrs", None) is not None:
        if node.attr("id") in identifiers:
            return True
        node = node.parent
    return False


def _is_labelable(node: Any) -> bool:
    if node.tag == "input":
        return (node.attr("type") or "").lower() != "hidden"
    return node.tag in _LABELABLE or "-" in node.tag


class References:
    """Collects ids and the attributes that refer to them, and judges them at the end."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.first: dict[str, Any] = {}
        self.later: list[tuple[Any, str]] = []
        self.uses: list[tuple[Any, str]] = []
        self.maps: set[str] = set()
        self.mains: list[Any] = []
        self.metas: dict[str, list[Any]] = {}
        self.loose_properties: list[Any] = []

    def note(self, node: Any, tag: str, attributes: Any, masked: bool) -> None:
        """Note an element's id, and on a whole page what it refers to."""
        if "id" in attributes and not (tag == "div" and is_footnote(node)):
            self.note_id(node, node.attr("id"), masked)
        if not self.report.whole:
            return
        if tag == "map" and "name" in attributes:
            self.maps.add(node.attr("name"))
        for name in attributes:
            if name in _CHECKED and not (masked and holds_mask(node.attr(name))):
                self.uses.append((node, name))

    def note_single(self, node: Any, tag: str) -> None:
        """Note an element that a page has only once."""
        if not self.report.whole:
            return
        if tag == "main":
            if node.attr("hidden") is None:
                self.mains.append(node)
        elif (
            node.attr("charset") is not None
            or (node.attr("http-equiv") or "").lower() == "content-type"
        ):
            self.metas.setdefault("charset", []).append(node)
        elif (node.attr("name") or "").lower() == "description":
            self.metas.setdefault("description", []).append(node)

    def note_id(self, node: Any, identifier: str, masked: bool) -> None:
        """Note one id; an empty one is a bad value, not a duplicate."""
        if not identifier or (masked and holds_mask(identifier)):
            return
        if identifier in self.first:
            self.later.append((node, identifier))
        else:
            self.first[identifier] = node

    def finish(self) -> None:
        """Report what the page as a whole shows."""
        for node, identifier in self.later:
            self.report.add(
                "duplicate-id",
                node,
                attribute="id",
                id=identifier,
                related=(("the first one", self.first[identifier]),),
            )
        focused: list[Any] = []
        for node, name in self.uses:
            if name == "autofocus":
                focused.append(node)
            else:
                self._judge_use(node, name)
        self._judge_focus(focused)
        self._judge_single()
        self._judge_properties()

    def _judge_single(self) -> None:
        for node in self.mains[1:]:
            self.report.add("invalid-nesting", node, "once", child="main")
        for name, nodes in self.metas.items():
            for node in nodes[1:]:
                attribute = next(a for a in ("charset", "http-equiv", "name") if a in node.attrs)
                reason = f"the page says its {name} already"
                self.report.misplaced(node, attribute, reason)

    def _judge_properties(self) -> None:
        """Microdata properties that belong to no item."""
        if not self.loose_properties:
            return
        borrowed: set[str] = set()
        for node, name in self.uses:
            if name == "itemref":
                borrowed.update(node.attr("itemref").split())
        for node in self.loose_properties[:50]:
            if not borrowed or not _within(node, borrowed):
                self.report.misplaced(
                    node, "itemprop", "it belongs inside an element with itemscope"
                )

    def _judge_use(self, node: Any, name: str) -> None:
        value = node.attr(name)
        if name == "usemap":
            if len(value) > 1 and value[1:] not in self.maps:
                self._broken(node, name, value, "there is no map of that name")
        elif name == "headers":
            self._judge_headers(node, value)
        elif name == "for":
            self._judge_for(node, value)
        elif name in _ID_LISTS:
            for identifier in value.split():
                if identifier not in self.first:
                    self._broken(node, name, identifier, "no element has that id")
        else:
            self._judge_one(node, name, value)

    def _judge_one(self, node: Any, name: str, value: str) -> None:
        if name in ("aria-activedescendant", "aria-errormessage") and not value:
            return
        target = self.first.get(value)
        tags = _ONE_ID[name]
        if target is None:
            self._broken(node, name, value, "no element has that id")
        elif tags and target.tag not in tags:
            kind = next(iter(tags))
            self._broken(node, name, value, f"the element with that id is not a <{kind}>")

    def _judge_for(self, node: Any, value: str) -> None:
        if node.tag != "label":
            return
        target = self.first.get(value)
        if target is None or not _is_labelable(target):
            self._broken(node, "for", value, "no form control has that id")

    def _judge_headers(self, node: Any, value: str) -> None:
        if not value.strip():
            return
        table = node.closest("table")
        for identifier in value.split():
            target = self.first.get(identifier)
            if target is None or target.tag != "th" or target.closest("table") != table:
                reason = "no <th> of the same table has that id"
                self._broken(node, "headers", identifier, reason)

    def _judge_focus(self, focused: list[Any]) -> None:
        scopes: list[Any] = []
        for node in focused[:100]:
            scope = node.closest("dialog,[popover]")
            if scope in scopes:
                self.report.misplaced(node, "autofocus", "only one element can have the focus")
            scopes.append(scope)

    def _broken(self, node: Any, name: str, value: str, reason: str) -> None:
        self.report.add(
            "broken-reference",
            node,
            attribute=name,
            name=name,
            tag=node.tag,
            value=value,
            reason=reason,
        )

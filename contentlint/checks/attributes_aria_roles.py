"""Which roles of ARIA an element may have where it stands, and which it has by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.html_standard.aria_roles import (
    IMPLICIT_INPUT_ROLES,
    IMPLICIT_ROLES,
    allowed_roles,
)
from contentlint.html_standard.characters import words

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame

__all__ = ["implicit_role", "input_type", "roles_of"]

_ITEM_ROLES = {
    "list": frozenset({"listitem"}),
    "listbox": words("group none option presentation"),
    "menu": words("group menuitem menuitemcheckbox menuitemradio none presentation separator"),
    "tablist": words("none presentation tab"),
    "tree": words("none presentation treeitem"),
}
_ITEM_ROLES["menubar"] = _ITEM_ROLES["menu"]


def input_type(node: Any, tag: str) -> str:
    """The type of an ``<input>``; an empty string for other elements."""
    return (node.attr("type") or "text").lower() if tag == "input" else ""


def roles_of(node: Any, tag: str, parent: Frame) -> frozenset[str] | None:
    """The roles that *node* may be given in *parent*; ``None`` for any."""
    if tag == "input":
        return allowed_roles("input:" + input_type(node, tag))
    if tag == "a":
        return allowed_roles("a:href") if node.attr("href") is not None else None
    if tag == "div":
        return frozenset({"none", "presentation"}) if parent.tag == "dl" else None
    if tag == "summary":
        return frozenset() if parent.tag == "details" else None
    if tag == "figure":
        captioned = any(getattr(child, "tag", "") == "figcaption" for child in node.children)
        return frozenset() if captioned else None
    if tag == "select":
        return _select_roles(node)
    if tag == "li":
        return _item_roles(parent)
    if tag in ("td", "th", "tr") and _in_table(parent):
        return frozenset({"cell", "gridcell", "columnheader", "rowheader", "row"} & _cell(tag))
    return allowed_roles(tag)


def implicit_role(node: Any, tag: str, kind: str) -> str | None:
    """The role of an element that is given none."""
    if tag == "input":
        return IMPLICIT_INPUT_ROLES.get(kind)
    if tag in ("a", "area"):
        return "link" if node.attr("href") is not None else None
    if tag == "select":
        return "listbox" if "listbox" in _select_roles(node) else "combobox"
    return IMPLICIT_ROLES.get(tag)


def _item_roles(parent: Frame) -> frozenset[str] | None:
    """The roles of ``<li>`` depend on the role of its list."""
    if parent.tag not in ("ul", "ol", "menu"):
        return None
    role = (parent.element.attr("role") or "list").lower()
    return _ITEM_ROLES.get(role)


def _cell(tag: str) -> set[str]:
    if tag == "tr":
        return {"row"}
    return (
        {"cell", "gridcell"} if tag == "td" else {"columnheader", "rowheader", "cell", "gridcell"}
    )


def _in_table(parent: Frame) -> bool:
    frame: Frame | None = parent
    for _ in range(5):
        if frame is None or frame.tag == "table":
            break
        frame = frame.parent
    if frame is None or frame.tag != "table":
        return False
    role = frame.element.attr("role")
    return role is None or role.lower() in ("table", "grid", "treegrid")


def _select_roles(node: Any) -> frozenset[str]:
    size = node.attr("size") or ""
    if node.attr("multiple") is not None or (size.isdigit() and int(size[:6]) > 1):
        return frozenset({"listbox"})
    return frozenset({"combobox", "menu"})

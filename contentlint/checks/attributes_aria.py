"""ARIA: roles an element may have, and the aria- attributes that go with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from contentlint.html_standard.aria_roles import (
    ABSTRACT_ROLES,
    ARIA_VALUES,
    GLOBAL_ARIA,
    IMPLICIT_INPUT_ROLES,
    IMPLICIT_ROLES,
    NAMELESS_ELEMENTS,
    NAMELESS_ROLES,
    REQUIRED,
    ROLES,
    allowed_roles,
    is_role,
)
from contentlint.html_standard.attribute_names import ARIA_ATTRIBUTES
from contentlint.html_standard.characters import words
from contentlint.html_standard.values import value_fault
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["aria_attributes", "is_unread", "judge_aria"]

_NAMES = ("aria-label", "aria-labelledby", "aria-braillelabel")
_NO_ARIA = frozenset(
    {
        "base",
        "col",
        "colgroup",
        "head",
        "html",
        "link",
        "map",
        "meta",
        "noscript",
        "param",
        "script",
        "source",
        "style",
        "template",
        "title",
        "track",
    }
)
_ONLY_HIDDEN = frozenset({"br", "wbr"})
_DEEPEST = 24

_LABEL = frozenset({"label"})
_DIALOGS = frozenset({"dialog", "alertdialog"})
_NOT_SHOWN = pattern(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_STOPPING = frozenset({"a", "button", "input", "select", "textarea"})
_STOPS = ",".join(
    f'{each}:not([tabindex^="-"]):not([disabled])'
    for each in ("a[href]", "button", 'input:not([type="hidden"])', "select", "textarea")
)
_LABELABLE = "button,input:not([type=hidden]),meter,output,progress,select,textarea"

_CONTEXT = {
    "option": frozenset({"listbox", "group"}),
    "row": frozenset({"grid", "rowgroup", "table", "treegrid"}),
    "cell": frozenset({"row"}),
    "gridcell": frozenset({"row"}),
}
_NOT_IN_HEADING = frozenset(
    {
        "alert",
        "alertdialog",
        "application",
        "dialog",
        "document",
        "feed",
        "listbox",
        "log",
        "marquee",
        "math",
        "note",
        "status",
        "tabpanel",
        "timer",
        "toolbar",
    }
)
_RELEVANT = frozenset({"additions", "all", "removals", "text"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def aria_attributes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of an element's attributes this module judges."""
    return tuple(name for name in names if name == "role" or name.startswith("aria-"))


def judge_aria(
    report: Report, node: Any, tag: str, names: tuple[str, ...], parent: Frame, *, known: bool
) -> None:
    """Judge ``role`` and ``aria-`` attributes; of unknown elements (*known* false) only values."""
    role = None
    if "role" in names:
        role = _judge_role(report, node, tag, parent, known)
    kind = _kind(node, tag)
    for name in names:
        if name != "role":
            _judge_attribute(report, node, tag, name, role, kind, known)
    if not known:
        return
    _judge_conflicts(report, node, parent, kind, role, names)
    if role is not None:
        _judge_needs(report, node, tag, kind, role)
        _judge_context(report, node, tag, role, parent)


def _kind(node: Any, tag: str) -> str:
    """The type of an ``<input>``; an empty string for other elements."""
    return (node.attr("type") or "text").lower() if tag == "input" else ""


def _fault(report: Report, node: Any, name: str, reason: str) -> None:
    value = node.attr(name) or ""
    report.add(
        "invalid-aria", node, attribute=name, name=name, tag=node.tag, value=value, reason=reason
    )


def _judge_role(report: Report, node: Any, tag: str, parent: Frame, known: bool) -> str | None:
    """Report a role that does not exist or does not fit; return the role in force."""
    tokens = node.attr("role").lower().split()
    for token in tokens:
        if token in ABSTRACT_ROLES:
            _fault(report, node, "role", f"{token} is a role for specifications, not for pages")
            return None
        if not is_role(token):
            _fault(report, node, "role", f"there is no role {token[:40]}")
            return None
    if not tokens or not known:
        return tokens[0] if tokens else None
    role: str = tokens[0]
    if role == "generic":
        _fault(report, node, "role", "generic is what an element without a meaning has by itself")
        return None
    if role == "directory":
        return role
    allowed = _allowed(node, tag, parent)
    if allowed is not None and role not in allowed and not role.startswith(("doc-", "graphics-")):
        _fault(report, node, "role", f"<{tag}> cannot have the role {role} here")
        return None
    return role


def _allowed(node: Any, tag: str, parent: Frame) -> frozenset[str] | None:
    if tag == "input":
        return allowed_roles("input:" + _kind(node, tag))
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


_ITEM_ROLES = {
    "list": frozenset({"listitem"}),
    "listbox": words("group none option presentation"),
    "menu": words("group menuitem menuitemcheckbox menuitemradio none presentation separator"),
    "tablist": words("none presentation tab"),
    "tree": words("none presentation treeitem"),
}
_ITEM_ROLES["menubar"] = _ITEM_ROLES["menu"]


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


def _judge_attribute(
    report: Report, node: Any, tag: str, name: str, role: str | None, kind: str, known: bool
) -> None:
    if name not in ARIA_ATTRIBUTES:
        _fault(report, node, name, "there is no such attribute in ARIA")
        return
    shape = ARIA_VALUES.get(name)
    if shape is not None:
        value = node.attr(name)
        what = frozenset(shape.split("|")) if "|" in shape else shape
        reason = value_fault(name, what, value)
        if reason is not None:
            _fault(report, node, name, reason)
            return
    elif name == "aria-relevant" and not set(node.attr(name).lower().split()) <= _RELEVANT:
        _fault(report, node, name, "it is none of additions, all, removals and text")
    if not known:
        return
    if tag in _NO_ARIA or (tag in _ONLY_HIDDEN and name != "aria-hidden"):
        _fault(report, node, name, f"<{tag}> has no ARIA")
    elif name in _NAMES and _is_nameless(node, tag, role):
        holder = f"the role {role}" if role else f"a <{tag}> without a role"
        _fault(report, node, name, f"{holder} has no name of its own")
    elif name not in GLOBAL_ARIA and not _supports(node, tag, kind, role, name):
        holder = f"the role {role}" if role else f"<{tag}>"
        _fault(report, node, name, f"{holder} does not have it")


def _is_nameless(node: Any, tag: str, role: str | None) -> bool:
    if role is not None:
        return role in NAMELESS_ROLES
    if node.attr("role") is not None:
        return False
    if tag in ("a", "area"):
        return node.attr("href") is None
    return tag in NAMELESS_ELEMENTS


# Older versions of ARIA let these stand in more places; what is left of that is not reported.
_NEVER_EXPANDED = frozenset(
    {
        "listbox",
        "meter",
        "none",
        "option",
        "presentation",
        "progressbar",
        "searchbox",
        "separator",
        "slider",
        "spinbutton",
        "table",
        "textbox",
    }
)
_OLD_INPUT = frozenset(
    {
        "aria-placeholder",
        "aria-readonly",
        "aria-required",
        "aria-selected",
        "aria-valuemax",
        "aria-valuemin",
    }
)


def _supports(node: Any, tag: str, kind: str, role: str | None, name: str) -> bool:
    if (role is None and node.attr("role") is not None) or tag in ("embed", "select"):
        return True
    if tag == "input" and role is None and name in _OLD_INPUT:
        return True
    if role is None:
        role = _implicit(node, tag, kind)
    if role is None:
        return False
    known = ROLES.get(role)
    if name == "aria-expanded" and role not in _NEVER_EXPANDED:
        return True
    return known is None or name in known


def _implicit(node: Any, tag: str, kind: str) -> str | None:
    if tag == "input":
        return IMPLICIT_INPUT_ROLES.get(kind)
    if tag in ("a", "area"):
        return "link" if node.attr("href") is not None else None
    if tag == "select":
        return "listbox" if "listbox" in _select_roles(node) else "combobox"
    return IMPLICIT_ROLES.get(tag)


def _judge_conflicts(
    report: Report,
    node: Any,
    parent: Frame,
    kind: str,
    role: str | None,
    names: tuple[str, ...],
) -> None:
    """Attributes of ARIA that say again, or otherwise, what HTML's own attributes say."""
    attributes = node.attrs
    tag = node.tag
    if tag == "img":
        _judge_image(report, node, names)
    elif tag == "input":
        if kind == "hidden":
            _fault(report, node, names[0], "a hidden field has no ARIA")
            return
        native = role is None or role in ("checkbox", "radio", "switch")
        if kind in ("checkbox", "radio") and "aria-checked" in names and native:
            _fault(report, node, "aria-checked", "the field itself knows whether it is checked")
    elif tag == "label":
        if node.attr("for") is not None or _holds_control(node, parent):
            _fault(report, node, names[0], "a label that belongs to a control has no ARIA")
    elif tag == "body" and (node.attr("aria-hidden") or "").lower() == "true":
        _fault(report, node, "aria-hidden", "it would hide the whole page")
    pairs = (
        ("aria-placeholder", "placeholder"),
        ("aria-valuemax", "max"),
        ("aria-valuemin", "min"),
        ("aria-expanded", "popovertarget"),
        ("aria-expanded", "command"),
    )
    for aria, own in pairs:
        if aria in names and own in attributes:
            _fault(report, node, aria, f"{own} says it already")
    if "aria-hidden" in names and (node.attr("hidden") or "").lower() == "until-found":
        _fault(report, node, "aria-hidden", "hidden=until-found says it already")
    if "aria-hidden" in names and is_unread(node) and not parent.hidden:
        _judge_hidden(report, node)


def is_unread(node: Any) -> bool:
    """Whether screen readers say nothing of *node*."""
    return (node.attr("aria-hidden") or "").strip().lower() == "true"


def _judge_hidden(report: Report, node: Any) -> None:
    """What is hidden from screen readers alone, and yet a stop of the keyboard."""
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


def _holds_control(node: Any, parent: Frame) -> bool:
    """Whether a label holds a control; of nested labels only the outermost is asked."""
    return parent.has_ancestor(_LABEL) is None and node.select_one(_LABELABLE) is not None


def _judge_image(report: Report, node: Any, names: tuple[str, ...]) -> None:
    alt = node.attr("alt")
    if alt == "" and "role" in names:
        _fault(report, node, "role", "an image with an empty alt is decoration and has no role")
    elif alt is None and not {"aria-label", "aria-labelledby"} & set(names):
        if node.attr("title"):
            return
        name = next((n for n in names if n != "aria-hidden"), None)
        if name is not None and not (names == ("role",) and _is_decoration(node)):
            _fault(report, node, name, "an image with a meaning needs a text in alt")
    elif alt and _is_decoration(node):
        _fault(report, node, "role", "an image with a text in alt is no decoration")


def _is_decoration(node: Any) -> bool:
    return (node.attr("role") or "").strip().lower() in ("none", "presentation")


def _judge_needs(report: Report, node: Any, tag: str, kind: str, role: str) -> None:
    """Attributes that the role needs, unless the element brings what they say."""
    if role == _implicit(node, tag, kind):
        return
    if tag == "input" and kind in ("checkbox", "radio"):
        if role == "button" and node.attr("aria-pressed") is None:
            _fault(report, node, "role", "a checkbox as a button needs aria-pressed")
        return
    for name in REQUIRED.get(role, ()):
        if node.attr(name) is None and not (role == "heading" and tag in _HEADINGS):
            _fault(report, node, "role", f"the role {role} needs {name}")


def _judge_context(report: Report, node: Any, tag: str, role: str, parent: Frame) -> None:
    needed = _CONTEXT.get(role)
    owned = node.attr("id") is not None or tag in ("option", "tr", "td", "th")
    if needed is not None and not owned and not _has_role_above(parent, needed):
        holders = ", ".join(sorted(needed))
        _fault(report, node, "role", f"it belongs inside an element with the role {holders}")
    if role in _NOT_IN_HEADING and parent.has_ancestor(_HEADINGS) is not None:
        _fault(report, node, "role", "it cannot stand inside a heading")


def _has_role_above(parent: Frame, roles: frozenset[str]) -> bool:
    frame: Frame | None = parent
    for _ in range(_DEEPEST):
        if frame is None or frame.element is None:
            return False
        own = (frame.element.attr("role") or "").lower().split()
        role = own[0] if own else _implicit(frame.element, frame.tag, "")
        if role in roles:
            return True
        frame = frame.parent
    return True

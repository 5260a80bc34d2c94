"""ARIA: whether an element's role fits, and the aria- attributes that go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_aria_hidden import is_unread, judge_hidden
from contentlint.checks.attributes_aria_roles import implicit_role, input_type, roles_of
from contentlint.document.nesting import HEADINGS
from contentlint.html_standard.aria_roles import (
    ABSTRACT_ROLES,
    ARIA_VALUES,
    GLOBAL_ARIA,
    NAMELESS_ELEMENTS,
    NAMELESS_ROLES,
    REQUIRED,
    ROLES,
    is_role,
)
from contentlint.html_standard.attribute_names import ARIA_ATTRIBUTES
from contentlint.html_standard.characters import words
from contentlint.html_standard.values import value_fault

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["aria_attributes", "judge_aria"]

_NAMES = ("aria-label", "aria-labelledby", "aria-braillelabel")
_NO_ARIA = words(
    "base col colgroup head html link map meta noscript param script source style template "
    "title track"
)
_ONLY_HIDDEN = frozenset({"br", "wbr"})
_DEEPEST = 24

_LABEL = frozenset({"label"})

# Older versions of ARIA let these stand in more places; what is left of that is not reported.
_NEVER_EXPANDED = words(
    "listbox meter none option presentation progressbar searchbox separator slider spinbutton "
    "table textbox"
)
_OLD_INPUT = words(
    "aria-placeholder aria-readonly aria-required aria-selected aria-valuemax aria-valuemin"
)
_LABELABLE = "button,input:not([type=hidden]),meter,output,progress,select,textarea"

_CONTEXT = {
    "option": frozenset({"listbox", "group"}),
    "row": frozenset({"grid", "rowgroup", "table", "treegrid"}),
    "cell": frozenset({"row"}),
    "gridcell": frozenset({"row"}),
}
_NOT_IN_HEADING = words(
    "alert alertdialog application dialog document feed listbox log marquee math note status "
    "tabpanel timer toolbar"
)
_SAID_BY_HTML = (
    ("aria-placeholder", "placeholder"),
    ("aria-valuemax", "max"),
    ("aria-valuemin", "min"),
    ("aria-expanded", "popovertarget"),
    ("aria-expanded", "command"),
)
_RELEVANT = frozenset({"additions", "all", "removals", "text"})


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
    kind = input_type(node, tag)
    for name in names:
        if name == "role":
            continue
        reason = _value_fault(node, name)
        if reason is None and known:
            reason = _fit_fault(node, tag, name, role, kind)
        if reason is not None:
            _fault(report, node, name, reason)
    if not known:
        return
    _judge_conflicts(report, node, parent, kind, role, names)
    if role is not None:
        _judge_needs(report, node, tag, kind, role)
        _judge_context(report, node, tag, role, parent)


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
    allowed = roles_of(node, tag, parent)
    if allowed is not None and role not in allowed and not role.startswith(("doc-", "graphics-")):
        _fault(report, node, "role", f"<{tag}> cannot have the role {role} here")
        return None
    return role


def _value_fault(node: Any, name: str) -> str | None:
    """What is wrong with the attribute *name*, or with its value, on any element."""
    if name not in ARIA_ATTRIBUTES:
        return "there is no such attribute in ARIA"
    shape = ARIA_VALUES.get(name)
    if shape is not None:
        what = frozenset(shape.split("|")) if "|" in shape else shape
        return value_fault(name, what, node.attr(name))
    if name == "aria-relevant" and not set(node.attr(name).lower().split()) <= _RELEVANT:
        return "it is none of additions, all, removals and text"
    return None


def _fit_fault(node: Any, tag: str, name: str, role: str | None, kind: str) -> str | None:
    """Why the attribute *name* does not go with the element and its role."""
    if tag in _NO_ARIA or (tag in _ONLY_HIDDEN and name != "aria-hidden"):
        return f"<{tag}> has no ARIA"
    if name in _NAMES and _is_nameless(node, tag, role):
        holder = f"the role {role}" if role else f"a <{tag}> without a role"
        return f"{holder} has no name of its own"
    if name not in GLOBAL_ARIA and not _supports(node, tag, kind, role, name):
        holder = f"the role {role}" if role else f"<{tag}>"
        return f"{holder} does not have it"
    return None


def _is_nameless(node: Any, tag: str, role: str | None) -> bool:
    if role is not None:
        return role in NAMELESS_ROLES
    if node.attr("role") is not None:
        return False
    if tag in ("a", "area"):
        return node.attr("href") is None
    return tag in NAMELESS_ELEMENTS


def _supports(node: Any, tag: str, kind: str, role: str | None, name: str) -> bool:
    if (role is None and node.attr("role") is not None) or tag in ("embed", "select"):
        return True
    if tag == "input" and role is None and name in _OLD_INPUT:
        return True
    if role is None:
        role = implicit_role(node, tag, kind)
    if role is None:
        return False
    known = ROLES.get(role)
    if name == "aria-expanded" and role not in _NEVER_EXPANDED:
        return True
    return known is None or name in known


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
    for aria, own in _SAID_BY_HTML:
        if aria in names and own in attributes:
            _fault(report, node, aria, f"{own} says it already")
    if "aria-hidden" in names and (node.attr("hidden") or "").lower() == "until-found":
        _fault(report, node, "aria-hidden", "hidden=until-found says it already")
    if "aria-hidden" in names and is_unread(node) and not parent.hidden:
        judge_hidden(report, node)


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
    if role == implicit_role(node, tag, kind):
        return
    if tag == "input" and kind in ("checkbox", "radio"):
        if role == "button" and node.attr("aria-pressed") is None:
            _fault(report, node, "role", "a checkbox as a button needs aria-pressed")
        return
    for name in REQUIRED.get(role, ()):
        if node.attr(name) is None and not (role == "heading" and tag in HEADINGS):
            _fault(report, node, "role", f"the role {role} needs {name}")


def _judge_context(report: Report, node: Any, tag: str, role: str, parent: Frame) -> None:
    needed = _CONTEXT.get(role)
    owned = node.attr("id") is not None or tag in ("option", "tr", "td", "th")
    if needed is not None and not owned and not _has_role_above(parent, needed):
        holders = ", ".join(sorted(needed))
        _fault(report, node, "role", f"it belongs inside an element with the role {holders}")
    if role in _NOT_IN_HEADING and parent.has_ancestor(HEADINGS) is not None:
        _fault(report, node, "role", "it cannot stand inside a heading")


def _has_role_above(parent: Frame, roles: frozenset[str]) -> bool:
    frame: Frame | None = parent
    for _ in range(_DEEPEST):
        if frame is None or frame.element is None:
            return False
        own = (frame.element.attr("role") or "").lower().split()
        role = own[0] if own else implicit_role(frame.element, frame.tag, "")
        if role in roles:
            return True
        frame = frame.parent
    return True

"""The rules between the attributes of form controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from contentlint.html_standard.characters import words
from contentlint.html_standard.dates import field_date_fault
from contentlint.html_standard.tokens import autofill_control_fault, autofill_fault
from contentlint.html_standard.urls import absolute_url_fault
from contentlint.html_standard.values import float_of, value_fault
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.checks.content_model_report import Report

__all__ = ["FORMS"]

_TEXTUAL = words("text search url tel email password")
_DATED = words("date month week time datetime-local")
_NUMERIC = _DATED | words("number range")
_TYPED = _TEXTUAL | _DATED | words("number")
_ALLOWED: dict[str, frozenset[str]] = {
    "accept": words("file"),
    "alpha": words("color"),
    "colorspace": words("color"),
    "alt": words("image"),
    "capture": words("file"),
    "autocomplete": _TEXTUAL | _NUMERIC | words("hidden color"),
    "checked": words("checkbox radio"),
    "dirname": _TEXTUAL | words("hidden submit"),
    "formaction": words("submit image"),
    "formenctype": words("submit image"),
    "formmethod": words("submit image"),
    "formnovalidate": words("submit image"),
    "formtarget": words("submit image"),
    "height": words("image"),
    "list": (_TEXTUAL - {"password"}) | _NUMERIC | words("color"),
    "max": _NUMERIC,
    "maxlength": _TEXTUAL,
    "min": _NUMERIC,
    "minlength": _TEXTUAL,
    "multiple": words("email file"),
    "pattern": _TEXTUAL,
    "placeholder": _TEXTUAL | words("number"),
    "popovertarget": words("submit image reset button"),
    "popovertargetaction": words("submit image reset button"),
    "readonly": _TYPED,
    "required": _TYPED | words("checkbox radio file"),
    "size": _TEXTUAL,
    "src": words("image"),
    "step": _NUMERIC,
    "width": words("image"),
}
_NO_VALUE = words("file")
_COLOR = pattern(r"#[0-9a-fA-F]{6}")
_EMAIL = pattern(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_LABELS = words("label")


def _input(report: Report, node: Any, _parent: Frame) -> None:
    kind = (node.attr("type") or "text").lower()
    for name in node.attrs:
        allowed = _ALLOWED.get(name)
        if allowed is not None and kind not in allowed:
            report.misplaced(node, name, f"a field of type {kind} has no {name}")
    if kind == "image":
        if not node.attr("alt"):
            report.missing(node, "alt", "Without it nobody who cannot see it knows the button.")
        if node.attr("src") is None:
            report.missing(node, "src", "Without it there is no image to show.", "warning")
    elif kind == "button" and not node.attr("value"):
        report.missing(node, "value", "It is the words on the button.")
    _autofill(report, node, kind)
    if (node.attr("name") or "").lower() == "isindex":
        report.value(node, "name", "the name isindex is reserved")
    _input_values(report, node, kind)


def _input_values(report: Report, node: Any, kind: str) -> None:
    value = node.attr("value")
    if value is not None:
        if kind in _NO_VALUE:
            report.misplaced(node, "value", f"a field of type {kind} has no value")
        elif value:
            reason = _field_fault(node, kind, value)
            if reason:
                report.value(node, "value", reason)
    for name in ("min", "max"):
        limit = node.attr(name)
        if limit is not None and kind in _NUMERIC:
            reason = _limit_fault(kind, limit)
            if reason:
                report.value(node, name, reason)
    if node.attr("list") is None and kind in ("number", "range"):
        _limits(report, node)


def _autofill(report: Report, node: Any, kind: str) -> None:
    value = node.attr("autocomplete")
    if value is None or kind not in _ALLOWED["autocomplete"] or autofill_fault(value):
        return
    if kind == "hidden" and value.strip().lower() in ("on", "off"):
        report.value(node, "autocomplete", "a hidden field takes a field name only")
    else:
        reason = autofill_control_fault(value, kind)
        if reason:
            report.value(node, "autocomplete", reason)


def _limits(report: Report, node: Any) -> None:
    low, high = float_of(node.attr("min")), float_of(node.attr("max"))
    if low is not None and high is not None and low > high:
        report.value(node, "max", "it is smaller than min")


def _limit_fault(kind: str, value: str) -> str | None:
    if kind in _DATED:
        return field_date_fault(kind, value)
    return value_fault("min", "float", value)


def _field_fault(node: Any, kind: str, value: str) -> str | None:
    """Why *value* does not fit a field of type *kind*, in words, or ``None``."""
    if kind in _DATED:
        return field_date_fault(kind, value)
    if kind in ("number", "range"):
        return value_fault("value", "float", value)
    if kind == "color":
        return None if _COLOR.fullmatch(value) else "it is not a colour such as #ff8800"
    if kind == "url":
        fault = absolute_url_fault(value)
        return fault.reason if fault else None
    if kind == "email":
        addresses = value.split(",") if node.attr("multiple") is not None else [value]
        if not all(_EMAIL.fullmatch(address.strip()) for address in addresses):
            return "it is not an e-mail address"
    if kind in ("checkbox", "radio", "submit", "reset", "button", "hidden"):
        return None
    return value_fault("value", "one-line", value) if kind in _TEXTUAL else None


def _button(report: Report, node: Any, _parent: Frame) -> None:
    kind = (node.attr("type") or "submit").lower()
    if kind != "submit":
        names = "formaction formenctype formmethod formnovalidate formtarget"
        report.misplaced_all(node, names, "it belongs to buttons that send a form")


def _label(report: Report, node: Any, parent: Frame) -> None:
    if parent.has_ancestor(_LABELS) is not None:
        return
    inside = [
        child
        for child in node.select("button,input,meter,output,progress,select,textarea")
        if child.tag != "input" or (child.attr("type") or "").lower() != "hidden"
    ]
    for extra in inside[1:2]:
        report.add(
            "invalid-nesting",
            extra,
            "order",
            child=extra.tag,
            parent="label",
            why="a label belongs to one control only",
        )
    target = node.attr("for")
    if target is not None and len(inside) == 1 and inside[0].attr("id") != target:
        report.value(node, "for", "the control inside the label has another id, or none")


def _select(report: Report, node: Any, _parent: Frame) -> None:
    if "webauthn" in (node.attr("autocomplete") or "").lower().split():
        report.value(node, "autocomplete", "webauthn belongs to text fields")
    if node.attr("multiple") is not None:
        return
    options = node.select("option")
    chosen = [option for option in options if option.attr("selected") is not None]
    for option in chosen[1:2]:
        report.misplaced(option, "selected", "only one option of this list can be chosen")
    size = node.attr("size") or "1"
    if node.attr("required") is None or (size.isdigit() and int(size[:6]) > 1):
        return
    if not options:
        report.add(
            "missing-element",
            node,
            parent="select",
            child="option",
            why="A required list with nothing to choose cannot be sent.",
        )
        return
    _placeholder(report, options[0])


def _placeholder(report: Report, first: Any) -> None:
    """The first option of a required list stands for no choice."""
    value = first.attr("value")
    if value is None:
        value = first.text.strip()
    if value or first.closest("optgroup") is not None:
        report.add(
            "misplaced-attribute",
            first.closest("select"),
            attribute="required",
            name="required",
            tag="select",
            reason="the first option of a required list must be an empty one, outside any group",
        )


def _option(report: Report, node: Any, parent: Frame) -> None:
    if parent.tag == "datalist":
        return
    if node.attr("label") is None and not node.text.strip():
        if node.children and node.select_one("img,svg,picture,canvas,video,object") is not None:
            return
        if not any(getattr(child, "text", "") for child in node.children):
            report.missing(node, "label", "An empty option must say what it stands for.")


def _optgroup(report: Report, node: Any, _parent: Frame) -> None:
    named = any(getattr(child, "tag", "") == "legend" for child in node.children)
    if node.attr("label") is None and not named:
        report.missing(node, "label", "A group of options needs a name.")


def _meter(report: Report, node: Any, _parent: Frame) -> None:
    low, high = float_of(node.attr("min")) or 0.0, float_of(node.attr("max"))
    top = 1.0 if high is None else high
    if node.attr("max") is not None and high is None:
        return
    if low > top:
        report.value(node, "min", f"it is greater than the maximum, {top:g}")
        return
    for name in ("value", "low", "high", "optimum"):
        number = float_of(node.attr(name))
        if number is None:
            continue
        if not low <= number <= top:
            report.value(node, name, f"it is not between {low:g} and {top:g}")
    first, second = float_of(node.attr("low")), float_of(node.attr("high"))
    if first is not None and second is not None and first > second:
        report.value(node, "low", "it is greater than high")


def _progress(report: Report, node: Any, _parent: Frame) -> None:
    value, top = float_of(node.attr("value")), float_of(node.attr("max"))
    if value is None:
        return
    if not 0 <= value <= (1.0 if top is None else top):
        report.value(node, "value", f"it is not between 0 and {1.0 if top is None else top:g}")


FORMS: dict[str, Callable[[Report, Any, Frame], None]] = {
    "button": _button,
    "input": _input,
    "label": _label,
    "meter": _meter,
    "optgroup": _optgroup,
    "option": _option,
    "progress": _progress,
    "select": _select,
}

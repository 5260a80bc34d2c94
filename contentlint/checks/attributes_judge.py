"""Judge the attributes of one element: do they exist, belong here, and have right values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.checks.attributes_aria import aria_attributes, judge_aria
from contentlint.checks.attributes_references import NOTED, References, is_footnote
from contentlint.checks.attributes_special import SPECIAL
from contentlint.checks.content_model_report import Report, short
from contentlint.checks.links_places import readable
from contentlint.document.masks import holds_mask, may_have_more, names_mask
from contentlint.html_standard.attribute_names import (
    carriers_of,
    is_event_handler,
    is_free_name,
    meant_attribute,
)
from contentlint.html_standard.elements import FOREIGN_ROOTS, Element, global_attributes
from contentlint.html_standard.obsolete import EMBEDS, obsolete_attribute, only_looks
from contentlint.html_standard.urls import url_fault
from contentlint.html_standard.values import RESERVED_NAMES, URL_TYPES, effect_of, value_fault
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.checks.content_model_nesting import Frame
    from contentlint.document import Document
    from contentlint.findings import Severity

__all__ = ["AttributeJudge"]

_MOST = 20
"""So many unknown attributes of one element are reported."""

_TORN = frozenset("\"'<=“”„‘’＂＇")
"""What shows that a name is a torn value, and has been told: then its neighbours may be, too."""

_EFFECTS: dict[str, Severity] = {
    "obeyed": "info",
    "number": "warning",
    "yes": "info",
    "no-is-yes": "warning",
}
"""How bad a value is that is not valid, but of which browsers make something."""

_NAMESPACES = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
_ONCE = frozenset({"main", "meta"})

_OK, _VALUE, _UNKNOWN, _MISSPELT, _OBSOLETE, _LOOKS, _MISPLACED = range(7)
_Step = tuple[int, str, "str | frozenset[str]"]


class _Plan(NamedTuple):
    """What to do about every element with a certain name and certain attributes."""

    steps: tuple[_Step, ...]
    aria: tuple[str, ...]
    missing: tuple[str, ...]
    notes: bool
    microdata: bool
    rare: bool


_PLANS: dict[tuple[str, tuple[str, ...]], _Plan] = {}
_MOST_PLANS = 4096


class AttributeJudge:
    """Judges attributes for one walk."""

    def __init__(self, doc: Document, report: Report) -> None:
        self.report = report
        self.masked = bool(doc.templates.tags)
        self.page = doc.page
        self.source = doc.source.text
        self.components = doc.has_components
        self.vue = "vue" in doc.settings.understood
        self.references = References(report)

    def element(self, node: Any, tag: str, facts: Element, attributes: Any, parent: Frame) -> None:
        """Judge an element that HTML defines."""
        plan = _plan_for(tag, facts, tuple(attributes) if attributes else ())
        if plan.steps:
            self._follow(node, tag, plan.steps)
        if plan.rare:
            self._rare(node, tag, attributes, parent, plan)
        if tag in FOREIGN_ROOTS:
            self._namespace(node, tag)
        special = SPECIAL.get(tag)
        if special is not None and not (self.masked and _has_mask(attributes, node)):
            special(self.report, node, parent)

    def _namespace(self, node: Any, tag: str) -> None:
        namespace = node.attr("xmlns")
        if namespace is not None and namespace != _NAMESPACES[tag] and not holds_mask(namespace):
            self.report.value(node, "xmlns", f"the only value allowed is {_NAMESPACES[tag]}")

    def _rare(self, node: Any, tag: str, attributes: Any, parent: Frame, plan: _Plan) -> None:
        """What few elements need: ids, references, ARIA, microdata, missing attributes."""
        if plan.notes:
            self.references.note(node, tag, attributes, self.masked)
        if plan.aria and not (self.masked and _has_mask(attributes, node)):
            judge_aria(self.report, node, tag, plan.aria, parent, known=True)
        if plan.microdata and not (self.masked and may_have_more(node)):
            _microdata(self.report, node, tuple(attributes))
            if "itemprop" in attributes and not parent.item and self.report.whole:
                self.references.loose_properties.append(node)
        if plan.missing and not (self.masked and may_have_more(node)):
            for name in plan.missing:
                self.report.missing(node, name, "The element has no meaning without it.")
        if tag in _ONCE:
            self.references.note_single(node, tag)

    def foreign(self, node: Any) -> None:
        """Note the id of an SVG or MathML element; the rest is not judged."""
        identifier = node.attr("id")
        if identifier:
            self.references.note_id(node, identifier, self.masked)

    def custom(self, node: Any, tag: str, parent: Frame) -> None:
        """Judge the few attributes that mean the same on every element."""
        identifier = node.attr("id")
        if identifier is not None:
            self.references.note_id(node, identifier, self.masked)
        if "-" not in tag:
            return
        names = tuple(node.attrs)
        aria = aria_attributes(names)
        if aria and not (self.masked and _has_mask(names, node)):
            judge_aria(self.report, node, tag, aria, parent, known=False)
        if "is" in names:
            self.report.misplaced(node, "is", "a custom element cannot be another one too")

    def finish(self) -> None:
        """Judge what only the whole page shows."""
        self.references.finish()

    def is_unknown_element(self, node: Any, tag: str) -> bool:
        """Whether a name that HTML does not define is one nobody else defines either."""
        is_custom = "-" in tag and tag not in RESERVED_NAMES and "@" not in tag and "<" not in tag
        if self.vue or is_custom:
            return False
        if self.masked and names_mask(tag):
            return False
        return not self._is_component(node)

    def _is_component(self, node: Any) -> bool:
        """Whether the tag is written as a component: ``<Tabs>…</Tabs>`` or ``<Badge/>``."""
        place = self.page.start_tag(node)
        if place is None:
            return True
        text = self.source[place.span.start : place.span.end]
        if not text[1:2].isupper() or text[1:3].isupper():
            return False
        return self.components or text.endswith("/>") or self.page.end_tag(node) is not None

    def _follow(self, node: Any, tag: str, steps: tuple[_Step, ...]) -> None:
        report = self.report
        words: dict[str, Any]
        unknown = 0
        for verdict, name, kind in steps:
            if verdict == _VALUE:
                self._judge_value(node, tag, name, kind)
            elif verdict == _OBSOLETE:
                report.add(
                    "obsolete-attribute",
                    node,
                    attribute=name,
                    name=name,
                    tag=tag,
                    replacement=kind,
                )
            elif verdict == _LOOKS:
                words = {"names": kind, "tag": tag}
                report.add("obsolete-attribute", node, "embed", attribute=name, **words)
            elif verdict == _MISPLACED:
                report.misplaced(node, name, f"it belongs to {kind}")
            elif self.components:
                continue
            elif verdict == _MISSPELT:
                words = {"name": name, "tag": tag, "near": kind}
                report.add("misspelt-attribute", node, attribute=name, **words)
            else:
                unknown += 1
                if unknown <= _MOST:
                    words = {"name": name, "tag": tag}
                    is_last = unknown == _MOST and sum(s[0] == _UNKNOWN for s in steps) > _MOST
                    message = "many-on-one" if is_last else None
                    report.add("unknown-attribute", node, message, attribute=name, **words)

    def _judge_value(self, node: Any, tag: str, name: str, kind: str | frozenset[str]) -> None:
        value = node.attr(name)
        if self.masked and holds_mask(value):
            return
        if kind in URL_TYPES:
            fault = url_fault(value, empty=kind == "url")
            if fault is not None and not is_footnote(node):
                message = _FAULTS.get(fault.code, "form")
                if message == "empty" and name in _OPTIONS:
                    message = "empty-option"
                self.report.add(
                    "invalid-url",
                    node,
                    message,
                    attribute=name,
                    name=name,
                    tag=tag,
                    value=readable(short(value)),
                    reason=fault.reason,
                )
            return
        reason = value_fault(name, kind, value)
        if reason is not None and not is_footnote(node):
            self._bad_value(node, tag, name, kind, value, reason)

    def _bad_value(
        self, node: Any, tag: str, name: str, kind: str | frozenset[str], value: str, reason: str
    ) -> None:
        """Report a value that is not valid, and say so where browsers do something with it."""
        effect, number = effect_of(tag, name, kind, value)
        self.report.add(
            "invalid-attribute-value",
            node,
            effect or None,
            attribute=name,
            severity=_EFFECTS.get(effect),
            name=name,
            tag=tag,
            value=short(value),
            reason=reason,
            number=number,
        )


# of a character the message says how to write it
_FAULTS: dict[str, str | None] = {"empty": "empty", "character": None, "percent": None}
# elements are of use without these
_OPTIONS = frozenset({"action", "cite", "formaction", "poster"})
_MICRODATA = frozenset({"itemid", "itemprop", "itemref", "itemtype", "xml:lang"})


def _microdata(report: Report, node: Any, names: tuple[str, ...]) -> None:
    """Attributes that mean something only beside another."""
    if "itemscope" not in names:
        report.misplaced_all(node, "itemtype itemref itemid", "it belongs beside itemscope")
    elif "itemid" in names and "itemtype" not in names:
        report.misplaced(node, "itemid", "it belongs beside itemtype")
    if "xml:lang" in names:
        language = node.attr("lang")
        if language is None or language.lower() != node.attr("xml:lang").lower():
            report.misplaced(node, "xml:lang", "it must stand beside lang and equal it")


def _has_mask(attributes: Any, node: Any) -> bool:
    return bool(attributes) and any(
        names_mask(name) or holds_mask(node.attr(name) or "") for name in attributes
    )


def _plan_for(tag: str, facts: Element, names: tuple[str, ...]) -> _Plan:
    key = (tag, names)
    plan = _PLANS.get(key)
    if plan is None:
        plan = _plan(tag, facts, names)
        if len(names) < 40:
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            _PLANS[key] = plan
    return plan


def _plan(tag: str, facts: Element, names: tuple[str, ...]) -> _Plan:
    """Work out the plan for an element with these attribute names."""
    steps: list[_Step] = []
    for name in names:
        step = _step(tag, facts, name)
        if step[0] != _OK:
            steps.append(step)
    if tag in EMBEDS:
        steps = _join_looks(tag, steps)
    if any(not _TORN.isdisjoint(name) for name in names):
        steps = [step for step in steps if step[0] == _VALUE]
    steps = _find_slips(tag, steps, names)
    aria = aria_attributes(names)
    missing = tuple(name for name in facts.required if name not in names)
    notes = tag == "map" or not NOTED.isdisjoint(names)
    microdata = not _MICRODATA.isdisjoint(names)
    rare = bool(aria or missing or notes or microdata or tag in _ONCE)
    return _Plan(tuple(steps), aria, missing, notes, microdata, rare)


def _join_looks(tag: str, steps: list[_Step]) -> list[_Step]:
    """One step for all that is obsolete and only says how an embed looks."""
    looks = [name for verdict, name, _ in steps if verdict == _OBSOLETE and only_looks(tag, name)]
    if not looks:
        return steps
    joined = (_LOOKS, looks[0], ", ".join(looks))
    return [joined, *(step for step in steps if step[1] not in looks)]


def _find_slips(tag: str, steps: list[_Step], names: tuple[str, ...]) -> list[_Step]:
    """The same, with the unknown names that are slips of what the element does not have yet."""
    found: list[_Step] = []
    taken = set(names)
    for step in steps:
        near = meant_attribute(tag, step[1]) if step[0] == _UNKNOWN else None
        if near is None or near in taken:
            found.append(step)
        else:
            taken.add(near)
            found.append((_MISSPELT, step[1], near))
    return found


def _step(tag: str, facts: Element, name: str) -> _Step:
    if tag in FOREIGN_ROOTS:
        return _OK, name, ""
    kind = facts.attributes.get(name)
    if kind is None:
        kind = global_attributes().get(name)
    if kind is not None:
        return (_VALUE if kind else _OK), name, kind
    if is_free_name(name) or names_mask(name) or tag == "embed" or not _TORN.isdisjoint(name):
        return _OK, name, ""
    if name.startswith("on") and is_event_handler(name, tag):
        return _OK, name, ""
    replacement = obsolete_attribute(tag, name)
    if replacement is not None:
        return _OBSOLETE, name, replacement
    carriers = carriers_of(name)
    if carriers:
        return _MISPLACED, name, _names(carriers)
    return _UNKNOWN, name, ""


def _names(carriers: tuple[str, ...]) -> str:
    if len(carriers) > 4:
        return "other elements"
    *names, last = [f"<{name}>" for name in carriers]
    return f"{', '.join(names)} and {last}" if names else last

"""A rule at work: compiled match, message, fix; made from a loaded rule file and its options."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.errors import RuleError, suggest
from contentlint.findings import Edit, FixRow, HitRow, Severity, fix_of
from contentlint.removals import remove_span
from contentlint.rules.conditions import Scope, UrlParts
from contentlint.rules.matcher import Matcher
from contentlint.rules.matchers import compile_match

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["Rule", "fits", "plain_value"]

_VALUE_LIMIT = 80
_SENTENCE_LIMIT = 400
"""No sentence of a check's own is as long, but for a value of the post in it."""
_WHOLE = "whole"
"""What stands after the colon of a placeholder for such a sentence."""

_MOST_KEPT = 256
_LONGEST_KEPT = 400
_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "str": (str,),
}


class Rule:
    """One rule with the options and the severity in force.

    *spec* is a loaded rule file (`contentlint.rules.loader`); *options* override its defaults.

    Raises:
        RuleError: an option that the rule does not have or of the wrong type, or (at first use)
            a match that does not compile.
    """

    def __init__(
        self,
        spec: Mapping[str, Any],
        options: Mapping[str, Any] | None = None,
        severity: Severity | None = None,
        *,
        trusted: bool = True,
        verified: bool = False,
    ) -> None:
        self.spec = spec
        self.id: str = spec["id"]
        self.severity: Severity = severity or spec["severity"]
        self.options = _merge_options(spec, options or {})
        self.messages = _Messages(spec, verified=verified)
        self.fix: Mapping[str, Any] | None = spec.get("fix")
        self.yields_to: frozenset[str] = frozenset(spec.get("yields-to") or ())
        self.covers: frozenset[str] = frozenset(spec.get("covers") or ())
        self._scope = Scope(self.id, self.options, trusted, verified)

    @cached_property
    def matcher(self) -> Matcher:
        """The compiled match."""
        return compile_match(self.spec["match"], self._scope)

    def message_for(self, hit: HitRow) -> str:
        """Fill the message of *hit* with the values at hand."""
        return self.messages[hit[2]].fill(hit, self)

    def say(self, hit: HitRow) -> str:
        """The message of *hit*; if it cannot be filled, the summary of the rule and why."""
        try:
            return self.messages[hit[2]].fill(hit, self)
        except Exception as error:
            return f"{self.spec['summary']} (its message failed: {error})"

    def fix_for(self, hit: HitRow, document: Document) -> FixRow | None:
        """The fix of *hit*: its own, or the one the rule file describes."""
        if hit[3] is not None or self.fix is None:
            return hit[3]
        action = self.fix["do"]
        made = _FIXES[action](self.fix, hit, document, self) if action in _FIXES else None
        if not made:
            return None
        return fix_of(self.fix["safety"], self.fix.get("title") or _TITLES[action], made)


class _Messages(dict[str | None, "_Message"]):
    """The messages of a rule by name; ``None`` is the name of the usual one.

    Each is taken apart when it is first used, those of a rule that is not *verified* at once.
    """

    def __init__(self, spec: Mapping[str, Any], *, verified: bool) -> None:
        self._rule = spec["id"]
        self._texts: dict[str | None, str] = {None: spec["message"]}
        for key, text in (spec.get("messages") or {}).items():
            self._texts[str(key)] = text
        if not verified:
            self.update({name: self._take_apart(text) for name, text in self._texts.items()})

    def __missing__(self, name: str | None) -> _Message:
        if name not in self._texts:
            raise RuleError(f"rule {self._rule}: it has no message named '{name}'")
        made = self[name] = self._take_apart(self._texts[name])
        return made

    def _take_apart(self, text: str) -> _Message:
        try:
            return _Message(text)
        except ValueError as error:
            raise RuleError(
                f"rule {self._rule}: its message {text!r} cannot be read ({error}); "
                "a brace that stands for itself is written twice"
            ) from error


class _Message:
    """A message template, taken apart once: literal text and names in turn."""

    __slots__ = ("_kept", "_read", "_whole", "literals", "names", "text")

    def __init__(self, text: str) -> None:
        self.text = text.strip().replace("{{", "{").replace("}}", "}")
        self.literals: list[str] = []
        self.names: list[str] = []
        self._whole: list[bool] = []
        ended = True
        for literal, name, form, _ in string.Formatter().parse(text.strip()):
            if ended:
                self.literals.append(literal)
            else:
                self.literals[-1] += literal
            ended = bool(name)
            if name:
                self.names.append(name)
                self._whole.append(form == _WHOLE)
        if ended:
            self.literals.append("")
        self._read = itemgetter(*self.names) if self.names else None
        # tags that are spelt alike have the same values, in one post and in many
        self._kept: dict[Any, str] = {}

    def fill(self, hit: HitRow, rule: Rule) -> str:
        """The message of *hit*: looked up by the values that it names, if these are text."""
        read = self._read
        if read is None:
            return self.literals[0]
        values = hit[1]
        if values is None:
            return self._make(hit, rule)
        try:
            key = read(values)
            text = self._kept.get(key)
        except (KeyError, TypeError):  # it names something of the element, or a list
            return self._make(hit, rule)
        if text is None:
            text = self._make(hit, rule)
            self._keep(key, text)
        return text

    def _make(self, hit: HitRow, rule: Rule) -> str:
        values, literals = hit[1], self.literals
        filled = [literals[0]]
        for index, name in enumerate(self.names, 1):
            if values is not None and name in values:
                value = values[name]
            else:
                value = look_up(name, hit, rule)
            if type(value) is str and len(value) <= _VALUE_LIMIT and value.isalnum():
                filled.append(value)
            else:
                limit = _SENTENCE_LIMIT if self._whole[index - 1] else _VALUE_LIMIT
                filled.append(plain_value(value, limit))
            filled.append(literals[index])
        return "".join(filled)

    def _keep(self, key: Any, text: str) -> None:
        """Only text equals nothing but text: ``True`` equals 1, but is written in another way."""
        values = key if len(self.names) > 1 else (key,)
        if all(type(value) is str for value in values):
            if sum(map(len, values)) > _LONGEST_KEPT:
                return
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = text


def look_up(name: str, hit: HitRow, rule: Rule) -> Any:
    """The value of a placeholder: the hit's, the element's, or an option's."""
    values, element = hit[1], hit[4]
    if values is not None and name in values:
        return values[name]
    if element is not None and (name in _OF_ELEMENTS or element.attr(name) is not None):
        return _element_value(name, element)
    if name in rule.options:
        return rule.options[name]
    if element is not None:
        return ""  # an attribute that is not there
    raise RuleError(f"rule {rule.id}: its message names {{{name}}}, which this finding has not")


_OF_ELEMENTS = frozenset(("tag", "text", "classes", "host", "scheme", "path", "query"))


def _element_value(name: str, element: Any) -> Any:
    if name == "tag":
        return element.tag
    if name == "text":
        return element.text
    if name == "classes":
        return " ".join(element.attrs.get("class") or ())
    if name in ("host", "scheme", "path", "query"):
        return getattr(UrlParts(element.attr("href") or element.attr("src") or ""), name)
    return element.attr(name) or ""


def plain_value(value: Any, limit: int = _VALUE_LIMIT) -> str:
    """A value for a message: on one line, and cut where it is longer than *limit*."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(plain_value(item, limit) for item in value)
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _merge_options(spec: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    known = spec.get("options") or {}
    merged = {name: option["default"] for name, option in known.items()}
    for name, value in given.items():
        if name not in known:
            hint = suggest(name, [*known, "severity"]) or (
                f"; its options are {', '.join(sorted(known))}" if known else "; it has no options"
            )
            raise RuleError(f"rule {spec['id']} has no option '{name}'{hint}", name)
        _check_type(spec["id"], name, known[name]["type"], value)
        merged[name] = value
    return merged


def fits(kind: str, value: Any) -> bool:
    """Whether *value* is one that an option of that *kind* may have."""
    if kind.startswith("list["):
        return isinstance(value, list) and all(fits(kind[5:-1], item) for item in value)
    if kind.startswith("dict["):
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    return isinstance(value, _TYPES[kind]) and (kind == "bool") == isinstance(value, bool)


def _check_type(rule: str, name: str, kind: str, value: Any) -> None:
    if not fits(kind, value):
        raise RuleError(f"rule {rule}: the option '{name}' is of type {kind}, not {value!r}", name)


def _fill(template: str, hit: HitRow, rule: Rule) -> str:
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    return template.format_map({name: str(look_up(name, hit, rule)) for name in names})


def _fix_remove(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    if hit[4] is None:
        return remove_span(document, hit[0])
    return edits.remove_element(document, hit[4])


def _fix_unwrap(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    return edits.unwrap(document, hit[4])


def _fix_remove_attr(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    return edits.remove_attribute(document, hit[4], fix["attribute"])


def _fix_set_attr(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    value = _fill(fix["value"], hit, rule)
    return edits.set_attribute(document, hit[4], fix["attribute"], value)


def _fix_rename_attr(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    name = _fill(fix["value"], hit, rule)
    return edits.rename_attribute(document, hit[4], fix["attribute"], name)


def _fix_replace(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    if hit[4] is not None and rule.spec["match"].get("at") != "element":
        tag = document.page.start_tag(hit[4])
        if tag is None or not tag.verbatim:
            return None  # a link of Markdown has neither the tag nor the attribute that is meant
    return (Edit(*hit[0], _fill(fix["value"], hit, rule)),)


def _insertion(at: int, text: str) -> Edit:
    return Edit(at, at, text)


def _fix_before(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    return (_insertion(hit[0][0], _fill(fix["value"], hit, rule)),)


def _fix_after(fix: Any, hit: HitRow, document: Document, rule: Rule) -> edits.Edits | None:
    return (_insertion(hit[0][1], _fill(fix["value"], hit, rule)),)


_FIXES = {
    "remove": _fix_remove,
    "unwrap": _fix_unwrap,
    "remove-attribute": _fix_remove_attr,
    "set-attribute": _fix_set_attr,
    "rename-attribute": _fix_rename_attr,
    "replace": _fix_replace,
    "insert-before": _fix_before,
    "insert-after": _fix_after,
}
_TITLES = {
    "remove": "Remove it",
    "unwrap": "Remove the tags, keep the text",
    "remove-attribute": "Remove the attribute",
    "set-attribute": "Set the attribute",
    "rename-attribute": "Rename the attribute",
    "replace": "Replace it",
    "insert-before": "Insert before it",
    "insert-after": "Insert after it",
}

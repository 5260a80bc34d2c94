"""Reading a YAML mapping field by field, when reading it in one go met a fault.

Each top-level field is built on its own, so that one that cannot be read leaves the others
standing, and every fault becomes a `Problem` at its own place.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from yaml import ScalarNode

from contentlint.document.frontmatter.model import Problem, Reading
from contentlint.document.frontmatter.quoting import plain_fix
from contentlint.document.frontmatter.yaml_places import YamlPart, node_span, yaml_places
from contentlint.document.frontmatter.yaml_values import Fault, YamlValues, key_text
from contentlint.source import Span

__all__ = ["read_fields"]

_ONCE = ("too-deep", "too-large", "recursive")


def read_fields(parts: tuple[YamlPart, ...]) -> Reading:
    """The reading of the mapping that *parts* hold in order, each fault at its field."""
    reader = _FieldReader()
    for part in parts:
        for key_node, value_node in part.root.value:
            reader.field(part, key_node, value_node)
    return Reading(
        {**reader.merged, **reader.values},
        partial(yaml_places, parts),
        reader.problems,
        broken=frozenset(reader.broken),
        odd=reader.odd,
    )


class _FieldReader:
    def __init__(self) -> None:
        self.values: dict[Any, Any] = {}
        self.merged: dict[Any, Any] = {}
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.odd = False
        self.first: dict[Any, Span] = {}
        self.builders: dict[int, YamlValues] = {}

    def field(self, part: YamlPart, key_node: Any, value_node: Any) -> None:
        """Read one top-level field, keep its value or note why there is none."""
        builder = self.builders.setdefault(part.base, YamlValues())
        builder.faults.clear()
        builder.duplicates.clear()
        try:
            built = builder.mapping([(key_node, value_node)])
            faults = builder.faults
        except Fault as fatal:
            built, faults = {}, [fatal]
        self.odd = self.odd or builder.odd
        for fault in faults:
            self._fault(part, fault, key_node, value_node)
        for key, first, later in builder.duplicates:
            self._duplicate(key, _span(first, part), _span(later, part))
        if any(fault.code != "value" for fault in faults):
            self.broken.add(key_text(key_node))
            return
        self._keep(part, built, key_node)

    def _keep(self, part: YamlPart, built: dict[Any, Any], key_node: Any) -> None:
        if key_node.tag is None and key_node.value == "<<":
            self.merged.update(built)
            return
        for key, value in built.items():
            span = _span(key_node, part)
            if key in self.first:
                self._duplicate(key, self.first[key], span)
            else:
                self.first[key] = span
            self.values[key] = value

    def _duplicate(self, key: Any, first: Span, later: Span) -> None:
        self.problems.append(
            Problem("duplicate-key", later, "", {"field": key}, (("first given here", first),))
        )

    def _fault(self, part: YamlPart, fault: Fault, key_node: Any, value_node: Any) -> None:
        if fault.code in _ONCE:
            if any(problem.code == fault.code for problem in self.problems):
                return
            span = _span(key_node, part)
            words = {"field": key_text(key_node), **fault.words}
            self.problems.append(Problem(fault.code, span, fault.cause, words))
            return
        span = _span(fault.node, part)
        words = {"field": key_text(key_node), "character": key_text(fault.node), **fault.words}
        fix = None
        if fault.code == "syntax" and _quotes_help(fault):
            whole = _span(key_node if fault.node is key_node else value_node, part)
            if fault.cause == "key-is-collection":
                span = whole
            target = span if type(fault.node) is ScalarNode else whole
            fix = plain_fix(part.text[target.start - part.base : target.end - part.base], target)
        self.problems.append(Problem(fault.code, span, fault.cause, words, (), fix))


def _quotes_help(fault: Fault) -> bool:
    """Whether the value could be read if it were quoted; what is to be merged never can."""
    tag = str(fault.words.get("tag", ""))
    return fault.cause != "merge-not-mapping" and not tag.startswith("tag:")


def _span(node: Any, part: YamlPart) -> Span:
    return node_span(node, part.base, part.text)

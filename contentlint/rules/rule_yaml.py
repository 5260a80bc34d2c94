"""The values of a rule file: plain text, numbers, lists and maps, bounded, each fault with a line.

YAML can say more than a rule file means (dates, sets, objects, aliases that repeat without end),
so the values are built here, from the nodes of PyYAML's C parser.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from contentlint.errors import RuleError

__all__ = ["parse_rule"]

_MOST_VALUES = 100_000
_MOST_DEPTH = 64
_MOST_DIGITS = 18
"""So many are in every whole number that a site's TOML can hold."""
_TAG = "tag:yaml.org,2002:"
_QUOTE = "put it in quotes if it is text"
_SAFE = SafeConstructor()
_SCALARS = {
    "str": _SAFE.construct_yaml_str,
    "int": _SAFE.construct_yaml_int,
    "float": _SAFE.construct_yaml_float,
    "bool": _SAFE.construct_yaml_bool,
    "null": _SAFE.construct_yaml_null,
}
_KINDS = {
    "timestamp": "a date",
    "int": "a whole number",
    "float": "a number",
    "bool": "yes or no",
    "null": "nothing",
    "value": "a sign of YAML",
}


def parse_rule(text: str, name: str) -> tuple[dict[str, Any], yaml.Node]:
    """The mapping that YAML *text* spells, and its node, which knows the lines.

    Raises:
        RuleError: it is no YAML, no mapping, or says what a rule file cannot; *name* and the line
            stand in the message.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, name) from error
    if not isinstance(node, yaml.MappingNode):
        raise RuleError(f"{name}:1: a rule file is a mapping with id, summary, match, …")
    return _Values(name).of_map(node), node


def _not_yaml(error: yaml.YAMLError, text: str, name: str) -> RuleError:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode()[: error.position].count(b"\n") + 1
        problem = f"the character U+{int(error.character):04X} cannot stand here"
    else:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        rows = text.split("\n")
        if (
            mark
            and mark.line < len(rows)
            and rows[mark.line][mark.column : mark.column + 1] == "\t"
        ):
            problem = "a tab cannot stand here: indent with blanks"
    return RuleError(f"{name}:{line}: this is not valid YAML: {problem}")


class _Values:
    """Builds the values of one file; what an alias stands for is built anew, and counted."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0
        self._open: list[yaml.Node] = []

    def of_map(self, node: yaml.MappingNode) -> dict[str, Any]:
        """The mapping that *node* spells; what it merges (``<<``) yields to its own keys.

        Raises:
            RuleError: as `parse_rule`.
        """
        self._enter(node)
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged = {**self._merged(value_node), **merged}
                continue
            key = self._key(key_node)
            if key in own:
                raise self._fault(key_node, f"the key '{key}' stands here twice")
            own[key] = self._of(value_node)
        self._open.pop()
        return {**merged, **own}

    def _merged(self, node: yaml.Node) -> dict[str, Any]:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        merged: dict[str, Any] = {}
        for part in reversed(parts):
            if not isinstance(part, yaml.MappingNode):
                raise self._fault(part, "'<<' takes the keys of another mapping, as in '<<: *name'")
            merged.update(self.of_map(part))
        return merged

    def _of(self, node: yaml.Node) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if isinstance(node, yaml.ScalarNode):
            return self._of_scalar(node, kind)
        if isinstance(node, yaml.MappingNode) and kind == "map":
            return self.of_map(node)
        if kind != "seq":
            raise self._stray_tag(node)
        self._enter(node)
        values = [self._of(child) for child in node.value]
        self._open.pop()
        return values

    def _of_scalar(self, node: yaml.ScalarNode, kind: str) -> Any:
        self._add(node)
        construct = _SCALARS.get(kind)
        if construct is None and kind not in _KINDS:
            raise self._stray_tag(node)
        if construct is None:
            raise self._misread(node, kind)
        if kind == "int" and len(node.value) > _MOST_DIGITS + len("-"):
            raise self._fault(node, f"the number {_short(node.value)} is too long: {_QUOTE}")
        try:
            return construct(node)
        except (ValueError, LookupError) as error:
            raise self._misread(node, kind) from error

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._fault(node, "a key is a word, not a list or a mapping")
        kind = node.tag.removeprefix(_TAG)
        if kind != "str":
            raise self._misread(node, kind)
        self._add(node)
        return str(node.value)

    def _enter(self, node: yaml.Node) -> None:
        if any(node is each for each in self._open):
            raise self._fault(node, "this holds an alias (*) of itself, so it would never end")
        if len(self._open) >= _MOST_DEPTH:
            raise self._fault(node, f"this is nested more than {_MOST_DEPTH} levels deep")
        self._add(node)
        self._open.append(node)

    def _add(self, node: yaml.Node) -> None:
        self._count += 1
        if self._count > _MOST_VALUES:
            raise self._fault(
                node, f"with its aliases (*) written out, the file has over {_MOST_VALUES:,} values"
            )

    def _misread(self, node: yaml.ScalarNode, kind: str) -> RuleError:
        what = _KINDS.get(kind, "no text")
        return self._fault(node, f"'{_short(node.value)}' is read as {what}: {_QUOTE}")

    def _stray_tag(self, node: yaml.Node) -> RuleError:
        return self._fault(node, f"the tag {_short(node.tag)} means nothing in a rule file")

    def _fault(self, node: yaml.Node, words: str) -> RuleError:
        return RuleError(f"{self._name}:{node.start_mark.line + 1}: {words}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"

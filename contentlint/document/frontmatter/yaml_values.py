"""YAML read with the C loader's nodes: bounded, never constructing tags, equal to SafeLoader.

One ``compose`` pass gives nodes with marks; the values are built here from those nodes.  What
`yaml.SafeLoader` would make of an ordinary value is what is made here, and where it would build
an arbitrary object, follow an alias for ever or recurse without end, there is a `Problem`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Hashable
from typing import Any

from yaml import ScalarNode, SequenceNode, YAMLError
from yaml.constructor import SafeConstructor
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.resolver import Resolver

from contentlint.document.frontmatter.yaml_scalars import (
    CONSTANTS,
    PLAIN_KEYS,
    UNCERTAIN,
    plain_value,
)

try:
    from yaml._yaml import CParser as _Parser
except ImportError as error:  # pragma: no cover - depends on how PyYAML was built
    raise ImportError("contentlint needs PyYAML built with libyaml") from error

__all__ = [
    "Fault",
    "YamlValues",
    "compose",
    "event_parser",
    "key_text",
    "plain_node",
]

MAX_DEPTH = 64
MAX_VALUES = 10_000
MAX_NUMBER = 200
_STR = "tag:yaml.org,2002:str"
_TAG = "tag:yaml.org,2002:"
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = dict(Resolver.yaml_implicit_resolvers)
_NUMBER_ELSEWHERE = re.compile(r"[-+]?(?:0o[0-7]+|0[0-9_]+|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+)\Z")
MAX_REMEMBERED = 1_000
_ODD_NUMBER = re.compile(r"[-+]?0[0-9_]|.*[_:]|[-+]?0b")


class Fault(Exception):
    """Why a node cannot become a value: *code* and *cause* of a `Problem`, and the node."""

    def __init__(self, code: str, cause: str, node: Any, **words: Any) -> None:
        super().__init__(f"{code}: {cause}")
        self.code = code
        self.cause = cause
        self.node = node
        self.words = words


class _Composer(_Parser):
    """The C parser with a resolver that only tells plain scalars (no tag) from other ones."""

    def __init__(self, text: str) -> None:
        _Parser.__init__(self, text)

    def resolve(self, kind: type, _value: str | None, implicit: Any) -> str | None:
        return None if kind is not ScalarNode or implicit[0] else _STR

    # asked for at every node, for the sake of path resolvers, which are not used: cheap is enough
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)


def compose(text: str) -> Any:
    """The root node of *text*, or ``None`` for an empty document.

    A plain scalar's ``tag`` is ``None``: what it means is decided when its value is built.

    Raises:
        yaml.YAMLError: the text is not one YAML document.
        UnicodeEncodeError: it holds a lone surrogate.
        Fault: it nests so deep that the C loader itself would overflow its stack.
    """
    if _may_nest_deeply(text) and _depth(text) > MAX_DEPTH * 4:
        raise Fault("too-deep", "", None, limit=MAX_DEPTH)
    return _Composer(text).get_single_node()


def event_parser(text: str) -> Any:
    """A parser whose ``get_event`` gives *text*'s events, the aliases among them."""
    return _Composer(text)


def _may_nest_deeply(text: str) -> bool:
    """Whether *text* has openers or indentation enough for hundreds of levels."""
    count = text.count
    return count("[") + count("{") + count("-") + count("?") > 400 or " " * 200 in text


def _depth(text: str) -> int:
    parser = _Composer(text)
    depth = deepest = 0
    while (event := parser.get_event()) is not None:
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH * 4:
                    break
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return deepest


class YamlValues:
    """Builds the values of one document; ``faults`` and ``duplicates`` collect what it meets.

    ``duplicates`` holds pairs of key nodes (path, first, later).  ``odd`` is set when a plain
    scalar means different things to different YAML readers.
    """

    __slots__ = ("_done", "_open", "_size", "_sizes", "duplicates", "faults", "odd")

    def __init__(self) -> None:
        self.duplicates: list[tuple[Any, Any, Any]] = []
        self.faults: list[Fault] = []
        self.odd = False
        self._done: dict[int, Any] = {}
        self._sizes: dict[int, int] = {}
        self._open: set[int] = set()
        self._size = 0

    def build(self, node: Any, depth: int = 0) -> Any:
        """The value of *node*.

        Raises:
            Fault: it nests too deep, refers to itself, or aliases blow it up.
        """
        if type(node) is ScalarNode:
            self._size += 1
            tag = node.tag
            if tag is None:
                return self._plain(node)
            return node.value if tag == _STR else self._tagged_scalar(node)
        return self._collection(node, depth)

    def scalar(self, spelled: str) -> Any:
        """The value of *spelled*, a scalar on one line: quoted without escapes, or plain."""
        value = plain_value(spelled)
        return self.build(plain_node(spelled.rstrip(" "))) if value is UNCERTAIN else value

    def _collection(self, node: Any, depth: int) -> Any:
        ident = id(node)
        if ident in self._done:
            self._count_again(node, ident)
            return self._done[ident]
        if ident in self._open:
            raise Fault("recursive", "", node)
        if depth >= MAX_DEPTH:
            raise Fault("too-deep", "", node, limit=MAX_DEPTH)
        self._open.add(ident)
        before = self._size
        self._size += 1
        try:
            value = self._tagged(node) if node.tag else self._untagged(node, depth)
        finally:
            self._open.discard(ident)
        self._done[ident] = value
        self._sizes[ident] = self._size - before
        return value

    def _untagged(self, node: Any, depth: int) -> Any:
        if type(node) is SequenceNode:
            build = self.build
            return [build(child, depth + 1) for child in node.value]
        return self.mapping(node.value, depth)

    def _count_again(self, node: Any, ident: int) -> None:
        """An alias repeats what it stands for: bound the size of the whole as if written out."""
        self._size += self._sizes[ident]
        if self._size > MAX_VALUES:
            raise Fault("too-large", "", node, limit=MAX_VALUES)

    def mapping(self, pairs: list[tuple[Any, Any]], depth: int = 0) -> dict[Any, Any]:
        """The mapping that *pairs* of key and value nodes spell; later keys win."""
        result: dict[Any, Any] = {}
        merges: list[Any] | None = None
        firsts: dict[Any, Any] = {}
        build = self.build
        for key_node, value_node in pairs:
            if type(key_node) is ScalarNode and key_node.tag is None:
                key = key_node.value
                if key == "<<":
                    merges = [*(merges or ()), value_node]
                    continue
                if key not in PLAIN_KEYS:
                    key = self._plain_key(key_node)
            else:
                key = build(key_node, depth + 1)
                if not isinstance(key, Hashable):
                    self.faults.append(Fault("syntax", "key-is-collection", key_node))
                    continue
            if key in result:
                firsts = firsts or _first_keys(pairs)
                self.duplicates.append((key, firsts.get(key, pairs[0][0]), key_node))
            result[key] = build(value_node, depth + 1)
        return result if merges is None else self._merge(merges, result, depth)

    def is_plain_key(self, text: str) -> bool:
        """Whether the plain key *text* is nothing but text."""
        return bool(self._plain_key(plain_node(text)) == text)

    def _plain_key(self, node: Any) -> Any:
        """The value of a plain key; that it is plain text is remembered for the next post."""
        text = node.value
        key = "=" if text == "=" else self._plain(node)
        if key is text and len(PLAIN_KEYS) < MAX_REMEMBERED:
            PLAIN_KEYS.add(text)
        return key

    def _merge(self, nodes: list[Any], own: dict[Any, Any], depth: int) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        for node in nodes:
            parts = node.value if type(node) is SequenceNode else [node]
            for part in reversed(parts):
                value = self.build(part, depth + 1)
                if isinstance(value, dict):
                    merged.update(value)
                else:
                    self.faults.append(Fault("syntax", "merge-not-mapping", part))
        merged.update(own)
        return merged

    def _plain(self, node: Any) -> Any:
        text = node.value
        if text in CONSTANTS:
            return CONSTANTS[text]
        for tag, pattern in _RESOLVERS.get(text[0], ()):
            if pattern.match(text):
                return self._special(tag, node)
        if text[0] in "0123456789+-" and _NUMBER_ELSEWHERE.match(text):
            self.odd = True
        return text

    def _special(self, tag: str, node: Any) -> Any:
        text = node.value
        kind = tag[len(_TAG) :]
        if kind == "bool":
            self.odd = self.odd or text.lower() not in ("true", "false")
        elif kind in ("int", "float") and _ODD_NUMBER.match(text):
            self.odd = True
        elif kind in ("value", "merge"):
            self.faults.append(Fault("syntax", "equals", node))
        construct = _CONSTRUCTORS.get(kind)
        if construct is None:
            return text
        return self._construct(construct, kind, node)

    def _construct(self, construct: Callable[[Any], Any], kind: str, node: Any) -> Any:
        if kind in ("int", "float") and len(node.value) > MAX_NUMBER:
            return node.value
        try:
            return construct(node)
        except (ValueError, OverflowError, KeyError, AttributeError, IndexError, YAMLError):
            cause = "impossible-date" if kind == "timestamp" else "impossible-value"
            self.faults.append(Fault("value", cause, node, kind=kind, value=node.value))
            return node.value

    def _tagged_scalar(self, node: Any) -> Any:
        kind = _standard_kind(node.tag)
        construct = _CONSTRUCTORS.get(kind) if kind else None
        if construct is None or kind is None:
            self.faults.append(Fault("syntax", "tag", node, tag=node.tag))
            return node.value
        return self._construct(construct, kind, node)

    def _tagged(self, node: Any) -> Any:
        """A collection with an explicit tag: only the standard ones mean anything."""
        kind = _standard_kind(node.tag)
        if kind == ("seq" if type(node) is SequenceNode else "map"):
            return self._untagged(node, len(self._open) - 1)
        value = self._untagged(node, len(self._open) - 1)
        if kind == "set" and isinstance(value, dict):
            return set(value)
        if kind in ("omap", "pairs") and isinstance(value, list):
            return [pair for item in value if isinstance(item, dict) for pair in item.items()]
        self.faults.append(Fault("syntax", "tag", node, tag=node.tag))
        return value


def _standard_kind(tag: str) -> str | None:
    return tag[len(_TAG) :] if tag.startswith(_TAG) else None


_SAFE = SafeConstructor()
_CONSTRUCTORS: dict[str, Callable[[Any], Any]] = {
    "bool": _SAFE.construct_yaml_bool,
    "int": _SAFE.construct_yaml_int,
    "float": _SAFE.construct_yaml_float,
    "null": _SAFE.construct_yaml_null,
    "timestamp": _SAFE.construct_yaml_timestamp,
    "binary": _SAFE.construct_yaml_binary,
    "str": _SAFE.construct_yaml_str,
}


def plain_node(text: str) -> Any:
    """A node for the plain scalar *text*, as `compose` would give it."""
    no_tag: Any = None
    return ScalarNode(no_tag, text)


def key_text(node: Any) -> str:
    """A key as it reads in a message."""
    return node.value if type(node) is ScalarNode else "…"


def _first_keys(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """Of each key among *pairs* the first node that spells it."""
    found: dict[Any, Any] = {}
    for node, _ in pairs:
        if type(node) is not ScalarNode or node.value != "<<" or node.tag:
            key = YamlValues().build(node)
            if isinstance(key, Hashable):
                found.setdefault(key, node)
    return found

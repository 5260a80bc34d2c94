"""Where every key and value of a YAML mapping stands, from the marks of its nodes."""

from __future__ import annotations

from typing import Any

from yaml import MappingNode, ScalarNode, SequenceNode
from yaml.events import AliasEvent

from contentlint.document.frontmatter.model import Path, Place, Places
from contentlint.document.frontmatter.yaml_scalars import PLAIN_KEYS
from contentlint.document.frontmatter.yaml_values import Fault, YamlValues, event_parser
from contentlint.named import NamedTuple
from contentlint.source import Span

__all__ = ["YamlPart", "node_span", "part_of", "yaml_places"]


class YamlPart(NamedTuple):
    """One mapping node with the text it was read from and that text's offset in the file."""

    base: int
    text: str
    root: Any


def part_of(base: int, text: str, root: Any) -> YamlPart:
    """The part that *text*, at offset *base*, is, with the node that the parser made of it.

    The parser drops a byte order mark at the beginning, and counts from behind it.
    """
    mark = text.startswith("\ufeff")
    return YamlPart(base + mark, text[mark:], root)


def yaml_places(parts: tuple[YamlPart, ...]) -> Places:
    """The places of all values of *parts*; of two parts with the same key, the later counts."""
    places: Places = {}
    for part in parts:
        _Walk(part, places).mapping(part.root, ())
    return places


def node_span(node: Any, base: int, text: str) -> Span:
    """The span of *node*: for block collections and scalars, without the blanks that follow."""
    return Span(base + node.start_mark.index, base + _end(node, text))


def _end(node: Any, text: str) -> int:
    end = int(node.end_mark.index)
    if type(node) is ScalarNode:
        return _block_scalar_end(node, text, end) if node.style in ("|", ">") else end
    if node.flow_style or not node.value:
        return end
    last = node.value[-1]
    child = last[1] if type(node) is MappingNode else last
    if child.start_mark.index <= node.start_mark.index:  # an alias: of a node above, or of itself
        return _trimmed(text, node.start_mark.index, end)
    return max(_end(child, text), int(node.start_mark.index))


def _trimmed(text: str, start: int, end: int) -> int:
    """*end* moved before the blank lines and comment lines that follow the last value."""
    lines = text[start:end].split("\n")
    while lines and (not lines[-1].strip(" \t") or lines[-1].lstrip(" \t").startswith("#")):
        end -= len(lines.pop()) + 1
    return end if not lines else end - (len(lines[-1]) - len(lines[-1].rstrip(" \t")))


def _block_scalar_end(node: Any, text: str, end: int) -> int:
    start = int(node.start_mark.index)
    header = text[start:end].split("\n", 1)[0]
    if "+" in header:
        return end
    lines = text[start:end].rstrip("\n").split("\n")
    indent = min(
        (len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")), default=0
    )
    while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= indent:
        lines.pop()
    stop = start + len("\n".join(lines))
    return stop if "-" in header or stop == end else stop + 1


class _Walk:
    """A walk in document order, so that aliases can be told from the nodes they stand for."""

    def __init__(self, part: YamlPart, places: Places) -> None:
        self.base = part.base
        self.text = part.text
        self.places = places
        self.seen: set[int] = set()
        self.values = YamlValues()
        self.aliases = iter(_alias_marks(part.text)) if "*" in part.text else None

    def mapping(self, node: Any, path: Path) -> None:
        """Note the places of *node*'s pairs, which stand at *path*, and of all inside them."""
        merges: list[tuple[Any, Span, Span]] | None = None
        place, places = self._place, self.places
        for key_node, value_node in node.value:
            key_span = place(key_node)
            key = key_node.value if type(key_node) is ScalarNode else None
            value_span = place(value_node)
            if key_node.tag is None and key == "<<":
                merges = [*(merges or ()), (value_node, key_span, value_span)]
                continue
            if key is None or key not in PLAIN_KEYS:
                key = self._key(key_node)
            value_path = (*path, key)
            places[value_path] = Place(key_span, value_span)
            if self._is_new(value_node):
                self._inside(value_node, value_path)
        if merges is not None:
            own = {self._key(pair[0]) for pair in node.value}
            for value_node, key_span, value_span in merges:
                self._merged(value_node, key_span, value_span, path, own)

    def _key(self, node: Any) -> Any:
        try:
            key = self.values.build(node)
            hash(key)
        except (Fault, TypeError):
            return None
        return key

    def _place(self, node: Any) -> Span:
        """The span where *node* stands here: its own, or that of the alias."""
        if self.aliases is not None and id(node) in self.seen:
            span = next(self.aliases, None)
            if span is not None:
                return Span(self.base + span.start, self.base + span.end)
        start = self.base + node.start_mark.index
        if type(node) is ScalarNode and node.style not in ("|", ">"):
            return Span(start, self.base + node.end_mark.index)
        return Span(start, self.base + _end(node, self.text))

    def _inside(self, node: Any, path: Path) -> None:
        """Note the places inside the collection *node*."""
        if type(node) is MappingNode:
            self.mapping(node, path)
            return
        for index, child in enumerate(node.value):
            child_path = (*path, index)
            self.places[child_path] = Place(None, self._place(child))
            if self._is_new(child):
                self._inside(child, child_path)

    def _is_new(self, node: Any) -> bool:
        """Whether *node* is a collection not yet walked; what an alias repeats, is."""
        if self.aliases is None:
            return type(node) is not ScalarNode
        if id(node) in self.seen:
            return False
        self.seen.add(id(node))
        return type(node) is not ScalarNode

    def _merged(self, node: Any, key_span: Span, span: Span, path: Path, own: set[Any]) -> None:
        """Keys that come through ``<<`` stand, for a reader, where the merge stands."""
        parts = node.value if type(node) is SequenceNode else [node]
        for part in parts:
            if type(part) is not MappingNode:
                continue
            for key_node, value_node in part.value:
                if key_node.tag is None and key_node.value == "<<":
                    self._merged(value_node, key_span, span, path, own)
                elif (key := self._key(key_node)) not in own:
                    self.places.setdefault((*path, key), Place(key_span, span))


def _alias_marks(text: str) -> list[Span]:
    parser = event_parser(text)
    spans = []
    while (event := parser.get_event()) is not None:
        if isinstance(event, AliasEvent):
            mark: Any = event
            spans.append(Span(mark.start_mark.index, mark.end_mark.index))
    return spans

"""What a piece of text is to YAML, of which nobody knows whether it was meant as such."""

from __future__ import annotations

from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError

from contentlint.document.frontmatter.yaml_values import Fault, compose

__all__ = ["shape_of"]

_STANDARD = "tag:yaml.org,2002:"


def shape_of(text: str) -> str:
    """``mapping``, ``list``, ``text`` or ``nothing``; ``""`` where YAML cannot read it."""
    try:
        root = compose(text)
    except (YAMLError, UnicodeEncodeError, Fault):
        return ""
    if root is None:
        return "nothing"
    if not _is_standard(root):
        return ""
    if isinstance(root, MappingNode):
        return "mapping"
    return "list" if isinstance(root, SequenceNode) else "text"


def _is_standard(root: Node) -> bool:
    """Whether no type is named that YAML itself does not know; ``![a](b.png)`` is such a name."""
    tag = root.tag if isinstance(root, ScalarNode) else None
    return tag is None or tag.startswith(_STANDARD)

"""Inferring a schema from the posts that exist, to be reviewed and kept in the configuration."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from contentlint.dates import parse_date
from contentlint.named import NamedTuple
from contentlint.slips import near_miss

__all__ = ["InferredField", "InferredSchema", "infer_fields", "infer_schema"]

MAX_VOCABULARY = 12
ENOUGH_POSTS = 5
_SO_MANY_MORE = 5


class InferredField(NamedTuple):
    """A field found in posts: its type, in how many of them it stands, and repeated values."""

    name: str
    type: str
    posts: int
    always: bool
    vocabulary: tuple[str, ...] = ()


class InferredSchema(NamedTuple):
    """What the posts have in common; `toml` is the text for the configuration."""

    posts: int
    fields: tuple[InferredField, ...]

    def toml(self) -> str:
        """A ``[front-matter]`` snippet, each field with the share of posts that have it."""
        posts = f"{self.posts} post{'s'[: self.posts != 1]}"
        lines = [
            f"# Inferred from {posts}: review it, then keep what is meant.",
            "[front-matter]",
            'unknown = "near"',
        ]
        for field in self.fields:
            share = round(100 * field.posts / self.posts) if self.posts else 0
            lines += ["", f"# in {field.posts} of {self.posts} posts ({share} %)"]
            meant = self._meant(field)
            if meant is not None:
                slip = f"# {_key(field.name)} looks like a slip of {_key(meant)}: not declared"
                lines.append(slip)
                continue
            lines += [
                f"[front-matter.fields.{_key(field.name)}]",
                f'type = "{field.type}"',
            ]
            if field.always:
                lines.append("required = true")
            if field.vocabulary:
                values = ", ".join(map(_quoted, field.vocabulary))
                lines.append(f"# vocabulary = [{values}]")
        return "\n".join([*lines, ""])

    def _meant(self, field: InferredField) -> str | None:
        """The field of many more posts that the name of *field* is most likely a slip of."""
        known = [each.name for each in self.fields if each.posts >= _SO_MANY_MORE * field.posts]
        return near_miss(field.name, frozenset(known))


def infer_schema(posts: Iterable[Mapping[Any, Any]]) -> str:
    """The ``[front-matter]`` table that *posts*, the values of their front matter, suggest."""
    return infer_fields(posts).toml()


def infer_fields(posts: Iterable[Mapping[Any, Any]]) -> InferredSchema:
    """Infer the fields of *posts*, the values of their front matter, commonest first."""
    counts: Counter[str] = Counter()
    types: dict[str, Counter[str]] = {}
    words: dict[str, Counter[str]] = {}
    total = 0
    for values in posts:
        total += 1
        for name, value in values.items():
            if not _is_text(name):
                continue
            counts[name] += 1
            kind = _type_of(value)
            if kind is not None:
                types.setdefault(name, Counter())[kind] += 1
            if isinstance(value, list):
                listed = words.setdefault(name, Counter())
                listed.update(filter(_is_text, value))
    fields = [
        _field(name, count, total, types.get(name, Counter()), words.get(name))
        for name, count in counts.most_common()
    ]
    return InferredSchema(total, tuple(fields))


def _field(
    name: str, count: int, total: int, kinds: Counter[str], listed: Counter[str] | None
) -> InferredField:
    vocabulary: tuple[str, ...] = ()
    kind = _common_type(kinds)
    if listed and kind == "list[str]" and len(listed) <= MAX_VOCABULARY and count >= ENOUGH_POSTS:
        vocabulary = tuple(sorted(listed))
    always = kinds.total() == total >= ENOUGH_POSTS
    return InferredField(name, kind, count, always, vocabulary)


def _common_type(kinds: Counter[str]) -> str:
    """The one type that holds for all values; numbers may mix."""
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    if found and found <= {"int", "float"}:
        return "float"
    if found and found <= {"date", "datetime"}:
        return "date"
    if found and found <= {"list", "list[str]", "list[int]"}:
        return "list"
    return "any"


def _type_of(value: Any) -> str | None:
    """A value's type as the configuration names it; an empty one says nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, datetime):
        return "datetime"
    if isinstance(value, date):
        return "date"
    if isinstance(value, list):
        return _list_type(value)
    if isinstance(value, str):
        read = parse_date(value)
        return "str" if read is None else _type_of(read.value)
    names = {int: "int", float: "float", dict: "map"}
    return names.get(type(value), "any")


def _list_type(items: list[Any]) -> str:
    if items and all(isinstance(item, str) for item in items):
        return "list[str]"
    if items and all(type(item) is int for item in items):
        return "list[int]"
    return "list"


def _is_text(value: Any) -> bool:
    """Whether *value* is text that TOML has a form for: it has none for half a character."""
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _key(name: str) -> str:
    plain = name.replace("-", "").replace("_", "")
    return name if plain.isalnum() and plain.isascii() else _quoted(name)


def _quoted(text: str) -> str:
    """*text* as a string of TOML, which wants DEL escaped, as JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""What the rules of front matter can find at all, told by one look for all of them.

Nearly everything follows from the names of the fields and the kinds of their values, and is
remembered for each set of those, because the posts of one site have the same fields.  A fact that
does not hold proves that the rules which depend on it find nothing; one that holds proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_shared import (
    HUGO_READS,
    LISTED,
    MARKS,
    DatedField,
    schema_of,
)
from contentlint.dates import ParsedDate, parse_date
from contentlint.named import NamedTuple
from contentlint.rules.triggers import FACTS
from contentlint.schemas.kinds import BY_TYPE

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.frontmatter import FrontMatter
    from contentlint.schemas import Schema

__all__ = ["FRONT_MATTER_FACTS", "front_matter_facts"]

_AMBIGUOUS, _EMPTY = FACTS["ambiguous-values"], FACTS["empty-values"]
_UNKNOWN, _MISSING = FACTS["unknown-fields"], FACTS["missing-fields"]
_INVALID, _TITLE = FACTS["invalid-values"], FACTS["title-not-text"]
_FORMAT, _UNREAD = FACTS["not-yaml"], FACTS["unreadable-dates"]
_WRITTEN, _ZONELESS = FACTS["dates-not-iso"], FACTS["dates-without-zone"]
_COMMENTS, _AS_TEXT = FACTS["comments-in-fields"], FACTS["lists-as-text"]
FRONT_MATTER_FACTS = (_AMBIGUOUS | _EMPTY | _UNKNOWN | _MISSING | _INVALID | _TITLE | _FORMAT) | (
    _UNREAD | _WRITTEN | _ZONELESS | _COMMENTS | _AS_TEXT
)
"""The bits of all facts that are found out here."""

_MOST_KEPT = 500
# the signs between the digits of a time that any generator reads, and how long it is then
_SIGNS = frozenset(("--T::", "-- ::", "--T::Z", "--T::+", "--T::-"))
_LENGTHS = (25, 20, 19)
_MOST_FIELDS = 60
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__


class _Shape(NamedTuple):
    """What names and kinds say: *facts* that hold, and fields whose values have to be looked at.

    *doubts* are fields with the schema's test of their values.
    """

    facts: int
    dates: tuple[Any, ...]
    lists: tuple[Any, ...]
    doubts: tuple[tuple[Any, Callable[[Any], bool]], ...]


def front_matter_facts(document: Document) -> int:
    """The bits of the facts that hold for the front matter of *document*.

    Raises:
        ConfigError: the settings of its schema cannot be used.
    """
    matter = document.front_matter
    if matter.format is None:
        return 0
    values = matter.values
    schema = schema_of(document)
    key = (*values, *map(type, values.values()))
    shape = schema.shapes.get(key) or _learn(key, values, schema)
    facts, dates, lists, doubts = shape
    if matter.odd:
        facts |= _AMBIGUOUS
    if "" in values.values():
        facts |= _EMPTY
    if matter.format != "yaml":
        facts |= _FORMAT
    elif _may_be_cut(document.source.text, *matter.content):
        facts |= _COMMENTS
    if lists:
        facts |= _list_facts(document.source.text[slice(*matter.content)], values, lists)
    for name, test in doubts:
        if not test(values[name]):
            facts |= _INVALID
    if dates:
        read = matter.cache["dates"] = [
            _read_date(name, values[name]) for name in dates if values[name] != ""
        ]
        for dated in read:
            facts |= _date_facts(*dated)
        if "hugo" in document.settings.generators and not facts & _WRITTEN:
            facts |= _typed_facts(matter, read)
    return facts


def _may_be_cut(text: str, start: int, end: int) -> bool:
    """Whether a comment, or a name for a value, may take a part of a text away."""
    return text.find(" #", start, end) >= 0 or text.find(": &", start, end) >= 0


def _list_facts(content: str, values: Mapping[Any, Any], lists: tuple[Any, ...]) -> int:
    facts = 0
    if "[" in content and (MARKS[0] in content or MARKS[1] in content or MARKS[2] in content):
        facts = _AS_TEXT
    # where an entry begins further to the right than one before it
    is_dashed = " - " in content and ("\n- " in content or "   - " in content or "\n - " in content)
    for name in lists:
        if None in values[name]:
            facts |= _EMPTY
        # such an entry may hold the next one, which begins too far to the right
        if is_dashed and any(type(item) is str and " - " in item for item in values[name]):
            facts |= _AS_TEXT
    return facts


def _learn(key: tuple[Any, ...], values: Mapping[Any, Any], schema: Schema) -> _Shape:
    """What names and kinds say, remembered under *key*."""
    shape = _shape_of(values, schema)
    if len(values) <= _MOST_FIELDS:
        if len(schema.shapes) >= _MOST_KEPT:
            schema.shapes.clear()
        schema.shapes[key] = shape
    return shape


def _read_date(name: Any, value: Any) -> DatedField:
    return _new(DatedField, (name, value, parse_date(value) if type(value) is str else None))


def _date_facts(_name: Any, value: Any, parsed: ParsedDate | None) -> int:
    facts = 0
    if parsed is not None:
        value, form, weekday, _ = parsed
        if form != "iso" or weekday is not None:
            facts = _WRITTEN
    kind = type(value)
    if kind is datetime:
        return facts if value.tzinfo is not None else facts | _ZONELESS
    return facts if kind is date else _UNREAD | _INVALID


def _typed_facts(matter: FrontMatter, read: list[DatedField]) -> int:
    """Whether a time that YAML read may be written in a form that Hugo does not read."""
    for name, value, _ in read:
        if type(value) is datetime:
            spelled = matter.spelling((name,))
            is_usual = len(spelled) in _LENGTHS and spelled[4:20:3] in _SIGNS
            if not is_usual and not HUGO_READS.fullmatch(spelled):
                return _WRITTEN
    return 0


def _shape_of(values: Mapping[Any, Any], schema: Schema) -> _Shape:
    """What the names and kinds of *values* say; the values themselves are only examples."""
    facts = 0
    if any(type(name) is not str for name in values):
        facts |= _AMBIGUOUS
    if None in values.values():
        facts |= _EMPTY
    if type(values.get("title", "")) not in (str, type(None)):
        facts |= _TITLE
    if any(name not in values for name in schema.required):
        facts |= _MISSING
    if any(type(values.get(name)) is str for name in LISTED):
        facts |= _AS_TEXT
    if _may_slip(values, schema):
        facts |= _UNKNOWN
    if schema.asks_always:
        facts |= _INVALID
    doubts = []
    for name, value in values.items():
        fact = schema.facts.get(name)
        if fact is None or (fact.kind == "date" and fact.constrain is None):
            continue  # no field of the schema, or a date, which is read in any case
        if fact.constrain is not None or fact.kind not in BY_TYPE or type(value) is list:
            doubts.append((name, fact.test))
        elif not fact.test(value):
            facts |= _INVALID
    return _Shape(
        facts,
        tuple(name for name in schema.dates if values.get(name) is not None),
        tuple(name for name, value in values.items() if type(value) is list),
        tuple(doubts),
    )


def _may_slip(values: Mapping[Any, Any], schema: Schema) -> bool:
    """Whether a name may be a slip of a known one, or one that the schema does not allow."""
    known = schema.known_fields
    if schema.unknown == "allow" or known.issuperset(values):
        return False
    if schema.unknown == "forbid" or len(values) > _MOST_FIELDS:
        return True
    from contentlint.slips import near_miss

    names = [name for name in values if name not in known and type(name) is str]
    return any(near_miss(name, known) is not None for name in names)

"""What is wrong with a JSON Schema file itself, where the library would say nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from contentlint.named import NamedTuple

__all__ = ["Fields", "fields_of", "schema_faults"]

_MAPS = frozenset(
    {
        "properties",
        "patternProperties",
        "$defs",
        "definitions",
        "dependentSchemas",
        "dependencies",
    }
)
"""Keywords that hold schemas by name."""
_ONE_OR_MORE = frozenset(
    {
        "additionalItems",
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "oneOf",
        "prefixItems",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
"""Keywords that hold a schema or a list of them."""
_ASKING = frozenset(
    {
        "const",
        "dependentRequired",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "required",
        "type",
        "uniqueItems",
    }
)
_WITH = {
    "$defs": "$ref",
    "definitions": "$ref",
    "then": "if",
    "else": "if",
    "minContains": "dependentRequired",
    "maxContains": "dependentRequired",
    "exclusiveMinimum": "minimum",
    "exclusiveMaximum": "maximum",
}
"""Keywords that the library reads with another one, or from a draft that has another one."""
_LEAST_LETTERS = 4
_ALIKE = 0.83

Where = tuple[str, ...]
_Compile = Callable[[str], Any]


def schema_faults(document: Any, known: set[str], compiled: _Compile, resolve: Any) -> str | None:
    """The first fault of the schema *document*, with its place; ``None`` if there is none.

    *known* are the keywords of its draft; *compiled* raises for a faulty regular expression;
    *resolve* says what is wrong with a reference, or nothing.
    """
    schemas = list(_schemas(document))
    # with names of their own inside, what a reference means depends on where it stands
    named = any(where and ("$id" in each or "id" in each) for where, each in schemas)
    for where, each in schemas:
        fault = (
            _keyword_fault(each, known)
            or _pattern_fault(each, compiled)
            or (None if named or "$ref" not in each else resolve(each["$ref"]))
        )
        if fault is not None:
            key, words = fault
            return f"{'.'.join((*where, key))}: {words}"
    return None


def _schemas(document: Any) -> Iterator[tuple[Where, dict[str, Any]]]:
    """Every schema in *document* that is an object, with the keys that lead to it."""
    rest: list[tuple[Where, Any]] = [((), document)]
    while rest:
        where, schema = rest.pop()
        if not isinstance(schema, dict):
            continue
        yield where, schema
        for key, value in schema.items():
            if key in _MAPS and isinstance(value, dict):
                rest += [((*where, key, name), each) for name, each in value.items()]
            elif key in _ONE_OR_MORE and isinstance(value, list):
                rest += [((*where, key, str(at)), each) for at, each in enumerate(value)]
            elif key in _ONE_OR_MORE:
                rest.append(((*where, key), value))


def _keyword_fault(schema: dict[str, Any], known: set[str]) -> tuple[str, str] | None:
    every = _MAPS | _ONE_OR_MORE | _ASKING
    for key in schema:
        if key in every:
            if key not in known and _WITH.get(key) not in known:
                return key, _of_another_draft(key)
        elif len(key) >= _LEAST_LETTERS:
            near = get_close_matches(key, sorted(every), n=1, cutoff=_ALIKE)
            if near and len(near[0]) >= _LEAST_LETTERS:
                return key, f"JSON Schema has no such keyword (did you mean '{near[0]}'?)"
    return None


def _of_another_draft(key: str) -> str:
    instead = {
        "dependencies": "dependentRequired or dependentSchemas",
        "additionalItems": "items beside prefixItems",
    }.get(key)
    write = f"write {instead}" if instead else "leave it out"
    return f'this keyword means nothing in the draft of this file; {write}, or change "$schema"'


def _pattern_fault(schema: dict[str, Any], compiled: _Compile) -> tuple[str, str] | None:
    patterns = [("pattern", schema.get("pattern"))]
    by_name = schema.get("patternProperties")
    if isinstance(by_name, dict):
        patterns += [("patternProperties", name) for name in by_name]
    for key, pattern in patterns:
        try:
            if isinstance(pattern, str):
                compiled(pattern)
        except Exception as error:
            shown = json.dumps(pattern, ensure_ascii=False)
            return key, f"{shown} is a faulty regular expression: {error}"
    return None


class Fields(NamedTuple):
    """The *names* of fields, those that are *required*, and those that may say they have none."""

    names: list[str]
    required: list[str]
    nullable: list[str]


def fields_of(document: Any, lookup: Callable[[str], Any]) -> Fields:
    """The fields that *document* has for front matter.

    What the whole refers to, as programs that write schemas like to do, counts as its own.
    """
    fields: list[str] = []
    required: list[str] = []
    nullable: list[str] = []
    rest: list[Any] = [document]
    seen: list[Any] = []
    while rest:
        schema = rest.pop()
        if not isinstance(schema, dict) or any(schema is each for each in seen):
            continue
        seen.append(schema)
        fields += (properties := schema.get("properties", {}))
        nullable += (name for name, each in properties.items() if _names_null(each))
        required += schema.get("required", ())
        rest += schema.get("allOf", ())
        if "$ref" in schema:
            rest.append(lookup(schema["$ref"]))
    return Fields(fields, required, nullable)


def _names_null(schema: Any) -> bool:
    """Whether *schema* says in so many words that a field may have no value."""
    if not isinstance(schema, dict):
        return False
    kinds = schema.get("type")
    if kinds == "null" or (isinstance(kinds, list) and "null" in kinds):
        return True
    choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return any(isinstance(each, dict) and each.get("type") == "null" for each in choices)

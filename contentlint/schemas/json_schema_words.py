"""Errors of a JSON Schema as `FieldError`: at the value they are about, in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from contentlint.schemas.errors import nearest, shown
from contentlint.schemas.facts import FieldError

__all__ = ["WORDS", "field_errors_of"]

_CODES = {
    "enum": "enum",
    "const": "enum",
    "pattern": "pattern",
    "minLength": "short",
    "maxLength": "long",
    "minItems": "short",
    "maxItems": "long",
    "minProperties": "short",
    "maxProperties": "long",
    "minimum": "min",
    "exclusiveMinimum": "above",
    "maximum": "max",
    "exclusiveMaximum": "below",
    "uniqueItems": "repeated",
}
WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "no value",
}
_FORMATS = {
    "date": "it takes a date such as 2021-11-08",
    "date-time": "it takes a date with a time, such as 2021-11-08T20:24:00Z",
    "script-date": "it takes a date such as 2021-11-08",
    "email": "it takes an e-mail address",
    "idn-email": "it takes an e-mail address",
    "time": "it takes a time such as 20:24:00Z",
    "uuid": "it takes a UUID such as 123e4567-e89b-42d3-a456-426614174000",
}
_REASONS = {
    "contains": "none of its entries is one that this site asks for",
    "maxContains": "too many of its entries are of the kind of which this site allows {limit}",
    "minContains": "too few of its entries are of the kind of which this site asks for {limit}",
    "multipleOf": "it must be a multiple of {limit}",
    "not": "this site does not allow that value",
    "oneOf": "it fits several of the forms of which this site allows one",
}
"""What a keyword asks, where the library's words speak of the schema."""
_FORMS = frozenset({"type", "const", "enum"})
"""Keywords that tell of which of several forms a value is not at all."""

_Path = tuple[Any, ...]
_Words = dict[str, Any]


def field_errors_of(error: Any) -> list[FieldError]:
    """What *error* of the library ``jsonschema`` says of the front matter."""
    return [found for each in _causes(error) for found in _found(each)]


def _causes(error: Any) -> list[Any]:
    """*error*, or what is wrong with the value by that branch which it was meant to follow."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        return [error]
    branches: dict[Any, list[Any]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    of_the_form = [each for each in branches.values() if not any(map(_is_form, each))]
    if not of_the_form:
        return [error]
    of_the_kind = [each for each in of_the_form if not any(map(_is_tag, each))]
    if not of_the_kind and _tag_of(error) is not None:
        return [error]  # a field that tells the kinds apart names none of them
    best = max(of_the_kind or of_the_form, key=lambda each: (_depth(each), -len(each)))
    return list(chain.from_iterable(map(_causes, best)))


def _is_form(error: Any) -> bool:
    return error.validator in _FORMS and not error.relative_path


def _is_tag(error: Any) -> bool:
    return error.validator in ("const", "enum") and bool(error.relative_path)


def _tag_of(error: Any) -> _Path | None:
    """Where the field stands that tells the branches of a union apart, if it is one field."""
    tags = {tuple(each.absolute_path) for each in error.context if _is_tag(each)}
    return tags.pop() if len(tags) == 1 else None


def _depth(branch: list[Any]) -> int:
    return max(len(error.absolute_path) for error in branch)


def _found(error: Any) -> list[FieldError]:
    path = tuple(error.absolute_path)
    words: dict[str, Any] = {
        "field": ".".join(str(step) for step in path),
        "value": shown(error.instance),
        "limit": error.validator_value,
        "reason": error.message,
    }
    tag = _tag_of(error) if error.context else None
    if tag is not None:
        return [_of_no_kind(error, tag, words)]
    special = _SPECIAL.get(error.validator)
    if special is not None:
        return special(error, path, words)
    if "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        reason = _name_reason(_code(error, words), words)
        words |= {"field": ".".join(map(str, (*path, name))), "reason": reason}
        return [FieldError((*path, name), "name", words)]
    if not path:
        words["reason"] = _whole_reason(error)
        return [FieldError(path, "whole", words)]
    return [FieldError(path, _code(error, words), words)]


def _of_no_kind(error: Any, tag: _Path, words: _Words) -> FieldError:
    """The field at *tag* tells the branches of a union apart, and names none of them."""
    tags = [each for each in error.context if _is_tag(each)]
    value = tags[0].instance
    words |= {"field": ".".join(map(str, tag)), "value": shown(value)}
    _allow(words, [name for each in tags for name in _allowed(each)], value)
    return FieldError(tag, "enum", words)


def _missing(path: _Path, words: _Words, needed: Iterable[str], value: Any) -> list[FieldError]:
    missing = dict.fromkeys(name for name in needed if name not in value)
    return [
        FieldError((*path, name), "missing", {**words, "field": ".".join(map(str, (*path, name)))})
        for name in missing
    ]


def _required(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    return _missing(path, words, error.validator_value, error.instance)


def _dependent(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    lists = error.validator_value.items()
    needed = [more for name, more in lists if isinstance(more, list) and name in error.instance]
    return _missing(path, words, chain.from_iterable(needed), error.instance)


def _unknown(names: Iterable[str], error: Any, path: _Path, words: _Words) -> list[FieldError]:
    known = list(error.schema.get("properties", {})) if isinstance(error.schema, dict) else []
    known = [name for name in known if error.schema["properties"][name] is not False]
    return [
        FieldError((*path, name), "unknown", {**words, "near": nearest(name, known)})
        for name in names
    ]


def _named(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    """The library names these fields in its message alone, each as Python spells a text."""
    names = [name for name in error.instance if repr(name) in error.message]
    return _unknown(names, error, path, words)


def _forbidden(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    """Fields of which the schema says ``false``."""
    names = [name for name, each in error.validator_value.items() if each is False]
    return _unknown([name for name in names if name in error.instance], error, path, words)


def _further(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    """Entries behind those that a list may have."""
    before = error.schema.get("prefixItems", error.schema.get("items"))
    most = len(before) if isinstance(before, list) else 0
    return [FieldError(path, "long", {**words, "limit": most, "unit": "entries"})]


def _repeated(error: Any, path: _Path, words: _Words) -> list[FieldError]:
    seen: set[str] = set()
    for index, item in enumerate(error.instance):
        spelled = json.dumps(item, sort_keys=True)
        if spelled in seen:
            return [FieldError((*path, index), "repeated", {**words, "value": shown(item)})]
        seen.add(spelled)
    return [FieldError(path, "repeated", words)]


_SPECIAL: Mapping[Any, Callable[[Any, _Path, _Words], list[FieldError]]] = {
    "required": _required,
    "dependentRequired": _dependent,
    "dependencies": _dependent,
    "additionalProperties": _named,
    "unevaluatedProperties": _named,
    "properties": _forbidden,
    "items": _further,
    "additionalItems": _further,
    "uniqueItems": _repeated,
}


def _whole_reason(error: Any) -> str:
    """Why the front matter as a whole is refused."""
    limit = error.validator_value
    if error.validator == "minProperties":
        return f"it has {len(error.instance)} fields, and must have at least {limit}"
    if error.validator == "maxProperties":
        return f"it has {len(error.instance)} fields, and may have at most {limit}"
    return "this combination of fields and values is not allowed"


def _name_reason(code: str, words: _Words) -> str:
    """What is wrong with the name of a field, of which *code* and *words* are told."""
    if code == "pattern":
        return f"it does not have the form {words['pattern']}"
    if code == "enum":
        return f"it may be {words['allowed']}"
    if code in ("short", "long"):
        least = "at least" if code == "short" else "at most"
        return f"it takes {least} {words['limit']} characters"
    return str(words["reason"])


def _code(error: Any, words: _Words) -> str:
    if error.validator in ("anyOf", "oneOf") and error.context:
        return _of_no_form(error, words)
    if error.validator == "type":
        words["expected"] = " or ".join(_expected(error))
        return "type"
    code = _CODES.get(error.validator, "custom")
    if code == "enum":
        _allow(words, _allowed(error), error.instance)
    elif code == "pattern":
        words["pattern"] = error.validator_value
    elif code in ("short", "long"):
        words["length"] = len(error.instance)
        kinds = ((str, "characters"), (dict, "fields"))
        units = [unit for kind, unit in kinds if isinstance(error.instance, kind)]
        words["unit"] = units[0] if units else "entries"
    elif code in ("min", "max") and error.schema.get(f"exclusive{error.validator.title()}") is True:
        code = "above" if code == "min" else "below"  # as draft 4 says it
    elif code == "custom":
        code = _custom(error, words)
    return code


def _custom(error: Any, words: _Words) -> str:
    if error.validator == "format":
        form = str(error.validator_value)
        words["reason"] = _FORMATS.get(form, f"it does not have the form {form}")
        return "url" if form in ("uri", "iri") else "custom"
    limit = error.validator_value
    words["reason"] = _REASONS.get(error.validator, error.message).replace("{limit}", str(limit))
    return "custom"


def _expected(error: Any) -> Iterator[str]:
    kinds = error.validator_value
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield WORDS.get(kind, str(kind))


def _allowed(error: Any) -> list[str]:
    values = error.validator_value if error.validator == "enum" else [error.validator_value]
    return ["true" if v is True else "false" if v is False else str(v) for v in values]


def _allow(words: _Words, allowed: list[str], value: Any) -> None:
    words["allowed"] = ", ".join(dict.fromkeys(allowed))
    words["near"] = nearest(value, allowed)


def _of_no_form(error: Any, words: _Words) -> str:
    """The code where a value follows no branch of a union, and *words* of all that it may be."""
    allowed: list[str] = []
    expected: list[str] = []
    for each in error.context:
        if each.validator == "type":
            expected += _expected(each)
        elif each.validator in _FORMS:
            allowed += _allowed(each)
    if not expected:
        _allow(words, allowed, error.context[0].instance)
        return "enum"
    words["expected"] = " or ".join(dict.fromkeys([*expected, *allowed]))
    return "type"

"""A site's own JSON Schema file as a test of front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import Any

from contentlint.bounded_patterns import BoundedPattern
from contentlint.errors import ConfigError, suggest
from contentlint.reading import read_text
from contentlint.schemas.errors import nearest, shown
from contentlint.schemas.facts import FieldError

__all__ = ["load_json_schema"]

_LONGEST_SHOWN = 60
_CODES = {
    "enum": "enum",
    "const": "enum",
    "pattern": "pattern",
    "minLength": "short",
    "maxLength": "long",
    "minItems": "short",
    "maxItems": "long",
    "minimum": "min",
    "exclusiveMinimum": "min",
    "maximum": "max",
    "exclusiveMaximum": "max",
    "uniqueItems": "repeated",
    "format": "custom",
}
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "no value",
}


def load_json_schema(
    path: Path,
) -> tuple[dict[str, Any], Callable[[Mapping[Any, Any]], list[FieldError]]]:
    """The document at *path*, and the function that lists what front matter breaks of it.

    Raises:
        ConfigError: the file cannot be read, is no JSON Schema, refers to what it does not hold,
            or the library is missing.
    """
    try:
        from jsonschema.validators import (  # type: ignore[import-untyped]
            Draft202012Validator,
            extend,
            validator_for,
        )
        from jsonschema_specifications import (  # type: ignore[import-untyped]
            REGISTRY as SPECIFICATIONS,
        )
    except ImportError as error:
        raise _unusable(
            "this needs a further library: pip install 'contentlint[json-schema]'"
        ) from error
    try:
        document = json.loads(read_text(path))
    except OSError as error:
        raise _unusable(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise _unusable(f"{path} is not UTF-8: save it in that encoding") from error
    except json.JSONDecodeError as error:
        words = f"this is not JSON: {error.msg} (character {error.colno})"
        raise _unusable(f"{path}:{error.lineno}: {words}") from error
    except (ValueError, RecursionError) as error:
        raise _unusable(
            f"{path} is nested too deep, or has too long a number, to be read"
        ) from error
    if not isinstance(document, (dict, bool)):
        raise _unusable(f"{path}: a JSON Schema is an object in braces, not {_shown(document)}")
    kind = validator_for(document, Draft202012Validator)
    try:
        kind.check_schema(document)
    except Exception as error:
        raise _unusable(f"{path}: {_schema_fault(error)}") from error
    # a registry of its own: the usual one asks the network for what a reference names
    bounded = extend(kind, {"pattern": _Patterns(path)})
    validator = bounded(document, format_checker=kind.FORMAT_CHECKER, registry=SPECIFICATIONS)

    def check(values: Mapping[Any, Any]) -> list[FieldError]:
        return _check(validator, values, path)

    check({})  # a reference that leads nowhere, or round and round, is told at once
    return document if isinstance(document, dict) else {"allOf": [document]}, check


def _unusable(words: str) -> ConfigError:
    return ConfigError(f"front-matter.json-schema: {words}", ("front-matter", "json-schema"))


def _schema_fault(error: Any) -> str:
    """Where in the schema it is no schema, and why."""
    where = ".".join(map(str, getattr(error, "absolute_path", ())))
    value = getattr(error, "instance", None)
    if where.endswith("pattern"):
        return f"{where}: {_shown(value)} is a faulty regular expression"
    if where.endswith("type"):
        kinds = ", ".join(_WORDS)
        near = suggest(value, list(_WORDS)) if isinstance(value, str) else ""
        return f"{where}: there is no type {_shown(value)}{near}; the types are {kinds}"
    reason = str(error).split("\n", 1)[0]
    return f"{where}: {reason}" if where else reason


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


class _Patterns:
    """The keyword ``pattern``, with a limit on time that the library does not set."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, BoundedPattern] = {}

    def __call__(
        self, validator: Any, pattern: str, instance: Any, schema: Any
    ) -> Iterator[Exception]:
        from jsonschema.exceptions import (  # type: ignore[import-untyped]
            ValidationError,
        )

        if isinstance(instance, str) and self._bounded(pattern).search(instance) is None:
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    def _bounded(self, pattern: str) -> BoundedPattern:
        if pattern not in self._known:
            where = f"{self._path}: the pattern '{pattern}'"
            try:
                self._known[pattern] = BoundedPattern(
                    pattern, 0, lambda words: _unusable(f"{where} {words}")
                )
            except Exception as error:
                raise _unusable(f"{where} is faulty: {error}") from error
        return self._known[pattern]


def _check(validator: Any, values: Mapping[Any, Any], path: Path) -> list[FieldError]:
    from referencing.exceptions import Unresolvable

    errors: list[FieldError] = []
    try:
        for error in validator.iter_errors(_as_json(values)):
            errors.extend(_found(_most_telling(error)))
    except Unresolvable as error:
        raise _unusable(
            f"{path} refers to {error.ref}, which is not in this file;"
            ' a schema must hold all that it needs, for example under "$defs"'
        ) from error
    except RecursionError as error:
        raise _unusable(f"{path} refers to itself without an end") from error
    return errors


def _most_telling(error: Any) -> Any:
    """Of the branches of ``anyOf`` the one that got furthest into the value."""
    while error.context:
        error = max(error.context, key=lambda branch: len(branch.absolute_path))
    return error


def _found(error: Any) -> list[FieldError]:
    path = tuple(error.absolute_path)
    words: dict[str, Any] = {
        "field": ".".join(str(step) for step in path),
        "value": shown(error.instance),
        "limit": error.validator_value,
        "reason": error.message,
    }
    if error.validator == "required":
        return _missing(error, path, words, error.validator_value)
    if error.validator == "dependentRequired":
        needed = [more for name, more in error.validator_value.items() if name in error.instance]
        return _missing(error, path, words, chain.from_iterable(needed))
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        patterns = list(error.schema.get("patternProperties", {}))
        extra = [
            name
            for name in error.instance
            if name not in known and not any(re.search(pattern, name) for pattern in patterns)
        ]
        return [
            FieldError((*path, name), "unknown", {**words, "near": nearest(name, known)})
            for name in extra
        ]
    if "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        words |= {"field": ".".join(map(str, (*path, name))), "reason": error.message}
        return [FieldError((*path, name), "name", words)]
    if not path:
        words["reason"] = _whole_reason(error)
        return [FieldError(path, "whole", words)]
    return [FieldError(path, _code(error, words), words)]


def _missing(
    error: Any, path: tuple[Any, ...], words: dict[str, Any], needed: Iterable[str]
) -> list[FieldError]:
    missing = dict.fromkeys(name for name in needed if name not in error.instance)
    return [
        FieldError((*path, name), "missing", {**words, "field": ".".join(map(str, (*path, name)))})
        for name in missing
    ]


def _whole_reason(error: Any) -> str:
    """Why the front matter as a whole is refused."""
    limit = error.validator_value
    if error.validator == "minProperties":
        return f"it has {len(error.instance)} fields, and must have at least {limit}"
    if error.validator == "maxProperties":
        return f"it has {len(error.instance)} fields, and may have at most {limit}"
    return "this combination of fields and values is not allowed"


def _code(error: Any, words: dict[str, Any]) -> str:
    if error.validator == "type":
        kinds = error.validator_value
        names = [kinds] if isinstance(kinds, str) else kinds
        words["expected"] = " or ".join(_WORDS.get(name, name) for name in names)
        return "type"
    code = _CODES.get(error.validator, "custom")
    if code == "enum":
        value = error.validator_value
        allowed = [str(item) for item in value] if error.validator == "enum" else [str(value)]
        words["allowed"] = ", ".join(allowed)
        words["near"] = nearest(error.instance, allowed)
    elif code == "pattern":
        words["pattern"] = error.validator_value
    elif code in ("short", "long"):
        words["length"] = len(error.instance)
        words["unit"] = "characters" if isinstance(error.instance, str) else "entries"
    return code


def _as_json(value: Any) -> Any:
    """*value* as JSON knows it: dates as text, keys as text."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value

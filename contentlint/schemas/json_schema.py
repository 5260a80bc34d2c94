"""A site's own JSON Schema file as a test of front matter."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contentlint.errors import ConfigError
from contentlint.schemas.errors import nearest, shown
from contentlint.schemas.facts import FieldError

__all__ = ["load_json_schema"]

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
        ConfigError: the file cannot be read, is no JSON Schema, or the library is missing.
    """
    try:
        from jsonschema.validators import validator_for  # type: ignore[import-untyped]
    except ImportError as error:
        raise ConfigError(
            "front-matter.json-schema needs a further library:"
            " pip install 'contentlint[json-schema]'"
        ) from error
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"front-matter.json-schema: cannot read {path}: {error}") from error
    kind = validator_for(document)
    try:
        kind.check_schema(document)
    except Exception as error:
        reason = str(error).split("\n", 1)[0]
        raise ConfigError(f"front-matter.json-schema: {path}: {reason}") from error
    validator = kind(document, format_checker=kind.FORMAT_CHECKER)
    return document, lambda values: _check(validator, values)


def _check(validator: Any, values: Mapping[Any, Any]) -> list[FieldError]:
    errors: list[FieldError] = []
    for error in validator.iter_errors(_as_json(values)):
        errors.extend(_found(_most_telling(error)))
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
        missing = [name for name in error.validator_value if name not in error.instance]
        return [FieldError((*path, name), "missing", words) for name in missing]
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        extra = [name for name in error.instance if name not in known]
        return [
            FieldError((*path, name), "unknown", {**words, "near": nearest(name, known)})
            for name in extra
        ]
    return [FieldError(path, _code(error, words), words)]


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
    return value.isoformat() if isinstance(value, (date, datetime)) else value

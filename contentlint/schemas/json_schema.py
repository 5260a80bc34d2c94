"""A site's own JSON Schema file as a test of front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from contentlint.bounded_patterns import BoundedPattern
from contentlint.dates import parse_date
from contentlint.errors import ConfigError, suggest
from contentlint.reading import read_text
from contentlint.schemas.facts import FieldError
from contentlint.schemas.json_schema_faults import Fields, fields_of, schema_faults
from contentlint.schemas.json_schema_words import WORDS, field_errors_of

__all__ = ["JsonSchema", "load_json_schema"]

_LONGEST_SHOWN = 60
# what a script of JavaScript reads as a date, however it is written
_SCRIPT_DATES = frozenset(("iso", "near-iso", "loose-iso", "slashes", "rfc", "words"))
_OLD_DRAFT = re.compile(r"https(?=://json-schema\.org/draft-0[4-7]/)")


class JsonSchema(NamedTuple):
    """A JSON Schema at work: what lists the faults of front matter, and the fields it names."""

    document: dict[str, Any]
    check: Callable[[Mapping[Any, Any]], list[FieldError]]
    fields: Fields


def load_json_schema(path: Path) -> JsonSchema:
    """The JSON Schema in the file at *path*.

    Raises:
        ConfigError: the file cannot be read, is no JSON Schema, asks for what its draft does not
            know, refers to what it does not hold, or the library is missing.
    """
    try:
        from jsonschema.validators import extend  # type: ignore[import-untyped]
        from jsonschema_specifications import (  # type: ignore[import-untyped]
            REGISTRY as SPECIFICATIONS,
        )
    except ImportError as error:
        raise _unusable(
            "this needs a further library: pip install 'contentlint[json-schema]'"
        ) from error
    document = _read(path)
    kind = _draft(document, path)
    try:
        kind.check_schema(document, format_checker=_no_formats())
    except RecursionError as error:
        raise _unusable(f"{path} is nested too deep to be read") from error
    except Exception as error:
        raise _unusable(f"{path}: {_schema_fault(error)}") from error
    patterns = _Patterns(path)
    further = {
        "properties": _properties,
        "pattern": patterns.pattern,
        "patternProperties": patterns.by_name,
        "additionalProperties": patterns.others,
    }
    # a registry of its own: the usual one asks the network for what a reference names
    meant = _as_astro_means(document) if ".astro" in path.parts else document
    validator = extend(kind, further)(meant, format_checker=_formats(), registry=SPECIFICATIONS)
    lookup = _References(validator, path)
    fault = schema_faults(document, set(kind.VALIDATORS), patterns.compiled, lookup.fault)
    if fault is not None:
        raise _unusable(f"{path}: {fault}")

    def check(values: Mapping[Any, Any]) -> list[FieldError]:
        return _check(validator, values, path)

    check({})  # a reference that leads round and round is told at once
    fields = fields_of(document, lookup)
    whole = document if isinstance(document, dict) else {"allOf": [document]}
    return JsonSchema(whole, check, fields)


def _read(path: Path) -> Any:
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
    return document


def _as_astro_means(document: Any) -> Any:
    """The schema that Astro made of a collection's, with its dates as Astro reads them.

    It writes ``date-time`` for what has become a date by then: in YAML a day is one, too, and
    ``z.coerce.date()`` takes any text of which JavaScript makes a date.
    """
    if isinstance(document, list):
        return [_as_astro_means(each) for each in document]
    if not isinstance(document, dict):
        return document
    meant = {key: _as_astro_means(each) for key, each in document.items()}
    if meant.get("type") == "string" and meant.get("format") == "date-time":
        del meant["type"]
        meant["format"] = "script-date"
    return meant


def _draft(document: Any, path: Path) -> Any:
    """The class of validators for the draft that *document* names; without one, the newest."""
    from jsonschema.validators import Draft202012Validator, validator_for

    name = document.get("$schema") if isinstance(document, dict) else None
    if name is None:
        return Draft202012Validator
    known = _OLD_DRAFT.sub("http", name) if isinstance(name, str) else ""
    kind = validator_for({"$schema": known}, default=None)
    if kind is None or "$ref" not in kind.VALIDATORS or "oneOf" not in kind.VALIDATORS:
        raise _unusable(
            f"{path}: $schema: {_shown(name)} is no draft that contentlint knows; write"
            ' "https://json-schema.org/draft/2020-12/schema", or 2019-09, or'
            ' "http://json-schema.org/draft-07/schema#", or 06 or 04'
        )
    return kind


def _no_formats() -> Any:
    from jsonschema import FormatChecker  # type: ignore[import-untyped]

    return FormatChecker(formats=())


def _formats() -> Any:
    """The formats of all drafts: some for which the library needs further ones, and one of ours."""
    from jsonschema import FormatChecker
    from jsonschema.validators import Draft202012Validator

    checker = FormatChecker(formats=())
    checker.checkers = {
        **Draft202012Validator.FORMAT_CHECKER.checkers,
        "date-time": (_is_date_time, ()),
        "script-date": (_is_script_date, ()),
        "uri": (_is_uri, ()),
    }
    return checker


def _is_date_time(value: Any) -> bool:
    read = parse_date(value) if isinstance(value, str) else None
    return not isinstance(value, str) or (read is not None and isinstance(read.value, datetime))


def _is_script_date(value: Any) -> bool:
    read = parse_date(value) if isinstance(value, str) else None
    return read is not None and read.form in _SCRIPT_DATES


def _is_uri(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    named = bool(parts.netloc) if parts.scheme in ("http", "https") else bool(parts.scheme)
    return named and re.search(r"\s", value) is None


class _References:
    """What the references of a schema lead to."""

    def __init__(self, validator: Any, path: Path) -> None:
        self._validator = validator
        self._path = path

    def __call__(self, reference: str) -> Any:
        return self._validator._resolver.lookup(reference).contents

    def fault(self, reference: Any) -> tuple[str, str] | None:
        """Raise for a *reference* that leads out of the file, or to nothing."""
        from referencing.exceptions import Unresolvable

        if isinstance(reference, str):
            try:
                self(reference)
            except Unresolvable as error:
                raise _unresolvable(self._path, reference) from error
        return None


def _unresolvable(path: Path, reference: str) -> ConfigError:
    return _unusable(
        f"{path} refers to {reference}, which is not in this file;"
        ' a schema must hold all that it needs, for example under "$defs"'
    )


def _unusable(words: str) -> ConfigError:
    return ConfigError(f"front-matter.json-schema: {words}", ("front-matter", "json-schema"))


def _schema_fault(error: Any) -> str:
    """Where in the schema it is no schema, and why."""
    where = ".".join(map(str, getattr(error, "absolute_path", ())))
    value = getattr(error, "instance", None)
    if getattr(error, "validator", "") == "type" and "object" in error.validator_value:
        example = ', as in {"type": "string"}' if "boolean" in error.validator_value else ""
        return f"{where}: give an object in braces{example}, not {_shown(value)}"
    if where.endswith("pattern"):
        return f"{where}: {_shown(value)} is a faulty regular expression"
    if where.endswith("type"):
        kinds = ", ".join(WORDS)
        near = suggest(value, list(WORDS)) if isinstance(value, str) else ""
        return f"{where}: there is no type {_shown(value)}{near}; the types are {kinds}"
    reason = str(error).split("\n", 1)[0]
    return f"{where}: {reason}" if where else reason


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _properties(
    validator: Any, schemas: Mapping[str, Any], instance: Any, schema: Any
) -> Iterator[Exception]:
    """``properties``; the library does not say where those are of which the schema says false."""
    if not isinstance(instance, dict):
        return
    for name, each in schemas.items():
        if name in instance and each is not False:
            yield from validator.descend(instance[name], each, path=name, schema_path=name)
    if any(each is False and name in instance for name, each in schemas.items()):
        from jsonschema.exceptions import (  # type: ignore[import-untyped]
            ValidationError,
        )

        yield ValidationError("not allowed")


class _Patterns:
    """The keywords with patterns, which get the limit on time that the library does not set."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, BoundedPattern] = {}

    def pattern(
        self, validator: Any, pattern: str, instance: Any, schema: Any
    ) -> Iterator[Exception]:
        """``pattern``."""
        from jsonschema.exceptions import ValidationError

        if isinstance(instance, str) and self.compiled(pattern).search(instance) is None:
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    def by_name(
        self, validator: Any, schemas: Any, instance: Any, schema: Any
    ) -> Iterator[Exception]:
        """``patternProperties``."""
        if isinstance(instance, dict):
            for pattern, each in schemas.items():
                for name in self._of_form(instance, pattern):
                    # under "properties" the names of what is forbidden are told
                    yield from validator.descend(
                        {name: instance[name]}, {"properties": {name: each}}, schema_path=pattern
                    )

    def others(
        self, validator: Any, wanted: Any, instance: Any, schema: Any
    ) -> Iterator[Exception]:
        """``additionalProperties``."""
        if not isinstance(instance, dict):
            return
        known = set(schema.get("properties", ()))
        for pattern in schema.get("patternProperties", ()):
            known.update(self._of_form(instance, pattern))
        others = [name for name in instance if name not in known]
        if wanted is False and others:
            from jsonschema.exceptions import ValidationError

            yield ValidationError(f"not allowed: {', '.join(map(repr, others))}")
        elif wanted is not False:
            for name in others:
                yield from validator.descend(instance[name], wanted, path=name)

    def _of_form(self, instance: Mapping[str, Any], pattern: str) -> list[str]:
        compiled = self.compiled(pattern)
        return [name for name in instance if compiled.search(name) is not None]

    def compiled(self, pattern: str) -> BoundedPattern:
        """*pattern* with a limit on time; whatever the library `regex` raises if it is faulty."""
        if pattern not in self._known:
            where = f"{self._path}: the pattern '{pattern}'"
            self._known[pattern] = BoundedPattern(
                pattern, 0, lambda words: _unusable(f"{where} {words}")
            )
        return self._known[pattern]


def _check(validator: Any, values: Mapping[Any, Any], path: Path) -> list[FieldError]:
    from referencing.exceptions import Unresolvable

    errors: list[FieldError] = []
    try:
        for error in validator.iter_errors(_as_json(values)):
            errors.extend(field_errors_of(error))
    except Unresolvable as error:
        raise _unresolvable(path, error.ref) from error
    except RecursionError as error:
        raise _unusable(f"{path} refers to itself without an end") from error
    return errors


def _as_json(value: Any) -> Any:
    """*value* as JSON knows it: dates as text, keys as text."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value

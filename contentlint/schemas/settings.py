"""``[front-matter]`` of the configuration as a schema: declared fields, a model, a JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from contentlint.bounded_patterns import BoundedPattern
from contentlint.dates import parse_date
from contentlint.errors import ConfigError
from contentlint.schemas.facts import FieldError, FieldFact

__all__ = ["declared_fact", "field_table"]

_KINDS = {
    "str": "title",
    "int": "whole",
    "float": "number",
    "bool": "flag",
    "date": "date",
    "datetime": "date",
    "list": "list",
    "list[str]": "texts",
    "list[int]": "wholes",
    "map": "map",
    "any": "any",
}
Broken = tuple[str, dict[str, Any]] | None


def field_table(table: Any) -> dict[str, Any]:
    """A field's table with plain names (``min-length`` as ``min_length``), empty values dropped."""
    items = table.items() if isinstance(table, Mapping) else vars(table).items()
    return {key.replace("-", "_"): value for key, value in items if value is not None}


def declared_fact(name: str, table: Mapping[str, Any], inherited: FieldFact | None) -> FieldFact:
    """The fact of the field *name* that *table* declares, on top of what it inherits.

    Raises:
        ConfigError: a pattern that does not compile.
    """
    kind = _KINDS[table["type"]] if "type" in table else inherited.kind if inherited else "any"
    if table.get("format") == "date" and "type" not in table:
        kind = "date"
    required = table.get("required", inherited.required if inherited else False)
    tests = list(_tests(name, table))

    def constrain(value: Any) -> FieldError | None:
        if value is None:
            return None
        for test in tests:
            broken = test(value)
            if broken is not None:
                code, words = broken
                at = words.pop("at", ())
                return FieldError((name, *at), code, words)
        return None

    return FieldFact(name, kind, bool(required), constrain if tests else None)


def _tests(name: str, table: Mapping[str, Any]) -> Iterable[Callable[[Any], Broken]]:
    """The constraints of *table*, each a function that says what a value breaks."""
    if "enum" in table:
        yield lambda value: _one_of(value, table["enum"], "enum")
    if "vocabulary" in table:
        yield lambda value: _all_of(value, table["vocabulary"])
    if "pattern" in table:
        bounded = _compiled(name, table["pattern"])
        yield lambda value: _matching(value, table["pattern"], bounded)
    if "min" in table or "max" in table:
        yield lambda value: _between(value, table.get("min"), table.get("max"))
    if "min_length" in table or "max_length" in table:
        yield lambda value: _sized(value, table.get("min_length"), table.get("max_length"))
    if table.get("unique"):
        yield _unlike
    form = table.get("format")
    if form is not None:
        yield _FORMATS[form]
    if table.get("type") == "datetime":
        yield _timed


def _compiled(name: str, pattern: str) -> BoundedPattern:
    key = ("front-matter", "fields", name, "pattern")
    where = f"{'.'.join(key)}: '{pattern}'"
    try:
        return BoundedPattern(pattern, 0, lambda words: ConfigError(f"{where} {words}", key))
    except Exception as error:
        raise ConfigError(f"{where} is faulty: {error}", key) from error


def _one_of(value: Any, allowed: list[Any], code: str) -> Broken:
    if any(type(value) is type(item) and value == item for item in allowed):
        return None
    from contentlint.schemas.errors import nearest

    names = [str(item) for item in allowed]
    return code, {"allowed": ", ".join(names), "near": nearest(value, names)}


def _all_of(value: Any, allowed: list[str]) -> Broken:
    if not isinstance(value, list):
        return _one_of(value, allowed, "vocabulary")
    for index, item in enumerate(value):
        broken = _all_of(item, allowed)
        if broken is not None:
            code, words = broken
            return code, {**words, "at": (index, *words.get("at", ())), "value": item}
    return None


def _matching(value: Any, pattern: str, bounded: BoundedPattern) -> Broken:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if _matching(item, pattern, bounded):
                return "pattern", {"pattern": pattern, "at": (index,), "value": item}
        return None
    return None if bounded.search(str(value)) else ("pattern", {"pattern": pattern})


def _between(value: Any, low: float | None, high: float | None) -> Broken:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if low is not None and value < low:
        return "min", {"limit": _number(low)}
    if high is not None and value > high:
        return "max", {"limit": _number(high)}
    return None


def _number(limit: float) -> str:
    return str(int(limit)) if limit == int(limit) else str(limit)


def _sized(value: Any, low: int | None, high: int | None) -> Broken:
    if not isinstance(value, (str, list, dict)):
        return None
    unit = "characters" if isinstance(value, str) else "entries"
    if low is not None and len(value) < low:
        return "short", {"limit": low, "length": len(value), "unit": unit}
    if high is not None and len(value) > high:
        return "long", {"limit": high, "length": len(value), "unit": unit}
    return None


def _unlike(value: Any) -> Broken:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item in value[:index]:
                return "repeated", {"at": (index,), "value": item}
    return None


def _is_url(value: Any) -> bool:
    if not isinstance(value, str) or re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _url(value: Any) -> Broken:
    return None if _is_url(value) else ("url", {})


def _image(value: Any) -> Broken:
    if _is_url(value):
        return None
    plain = isinstance(value, str) and bool(value) and not re.search(r"\s|undefined|:", value)
    return None if plain else ("image", {})


def _date(value: Any) -> Broken:
    if isinstance(value, (date, datetime)):
        return None
    return None if isinstance(value, str) and parse_date(value) else ("date", {})


def _timed(value: Any) -> Broken:
    read = parse_date(value) if isinstance(value, str) else None
    known = value if read is None else read.value
    if isinstance(known, datetime) or not isinstance(known, date):
        return None
    return "custom", {"reason": "a time of day is missing"}


_FORMATS: dict[str, Callable[[Any], Broken]] = {"url": _url, "image": _image, "date": _date}

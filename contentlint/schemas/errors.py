"""pydantic's errors as `FieldError`: the path inside the front matter, and plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from contentlint.patterns import pattern
from contentlint.schemas.facts import FieldError, FieldFact
from contentlint.schemas.kinds import WORDING

__all__ = ["field_errors", "nearest", "shown"]

_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "dict": "a mapping",
    "model": "a mapping",
    "mapping": "a mapping",
    "date": "a date",
    "datetime": "a date with a time",
    "time": "a time",
    "none": "no value",
}
_NUMBERS = frozenset({"a whole number", "a number", "a date", "a date with a time"})
_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "literal_error": "enum",
    "enum": "enum",
    "string_pattern_mismatch": "pattern",
    "string_too_short": "short",
    "string_too_long": "long",
    "too_short": "short",
    "too_long": "long",
    "greater_than": "min",
    "greater_than_equal": "min",
    "less_than": "max",
    "less_than_equal": "max",
}
_BETWEEN = pattern(r",\s+| or (?=')")
_LIMITS = ("min_length", "max_length", "gt", "ge", "lt", "le")
_LOOKS_LIKE_MORE = pattern(r"\s*(?:true|false|yes|no|on|off|null|[-+\d][\d.:\-TZ +]*)?\s*", re.I)
OWN_CODES = frozenset(
    {"custom", "vocabulary", "repeated", "url", "image", "date", *_CODES.values()}
)


def field_errors(
    faults: Iterable[Any], values: Mapping[Any, Any], facts: Mapping[str, FieldFact]
) -> list[FieldError]:
    """One error for each faulty value: a union's branches, which all complain, become one."""
    found: dict[tuple[Any, ...], FieldError] = {}
    for fault in faults:
        path = _path(fault["loc"], values, fault["type"] == "missing")
        path = (*path, *(fault.get("ctx") or {}).get("at", ()))
        error = _error(fault, path, values, facts)
        if error.code == "missing" and len(path) == 1:
            continue  # reported without asking the model
        known = found.get(path)
        found[path] = error if known is None else _joined(known, error)
    # an error deeper inside says more than the one around it
    outer = {path[:length] for path in found for length in range(len(path))}
    return [error for path, error in found.items() if path not in outer]


def _joined(first: FieldError, more: FieldError) -> FieldError:
    if first.code != "type" or more.code != "type":
        return first if first.code != "type" else more
    expected = first.words["expected"].split(" or ")
    expected += [name for name in more.words["expected"].split(" or ") if name not in expected]
    if _NUMBERS.intersection(expected) and "text" in expected:
        expected = [name for name in expected if name not in _NUMBERS]
    return first._replace(words={**first.words, "expected": " or ".join(expected)})


def _path(loc: tuple[Any, ...], values: Any, missing: bool) -> tuple[Any, ...]:
    """*loc* without the labels of union branches, which name no place in *values*."""
    path: list[Any] = []
    at = values
    steps = loc[:-1] if missing else loc
    for step in steps:
        if (isinstance(at, dict) and step in at) or (
            isinstance(at, (list, tuple)) and isinstance(step, int) and step < len(at)
        ):
            at = at[step]
        else:
            continue
        path.append(step)
    return (*path, loc[-1]) if missing else tuple(path)


def _error(
    fault: Any, path: tuple[Any, ...], values: Any, facts: Mapping[str, FieldFact]
) -> FieldError:
    kind = fault["type"]
    context = fault.get("ctx") or {}
    words: dict[str, Any] = {
        "field": ".".join(str(step) for step in path),
        "value": shown(fault.get("input")),
        **{key: value for key, value in context.items() if key not in ("at", "error")},
    }
    code = _CODES.get(kind, kind if kind in OWN_CODES else "")
    limit = words.get("limit", "")
    if code in ("min", "max", "short", "long"):
        words["limit"] = next((context[name] for name in _LIMITS if name in context), limit)
    elif code == "enum":
        words["allowed"] = str(context.get("expected", words.get("allowed", "")))
        names = [name.strip("'") for name in _BETWEEN.split(words["allowed"])]
        words["near"] = nearest(fault.get("input"), names)
    elif code == "unknown":
        words["near"] = nearest(path[-1] if path else "", list(facts))
    if not path and kind in ("value_error", "assertion_error"):  # of the whole model
        reason = str(fault["msg"]).partition(", ")[2]
        code, words["reason"] = "whole", reason.rstrip(".")
    if not code:
        code, extra = _type_error(kind, fault, path, facts)
        words.update(extra)
    return FieldError(path, code, words)


def _type_error(
    kind: str, fault: Any, path: tuple[Any, ...], facts: Mapping[str, FieldFact]
) -> tuple[str, dict[str, Any]]:
    fact = facts.get(path[0]) if path else None
    if fact is not None and len(path) == 1 and fact.kind in WORDING:
        return "type", {"expected": WORDING[fact.kind]}
    name = kind.removesuffix("_type").removesuffix("_parsing").split("_")[0]
    if name in _EXPECTED and not kind.startswith("string_p"):
        return "type", {"expected": _EXPECTED[name]}
    return "custom", {"reason": str(fault["msg"]).removeprefix("Value error, ")}


def nearest(value: Any, allowed: list[str]) -> str:
    """The one of *allowed* that *value* is most like, or an empty text."""
    from difflib import get_close_matches

    if not isinstance(value, str):
        return ""
    near = get_close_matches(value, allowed, n=1, cutoff=0.6)
    return near[0] if near else ""


def shown(value: Any) -> str:
    """A value as it is named in a message."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _LOOKS_LIKE_MORE.fullmatch(value):
        return f'"{value}"'  # the quotes are what is wrong with it
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return str(value)

"""pydantic's errors as `FieldError`: the path inside the front matter, and plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from contentlint.patterns import pattern
from contentlint.schemas.facts import FieldError, FieldFact, value_at
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
    "greater_than": "above",
    "greater_than_equal": "min",
    "less_than": "below",
    "less_than_equal": "max",
    "url_parsing": "url",
    "url_type": "url",
}
_REASONS = {
    "date_from_datetime_inexact": "it takes a date without a time of day",
    "date_future": "the date must lie in the future",
    "date_past": "the date must lie in the past",
    "datetime_future": "the time must lie in the future",
    "datetime_past": "the time must lie in the past",
    "finite_number": "it takes a number that is not infinite",
    "multiple_of": "it must be a multiple of {multiple_of}",
    "time_delta_parsing": "it takes a length of time such as PT1H30M",
    "timezone_aware": "a time zone is missing, such as +02:00 or Z",
    "timezone_naive": "it takes a time without a time zone",
    "uuid_parsing": "it takes a UUID such as 123e4567-e89b-42d3-a456-426614174000",
}
"""What pydantic says to a programmer, as an editor would."""
_NAMES = pattern(r"""(['"])((?:\\.|(?!\1).)*)\1|(?<![^\s,])(?!or\b)([^\s,'"]+)""")
_AS_WRITTEN = {"None": "empty", "True": "true", "False": "false"}
_LIMITED = frozenset({"min", "max", "above", "below", "short", "long"})
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
    for fault in _without_other_kinds(list(faults), values):
        path = _path(fault["loc"], values, fault["type"] == "missing")
        path = (*path, *(fault.get("ctx") or {}).get("at", ()), *_tag_of(fault))
        error = _error(fault, path, values, facts)
        known_fact = facts.get(path[0]) if error.code == "missing" and len(path) == 1 else None
        if known_fact is not None and known_fact.required:
            continue  # reported without asking the model
        known = found.get(path)
        found[path] = error if known is None else _joined(known, error)
    # an error deeper inside says more than the one around it
    outer = {path[:length] for path in found for length in range(len(path))}
    return [error for path, error in found.items() if path not in outer]


def _without_other_kinds(faults: list[Any], values: Any) -> list[Any]:
    """*faults* without those of a branch of a union whose ``kind: Literal[…]`` rules it out."""
    branches: dict[tuple[Any, ...], bool] = {}
    labels = [_branch(fault, values) for fault in faults]
    for fault, label in zip(faults, labels, strict=True):
        if label:
            ruled_out = fault["type"] == "literal_error" and len(fault["loc"]) > len(label)
            branches[label] = branches.get(label, False) or ruled_out
    open_unions = {label[:-1] for label, ruled_out in branches.items() if not ruled_out}
    return [
        fault
        for fault, label in zip(faults, labels, strict=True)
        if not label or not branches[label] or label[:-1] not in open_unions
    ]


def _branch(fault: Any, values: Any) -> tuple[Any, ...]:
    """The steps of *fault* up to the name of the union's branch it is about; none without."""
    loc = fault["loc"]
    for length in range(1, len(loc) + (fault["type"] != "missing")):
        if len(_path(loc[:length], values, False)) < length:
            return tuple(loc[:length])
    return ()


def _tag_of(fault: Any) -> tuple[Any, ...]:
    """The step to the field that decides which branch of a union a mapping is."""
    context = fault.get("ctx") or {}
    name = str(context.get("discriminator", ""))
    quoted = name.startswith("'") and name.count("'") == 2
    return (name.strip("'"),) if quoted and isinstance(fault.get("input"), dict) else ()


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
    placed = "at" in context or _tag_of(fault)
    value = value_at(values, path) if placed else fault.get("input")
    words: dict[str, Any] = {
        "field": ".".join(str(step) for step in path),
        "value": shown(value),
        **{key: value for key, value in context.items() if key not in ("at", "error")},
    }
    code = _CODES.get(kind, kind if kind in OWN_CODES else "")
    if _tag_of(fault):
        code = {"union_tag_invalid": "enum", "union_tag_not_found": "missing"}.get(kind, code)
    limit = words.get("limit", "")
    if code in _LIMITED:
        words["limit"] = next((context[name] for name in _LIMITS if name in context), limit)
        words.setdefault("unit", "characters" if isinstance(value, str) else "entries")
    elif code == "enum":
        expected = context.get("expected", context.get("expected_tags"))
        names = _names(words.get("allowed", "") if expected is None else str(expected))
        words["allowed"] = words["allowed"] if expected is None else ", ".join(names)
        words["near"] = nearest(value, names)
    elif code == "unknown":
        # what a mapping inside may hold is not known here
        words["near"] = nearest(path[-1], list(facts)) if len(path) == 1 else ""
    if not path and kind in ("value_error", "assertion_error"):  # of the whole model
        code, words["reason"] = "whole", _reason(fault)
    if not code:
        code, extra = _type_error(kind, fault, path, facts)
        words.update(extra)
    if fault["loc"][-1:] == ("[key]",):
        reason = words.get("reason", f"it takes {words.get('expected', 'another form')}")
        code, words["reason"] = "name", reason
    return FieldError(path, code, words)


def _names(expected: str) -> list[str]:
    """The values that pydantic lists, as in ``'a', 2 or None``, each as a post would write it."""
    found = _NAMES.findall(expected)
    return [text if mark else _AS_WRITTEN.get(word, word) for mark, text, word in found]


def _reason(fault: Any) -> str:
    """What a validator of the site says, without pydantic's words before it."""
    text = str(fault["msg"])
    if fault["type"] in ("value_error", "assertion_error"):
        text = text.partition(",")[2]
    return text.strip().rstrip(".") or "it is not what this site asks for"


def _type_error(
    kind: str, fault: Any, path: tuple[Any, ...], facts: Mapping[str, FieldFact]
) -> tuple[str, dict[str, Any]]:
    if kind in _REASONS:
        return "custom", {"reason": _REASONS[kind].format_map(fault.get("ctx") or {})}
    fact = facts.get(path[0]) if path else None
    if fact is not None and len(path) == 1 and fact.kind in WORDING:
        return "type", {"expected": WORDING[fact.kind]}
    name = kind.removesuffix("_type").removesuffix("_parsing").split("_")[0]
    if name in _EXPECTED and not kind.startswith("string_p"):
        return "type", {"expected": _EXPECTED[name]}
    return "custom", {"reason": _reason(fault)}


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

"""The kinds of front-matter values, told apart in plain Python.

Each kind has a pydantic type of the same meaning in `contentlint.schemas.types`.  The tests here
accept exactly what that type accepts (a property test holds the two equal), so that ordinary front
matter is cleared without importing pydantic.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from contentlint.dates import parse_date
from contentlint.patterns import pattern

__all__ = ["BY_TYPE", "CLEARS", "WORDING", "unknown_part"]

_TEXTS = frozenset({str, int, float, date, datetime, type(None)})
_NAMES = _TEXTS | {dict}
_STRINGS = frozenset({str})
_PARTS = pattern(r":([a-z_]+)")
# what Jekyll knows of a post for its address (jekyll/drops/url_drop.rb)
_KNOWN_PART = pattern(
    r"(?:categories|collection|name|output_ext|path|slug|slugified_categories|title|second|minute"
    r"|hour|(?:[iyw]_|short_|long_)?day|(?:i_|short_|long_)?month|(?:w_|short_)?year|week)_?"
)
_NUMBERS = frozenset({int, float, type(None)})


def _is_title(value: Any) -> bool:
    return value is None or type(value) is str


def _is_text(value: Any) -> bool:
    return type(value) in _TEXTS


def _is_flag(value: Any) -> bool:
    return value is None or type(value) is bool


def _is_flag_or_list(value: Any) -> bool:
    return value is None or type(value) in (bool, list)


def _is_whole(value: Any) -> bool:
    return value is None or type(value) is int


def _is_number(value: Any) -> bool:
    return type(value) in _NUMBERS


def _is_text_or_flag(value: Any) -> bool:
    return type(value) in _TEXTS or type(value) is bool


def _is_date(value: Any) -> bool:
    kind = type(value)
    if kind is str:
        return not value.strip() or parse_date(value) is not None
    return kind is datetime or kind is date or value is None


def _is_words(value: Any) -> bool:
    if type(value) is list:
        return _TEXTS.issuperset(map(type, value))
    return type(value) in _TEXTS


def _is_categories(value: Any) -> bool:
    if type(value) is list:
        return _TEXTS.issuperset(map(type, value)) or all(_is_words(item) for item in value)
    return type(value) in _TEXTS


def _is_people(value: Any) -> bool:
    if type(value) is list:
        return _NAMES.issuperset(map(type, value))
    return type(value) in _TEXTS or type(value) is dict


def _is_map(value: Any) -> bool:
    return value is None or type(value) is dict


def _is_permalink(value: Any) -> bool:
    return value is None or (type(value) is str and unknown_part(value) is None)


def unknown_part(permalink: str) -> str | None:
    """The first name after a colon in *permalink* for which Jekyll has nothing to put."""
    if ":" not in permalink:
        return None
    names = _PARTS.findall(permalink)
    return next((name for name in names if not _KNOWN_PART.fullmatch(name)), None)


def _is_maps(value: Any) -> bool:
    return value is None or type(value) in (dict, list)


def _is_image(value: Any) -> bool:
    return value is None or type(value) in (str, bool, dict, list)


def _is_list(value: Any) -> bool:
    return value is None or type(value) is list


def _is_texts(value: Any) -> bool:
    return value is None or (type(value) is list and _STRINGS.issuperset(map(type, value)))


def _is_wholes(value: Any) -> bool:
    return value is None or (type(value) is list and all(type(item) is int for item in value))


def _is_anything(_value: Any) -> bool:
    return True


CLEARS: dict[str, Callable[[Any], bool]] = {
    "title": _is_title,
    "text": _is_text,
    "flag": _is_flag,
    "flag-or-list": _is_flag_or_list,
    "whole": _is_whole,
    "number": _is_number,
    "text-or-flag": _is_text_or_flag,
    "date": _is_date,
    "words": _is_words,
    "categories": _is_categories,
    "people": _is_people,
    "map": _is_map,
    "maps": _is_maps,
    "permalink": _is_permalink,
    "image": _is_image,
    "list": _is_list,
    "texts": _is_texts,
    "wholes": _is_wholes,
    "any": _is_anything,
}
"""For each kind, whether a value is certainly of it."""

BY_TYPE = frozenset(CLEARS) - {"date", "permalink"}
"""Kinds that judge a value by its type alone, if it is no list."""

WORDING = {
    "title": "text",
    "text": "text",
    "flag": "true or false",
    "flag-or-list": "true or false",
    "whole": "a whole number",
    "number": "a number",
    "text-or-flag": "text, or true or false",
    "date": "a date such as 2021-11-08T20:24:00Z",
    "words": "text or a list of texts",
    "categories": "text or a list of texts, which may themselves be lists",
    "people": "a name, a list of names, or a mapping",
    "map": "a mapping",
    "maps": "a mapping or a list of mappings",
    "permalink": "text",
    "image": "the address of a picture",
    "list": "a list",
    "texts": "a list of texts",
    "wholes": "a list of whole numbers",
    "any": "anything",
}
"""For each kind, what a post should hold, for messages."""

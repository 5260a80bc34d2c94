"""Generated front matter: values, and the same values spelled in YAML, TOML and JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import tomlkit
import yaml
from hypothesis import strategies as st

__all__ = ["as_json", "as_toml", "as_yaml", "json_values", "mappings", "toml_values", "yaml_values"]

ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=["Cs", "Cc"],
    exclude_characters="\ufeff\ufffe\uffff\u2028\u2029",
)
WORDS = st.one_of(
    st.sampled_from(
        ["a", "苹果", "😀 no", "yes", "12_00", "10:30", "it's", 'a "b"', "a: b", "#x", ""]
    ),
    st.text(ALPHABET, max_size=12),
    st.text(st.sampled_from("a: #'\"[]{}&*!|>-?\n\t 😀字"), max_size=10),
)
KEYS = st.one_of(
    st.sampled_from(["title", "tags", "标题", "a.b", "a b", "no", "😀", '"', "'"]),
    st.text(ALPHABET, min_size=1, max_size=8),
)
MOMENTS = st.datetimes(
    datetime(1, 1, 1), datetime(9999, 12, 30), timezones=st.none() | st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.booleans() | NUMBERS | WORDS


def mappings(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings of mappings and lists, not too large."""
    inner = st.recursive(
        leaves,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
        max_leaves=8,
    )
    return st.dictionaries(KEYS, inner, min_size=1, max_size=4)


def json_values() -> st.SearchStrategy[dict[str, Any]]:
    return mappings(PLAIN | st.none())


def toml_values() -> st.SearchStrategy[dict[str, Any]]:
    return mappings(PLAIN | st.dates(date(1, 1, 1)) | MOMENTS)


def yaml_values() -> st.SearchStrategy[dict[str, Any]]:
    return mappings(PLAIN | st.none() | st.dates(date(1, 1, 1)) | MOMENTS)


def as_json(values: dict[str, Any], indent: int | None, plain: bool) -> str:
    return json.dumps(values, ensure_ascii=plain, indent=indent)


def as_toml(values: dict[str, Any]) -> str:
    return tomlkit.dumps(values)


def as_yaml(values: dict[str, Any], flow: bool | None, style: str | None, width: int) -> str:
    return yaml.safe_dump(
        values,
        allow_unicode=True,
        default_flow_style=flow,
        default_style=style,
        width=width,
        sort_keys=False,
    )

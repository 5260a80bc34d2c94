"""The plain-Python tests of values say exactly what pydantic says."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ConfigDict, ValidationError, create_model

from contentlint.schemas import for_presets, types
from contentlint.schemas.kinds import BY_TYPE, CLEARS, WORDING
from contentlint.schemas.types import Kind

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["2021-11-08", "Mon, 08 Nov 2021 20:24:00 GMT", "Invalid Date", "", " "])
    | st.dates()
    | st.datetimes()
    | st.just(time(1, 2))
    | st.just(b"x")
)
VALUES = st.recursive(
    LEAVES,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=2)
    ),
    max_leaves=6,
)


def type_of(kind: str) -> Any:
    """The pydantic type that is marked with *kind*."""
    for name in types.__all__:
        found = getattr(types, name)
        if Kind(kind) in getattr(found, "__metadata__", ()):
            return found
    from contentlint.schemas.build import _TYPES

    return next(t for t in _TYPES.values() if Kind(kind) in getattr(t, "__metadata__", ()))


MODELS = {
    kind: create_model(kind, __config__=ConfigDict(strict=True), value=(type_of(kind), ...))
    for kind in CLEARS
}


def accepts(kind: str, value: Any) -> bool:
    try:
        MODELS[kind].model_validate({"value": value})
    except ValidationError:
        return False
    return True


def test_every_kind_has_words_for_a_message() -> None:
    assert set(WORDING) == set(CLEARS)


@pytest.mark.parametrize("kind", CLEARS)
@settings(max_examples=150, deadline=None)
@given(value=VALUES)
def test_a_kind_clears_what_its_type_accepts_and_nothing_else(kind: str, value: Any) -> None:
    assert CLEARS[kind](value) == accepts(kind, value)


@pytest.mark.parametrize("kind", sorted(BY_TYPE))
@given(first=VALUES, second=VALUES)
def test_what_is_no_list_is_judged_by_its_type(kind: str, first: Any, second: Any) -> None:
    if type(first) is type(second) and type(first) is not list:
        assert CLEARS[kind](first) == CLEARS[kind](second)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["plain", "hexo", "hugo", "jekyll", "astro", "docusaurus", "zola", "news"]),
    st.data(),
)
def test_a_schema_finds_a_fault_where_its_model_does(preset: str, data: st.DataObject) -> None:
    schema = for_presets((preset,))
    names = st.sampled_from(sorted(schema.known_fields)) | st.text(max_size=4)
    values = data.draw(st.dictionaries(names, VALUES, max_size=4))
    try:
        schema.model.model_validate(values)
    except ValidationError:
        accepted = False
    else:
        accepted = True
    errors = schema.validate(values)
    assert (not errors) == accepted
    for error in errors:
        assert error.path
        if error.code != "missing":
            assert error.path[0] in values


def test_dates_of_all_types_are_cleared() -> None:
    for value in (date(2021, 11, 8), datetime(2021, 11, 8), "2021-11-08", None, ""):
        assert CLEARS["date"](value)

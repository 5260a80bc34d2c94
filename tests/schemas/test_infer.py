"""Inferring a schema from posts, as text that the configuration takes back."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import Any

from contentlint.schemas import for_presets, infer_schema
from contentlint.schemas.infer import infer_fields

POSTS: list[dict[str, Any]] = [
    {"title": f"Post {number}", "date": date(2021, 11, number), "tags": ["rome"], "weight": number}
    for number in range(1, 6)
]


def test_types_shares_and_vocabulary() -> None:
    posts = [*POSTS, {"title": "x", "date": "Mon, 08 Nov 2021 20:24:00 GMT", "draft": True}]
    inferred = infer_fields(posts)
    found = {field.name: field for field in inferred.fields}
    assert (found["title"].type, found["title"].posts, found["title"].always) == ("str", 6, True)
    assert (found["date"].type, found["date"].always) == ("date", True)
    assert (found["tags"].type, found["tags"].always) == ("list[str]", False)
    assert found["tags"].vocabulary == ("rome",)
    assert found["weight"].type == "int"
    assert (found["draft"].type, found["draft"].posts) == ("bool", 1)


def test_a_field_that_is_empty_in_one_post_is_not_required() -> None:
    posts = [{"title": f"Post {number}", "cover": "/a.png"} for number in range(9)]
    inferred = infer_fields([*posts, {"title": "x", "cover": ""}])
    fields = {field.name: field for field in inferred.fields}
    assert fields["title"].always
    assert fields["cover"].posts == 10
    assert not fields["cover"].always


def test_mixed_and_empty_values() -> None:
    inferred = infer_fields(
        [
            {
                "a": 1,
                "b": "x",
                "c": None,
                "d": [],
                "e": [1],
                "f": {"k": 1},
                "g": datetime(2021, 1, 1),
            },
            {"a": 1.5, "b": 2, "c": "", "d": ["x"], "e": [2], "f": {}, "g": date(2021, 1, 1)},
        ]
    )
    types = {field.name: field.type for field in inferred.fields}
    assert types == {
        "a": "float",
        "b": "any",
        "c": "any",
        "d": "list",
        "e": "list[int]",
        "f": "map",
        "g": "date",
    }


def test_the_snippet_is_configuration_that_the_posts_satisfy() -> None:
    text = infer_schema([*POSTS, {"title": "x", 'odd "name"': [1], "标题": "y"}])
    settings = tomllib.loads(text)["front-matter"]
    schema = for_presets(("plain",), settings)
    assert schema.required == ("title",)
    assert {'odd "name"', "标题", "weight"} <= schema.known_fields
    for post in POSTS:
        assert schema.validate(post) == []
    assert "# in 5 of 6 posts (83 %)" in text
    assert '# vocabulary = ["rome"]' in text


def test_names_that_toml_can_hardly_have_spoil_nothing() -> None:
    posts: list[dict[Any, Any]] = [{"a\x7fb": ["c\x7f", "d\ud800"], "e\ud800": "x", 3: "y"}] * 5
    text = infer_schema(posts)
    assert list(tomllib.loads(text)["front-matter"]["fields"]) == ["a\x7fb"]
    assert r'# vocabulary = ["c\u007f"]' in text


def test_no_posts_give_an_empty_table() -> None:
    assert tomllib.loads(infer_schema([])) == {"front-matter": {"unknown": "near"}}


def test_a_slip_of_a_common_name_is_not_declared_but_told() -> None:
    posts = [{"title": "A", "section": "news"}] * 5
    text = infer_schema([*posts, {"title": "B", "secton": "news", "mood": "good"}])
    fields = tomllib.loads(text)["front-matter"]["fields"]
    assert list(fields) == ["title", "section", "mood"]
    assert "# in 1 of 6 posts (17 %)\n# secton looks like a slip of section: not declared" in text
    few = infer_schema([{"section": "news"}, {"secton": "news"}])
    assert list(tomllib.loads(few)["front-matter"]["fields"]) == ["section", "secton"]

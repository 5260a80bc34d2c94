"""What a site's JSON Schema refuses, in the words and at the place that an editor sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.api import lint_text
from contentlint.config import Config

pytest.importorskip("jsonschema")

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
PICTURE = {"properties": {"kind": {"const": "picture"}}, "required": ["kind", "source"]}
FILM = {"properties": {"kind": {"const": "film"}}, "required": ["kind", "minutes"]}
UNION = {"oneOf": [{"type": "object", **PICTURE}, {"type": "object", **FILM}]}


def told(folder: Path, document: Any, fields: str) -> list[tuple[str, str]]:
    """The text at each finding and its message, for a post with *fields*; errors without text."""
    (folder / "post.json").write_text(json.dumps(document), encoding="utf-8")
    config = Config({"front-matter": {"json-schema": "post.json"}}, folder)
    text = f"---\ntitle: A walk\n{fields}\n---\nText\n"
    report = lint_text(text, config=config, select=["front-matter"])
    found = [(text[f.start.offset : f.end.offset], f.message) for f in report.findings]
    return found + [("", error.message) for error in report.errors]


@pytest.mark.parametrize(
    ("schema", "value", "at", "words"),
    [
        ({"exclusiveMinimum": 5}, "5", "5", "`f` is `5`; it must be more than 5."),
        ({"exclusiveMaximum": 5}, "5", "5", "`f` is `5`; it must be less than 5."),
        ({"multipleOf": 5}, "7", "7", "`f` is `7`: it must be a multiple of 5."),
        ({"uniqueItems": True}, "[a, c, 2, c]", "c", "`f.3` repeats `c`; every entry may"),
        ({"minProperties": 2}, "{a: 1}", "{a: 1}", "it needs at least 2 fields."),
        ({"not": {"const": "x"}}, "x", "x", "`f` is `x`: this site does not allow that value."),
        ({"contains": {"const": "a"}}, "[b]", "[b]", "none of its entries is one that this"),
        ({"prefixItems": [{}], "items": False}, "[a, b]", "[a, b]", "at most 1 entries."),
        ({"format": "email"}, "ann", "ann", "`f` is `ann`: it takes an e-mail address."),
        ({"format": "uri"}, "no uri", "no uri", "which is no address such as https://"),
        ({"format": "date-time"}, "soon", "soon", "it takes a date with a time, such as"),
        ({"format": "date"}, "2024-05-41", "2024-05-41", "month 5 of 2024 has no day 41."),
        ({"pattern": r"^\p{L}+$"}, "a1", "a1", r"does not have the form this site asks for"),
        (False, "x", "f", "`f` is no field that this site allows."),
        ({"properties": {"a": False}}, "{a: 1}", "a", "`f.a` is no field that this site allows."),
        ({"patternProperties": {"^a": False}}, "{ab: 1}", "ab", "`f.ab` is no field that this"),
        ({"unevaluatedProperties": False}, "{'a''b': 1}", "'a''b'", "`f.a'b` is no field"),
        ({"propertyNames": {"pattern": "^a"}}, "{b: 1}", "b", "it does not have the form ^a."),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, "3", "3", "it takes text or a list."),
        ({"anyOf": [{"type": "array"}, {"const": "all"}]}, "3", "3", "it takes a list or all."),
        ({"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}]}, "d", "d", "it may be a, b, c."),
        ({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, "3", "3", "it fits several of the"),
        (UNION, "{kind: picture, minutes: 3}", "f", "`f.source` is missing; this site asks"),
        (UNION, "{kind: pictur}", "pictur", "it may be picture, film. Probably `picture` is"),
    ],
)
def test_a_fault_is_told_in_an_editors_words(
    tmp_path: Path, schema: Any, value: str, at: str, words: str
) -> None:
    ((place, message),) = told(tmp_path, {"properties": {"f": schema}}, f"f: {value}")
    assert place == at
    assert words in message


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"format": "date-time"}, "2024-05-11 08:00:00"),
        ({"format": "date-time"}, "2024-05-11T08:00:00+08:00"),
        ({"format": "uri"}, "mailto:ann@example.com"),
        ({"uniqueItems": True}, "[1, true, 'x', '1']"),
        ({"patternProperties": {"^a": True}, "additionalProperties": False}, "{ab: 1}"),
        (UNION, "{kind: film, minutes: 3}"),
    ],
)
def test_what_a_schema_allows_is_fine(tmp_path: Path, schema: Any, value: str) -> None:
    assert told(tmp_path, {"properties": {"f": schema}}, f"f: {value}") == []


def test_what_older_drafts_say_in_their_own_way(tmp_path: Path) -> None:
    least = {"minimum": 5, "exclusiveMinimum": True}
    document: dict[str, Any] = {"$schema": DRAFT_4, "properties": {"f": least}}
    assert told(tmp_path, document, "f: 5") == [("5", "`f` is `5`; it must be more than 5.")]
    document = {"$schema": DRAFT_7, "dependencies": {"f": ["g"]}}
    assert told(tmp_path, document, "f: 5") == [("---", "`g` is missing; this site asks for it.")]
    uuid = {"$schema": DRAFT_7, "properties": {"f": {"type": "string", "format": "uuid"}}}
    assert "it takes a UUID such as" in told(tmp_path, uuid, "f: x")[0][1]
    document["$schema"] = DRAFT_7.replace("http:", "https:").removesuffix("#")
    assert len(told(tmp_path, document, "f: 5")) == 1


def test_a_repeated_tag_is_told_once(tmp_path: Path) -> None:
    document = {"properties": {"tags": {"uniqueItems": True}}}
    ((place, message),) = told(tmp_path, document, "tags: [a, b, a]")
    assert (place, message) == ("a", "`tags` holds `a` twice. Remove one.")


def test_the_schema_of_a_collection_of_astro(tmp_path: Path) -> None:
    """As Astro writes it into .astro/collections/ from a schema of zod."""
    blog = {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "pubDate": {
                "anyOf": [
                    {"type": "string", "format": "date-time"},
                    {"type": "string", "format": "date"},
                    {"type": "integer", "format": "unix-time"},
                ]
            },
            "summry": {"type": "string"},
            "$schema": {"type": "string"},
        },
        "required": ["title", "pubDate"],
        "additionalProperties": False,
    }
    document = {"$ref": "#/definitions/blog", "definitions": {"blog": blog}, "$schema": DRAFT_7}
    for value in ("2024-05-11", "2024-05-11T08:00:00Z", "1715414400"):
        assert told(tmp_path, document, f"pubDate: {value}\nsummry: it is known") == []
    ((place, message),) = told(tmp_path, document, "summry: x")
    assert place == "---"
    assert message.startswith("`pubDate` is missing; every post of this site has one.")


DATE = {"type": "string", "format": "date-time"}
REFERENCE = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
    ]
}
NODE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "when": {"anyOf": [DATE, {"type": "null"}]},
        "children": {"type": "array", "items": {"$ref": "#/$defs/__schema0"}},
    },
    "required": ["name"],
}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("pubDate: 2026-05-01", None),
        ('pubDate: "2026-05-01"', None),
        ("pubDate: 2026-05-01T10:00:00Z", None),
        ('pubDate: "May 3, 2026"', None),
        ("pubDate: someday", ("someday", "it takes a date such as 2021-11-08.")),
        ("pubDate: 2026年5月1日", ("2026年5月1日", "it takes a date such as 2021-11-08.")),
        ("pubDate: 20260501", ("20260501", "it takes a date such as 2021-11-08.")),
        ("author: ann", None),
        ("author: {id: ann}", None),
        ("author: 7", ("7", "it takes text or a mapping.")),
        ("cover: 5", ("5", "it takes text.")),
        ("root: {name: a, when: 2026-05-01, children: [{name: b, when: null}]}", None),
        ("root: {name: a, children: [{name: 5}]}", ("5", "`root.children.0.name` is `5`;")),
        ("root: {name: a, when: never}", ("never", "it takes a date such as")),
        ("colour: red", ("colour", "is no field that this site allows.")),
    ],
)
@pytest.mark.parametrize("inherit", [True, False])
def test_what_astro_6_takes_is_right(
    tmp_path: Path, field: str, wrong: tuple[str, str] | None, inherit: bool
) -> None:
    """What Astro's own schema means, by runs of `astro sync` over such entries."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "pubDate": DATE,
            "author": REFERENCE,
            "cover": {"type": "string"},
            "root": {"$ref": "#/$defs/__schema0"},
        },
        "$defs": {"__schema0": NODE},
        "additionalProperties": False,
    }
    folder = tmp_path / ".astro" / "collections"
    folder.mkdir(parents=True)
    (folder / "blog.schema.json").write_text(json.dumps(document), encoding="utf-8")
    table = {"json-schema": ".astro/collections/blog.schema.json", "inherit": inherit}
    config = Config({"preset": "astro", "front-matter": table}, tmp_path)
    text = f"---\ntitle: A walk\n{field}\n---\nText\n"
    found = lint_text(text, config=config, ignore=["front-matter/date-format"]).findings
    assert [text[f.start.offset : f.end.offset] for f in found] == ([wrong[0]] if wrong else [])
    if wrong is not None and not inherit:
        assert wrong[1] in found[0].message


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"type": ["string", "null"]}, False),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({}, True),
    ],
)
def test_a_field_that_may_be_null_is_not_empty(tmp_path: Path, schema: Any, is_told: bool) -> None:
    document = {"properties": {"f": schema}, "required": ["f"]}
    found = told(tmp_path, document, "f: null")
    assert ["is empty" in message for _, message in found] == [True] * is_told
    ((_, message),) = told(tmp_path, document, "g: null")[:1]
    assert "`f` is missing" in message


def test_a_day_is_no_moment_to_a_schema_of_ones_own(tmp_path: Path) -> None:
    ((place, message),) = told(tmp_path, {"properties": {"at": DATE}}, "at: 2026-05-01")
    assert place == "2026-05-01"
    assert "it takes a date with a time" in message


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"propertees": {}}, "propertees: JSON Schema has no such keyword (did you mean 'prop"),
        ({"properties": {"f": {"minLenght": 1}}}, "properties.f.minLenght: JSON Schema has no"),
        ({"anyOf": [{}, {"requried": []}]}, "anyOf.1.requried: JSON Schema has no such"),
        ({"dependencies": {"f": ["g"]}}, "write dependentRequired or dependentSchemas, or change"),
        ({"$schema": DRAFT_7, "prefixItems": []}, "this keyword means nothing in the draft of"),
        ({"$schema": DRAFT_4.replace("4", "3")}, "is no draft that contentlint knows; write"),
        ({"$schema": "https://example.com/own"}, "is no draft that contentlint knows; write"),
        ({"properties": {"f": {"pattern": "(("}}}, 'properties.f.pattern: "((" is a faulty reg'),
        ({"patternProperties": {"((": {}}}, 'patternProperties: "((" is a faulty regular'),
        ({"properties": {"g": {"$ref": "other.json"}}}, "refers to other.json, which is not in"),
        ({"properties": {"g": {"$ref": "#/$defs/g"}}}, "refers to #/$defs/g, which is not in"),
    ],
)
def test_what_a_schema_asks_in_vain_is_told_whatever_the_post(
    tmp_path: Path, document: Any, words: str
) -> None:
    ((_, message),) = told(tmp_path, document, "f: 1")
    assert message.startswith("front-matter.json-schema: ")
    assert words in message


def test_words_for_editors_and_programs_are_no_faults(tmp_path: Path) -> None:
    names = ["title", "description", "example", "$comment", "x-order", "note", "nullable"]
    names += ["markdownDescription", "errorMessage", "enumNames", "tsType"]
    field: dict[str, Any] = dict.fromkeys(names, "example")
    field |= {"readOnly": True, "$id": "f", "examples": [1]}
    document: dict[str, Any] = {"properties": {"f": field}}
    document["$defs"] = {"requried": {"title": "a field of that name"}}
    assert told(tmp_path, document, "f: 1") == []


def test_a_pattern_of_names_that_takes_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contentlint.bounded_patterns.BoundedPattern.SECONDS", 0.2)
    document = {"patternProperties": {"^(a|aa)+$": {"type": "integer"}}}
    ((_, message),) = told(tmp_path, document, f"{'a' * 60}!: 1")
    assert "the pattern '^(a|aa)+$' ran longer than" in message

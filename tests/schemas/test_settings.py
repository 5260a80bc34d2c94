"""A site's own schema: declared fields, a pydantic model, a JSON Schema file; each at its place."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from contentlint.api import lint_paths, lint_text
from contentlint.config import Config, load_config
from contentlint.document.frontmatter import read
from contentlint.errors import ConfigError
from contentlint.schemas import FieldError, for_presets

BASE: dict[str, Any] = {"title": "A walk", "date": "2021-11-08"}


def errors(fields: dict[str, Any], **values: Any) -> list[FieldError]:
    return for_presets(("hexo",), {"fields": fields}).validate({**BASE, **values})


@pytest.mark.parametrize(
    ("table", "good", "bad", "path", "code"),
    [
        ({"type": "str"}, "a", 1, ("f",), "type"),
        ({"type": "int"}, 1, 1.5, ("f",), "type"),
        ({"type": "float"}, 1, "1", ("f",), "type"),
        ({"type": "bool"}, True, "true", ("f",), "type"),
        ({"type": "date"}, "2021-11-08", "soon", ("f",), "date"),
        ({"type": "datetime"}, "2021-11-08 10:00:00", "2021-11-08", ("f",), "custom"),
        ({"type": "list"}, [1, "a"], "a", ("f",), "type"),
        ({"type": "list[str]"}, ["a"], ["a", 1], ("f", 1), "type"),
        ({"type": "list[int]"}, [1], [1, "a"], ("f", 1), "type"),
        ({"type": "map"}, {"a": 1}, [1], ("f",), "type"),
        ({"enum": ["a", 2]}, 2, "b", ("f",), "enum"),
        ({"vocabulary": ["rome", "walks"]}, ["rome"], ["rome", "Rome"], ("f", 1), "vocabulary"),
        ({"vocabulary": ["rome"]}, "rome", "walks", ("f",), "vocabulary"),
        ({"pattern": "^[a-z]+$"}, "abc", "Abc", ("f",), "pattern"),
        ({"min": 1, "max": 5}, 5, 0, ("f",), "min"),
        ({"min": 1, "max": 5}, 1, 6, ("f",), "max"),
        ({"min-length": 2}, "ab", "a", ("f",), "short"),
        ({"max-length": 2}, ["a", "b"], ["a", "b", "c"], ("f",), "long"),
        ({"unique": True}, ["a", "b"], ["a", "b", "a"], ("f", 2), "repeated"),
        ({"format": "url"}, "https://example.com/a", "/a", ("f",), "url"),
        ({"format": "image"}, "img/a.png", "https:///a.png", ("f",), "image"),
        ({"format": "date"}, "2021-11-08", "soon", ("f",), "date"),
    ],
)
def test_declared_fields(
    table: dict[str, Any], good: Any, bad: Any, path: tuple[Any, ...], code: str
) -> None:
    assert errors({"f": table}, f=good) == []
    assert errors({"f": table}, f=None) == []
    assert errors({"f": table}) == []
    (found,) = errors({"f": table}, f=bad)
    assert (found.path, found.code) == (path, code)


def test_a_declared_field_may_be_required_and_have_a_name_of_its_own() -> None:
    fields = {"hero-image": {"format": "image", "required": True}}
    schema = for_presets(("hexo",), {"fields": fields})
    assert schema.required == ("title", "date", "hero-image")
    assert [item.path for item in schema.validate(BASE)] == [("hero-image",)]
    assert "hero-image" in schema.json_schema()["properties"]


def test_constraints_are_told_in_the_words_of_json_schema() -> None:
    fields = {
        "code": {"type": "str", "min_length": 2, "max_length": 4, "pattern": "^[A-Z]"},
        "stops": {"type": "list[str]", "min_length": 1, "max_length": 9, "unique": True},
        "miles": {"type": "int", "min": 1, "max": 99, "enum": [1, 2, 99]},
        "map": {"format": "url"},
        "day": {"format": "date"},
    }
    told = for_presets(("plain",), {"fields": fields}).json_schema()["properties"]
    for name, words in {
        "code": {"minLength": 2, "maxLength": 4, "pattern": "^[A-Z]"},
        "stops": {"minItems": 1, "maxItems": 9, "uniqueItems": True},
        "miles": {"minimum": 1, "maximum": 99, "enum": [1, 2, 99]},
        "map": {"format": "uri"},
        "day": {"format": "date"},
    }.items():
        assert told[name].items() >= words.items(), name


def test_constraints_come_on_top_of_the_presets_type() -> None:
    fields = {"tags": {"vocabulary": ["rome"]}, "date": {"required": False}}
    schema = for_presets(("hexo",), {"fields": fields})
    assert schema.validate({"title": "A walk", "tags": ["rome"]}) == []
    assert [item.code for item in schema.validate({"title": "x", "tags": [{"a": 1}]})] == ["type"]
    assert [item.code for item in schema.validate({"title": "x", "tags": ["x"]})] == ["vocabulary"]
    assert schema.json_schema()["properties"]["tags"]["items"] == {"enum": ["rome"]}


def test_without_inheritance_only_declared_fields_count() -> None:
    schema = for_presets(("hexo",), {"inherit": False, "fields": {"name": {"type": "str"}}})
    assert schema.known_fields == {"name"}
    assert schema.validate({"comments": "false"}) == []
    assert len(schema.validate({"name": 1})) == 1


def test_a_pattern_that_does_not_compile_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match=r"front-matter\.fields\.f\.pattern"):
        errors({"f": {"pattern": "("}})


SLOW, SLOWS_IT = "^(a|aa)+$", "a" * 60 + "!"


@pytest.mark.parametrize("many", [False, True])
def test_a_pattern_that_takes_too_long_is_named_and_the_post_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    monkeypatch.setattr("contentlint.bounded_patterns.BoundedPattern.SECONDS", 0.2)
    value = [SLOWS_IT] if many else SLOWS_IT
    with pytest.raises(ConfigError) as caught:
        errors({"f": {"pattern": SLOW}}, f=value)
    assert f"front-matter.fields.f.pattern: '{SLOW}' ran longer than" in str(caught.value)
    config = Config({"front-matter": {"fields": {"title": {"pattern": SLOW}}}}, tmp_path)
    text = f"---\ntitle: {SLOWS_IT}\ndate: soon\n---\n<p>x</p></p>\n"
    report = lint_text(text, config=config)
    (error,) = report.errors
    assert error.message.startswith("front-matter.fields.title.pattern: ")
    assert {finding.rule for finding in report.findings} >= {"html/stray-end-tag"}


def test_a_json_schemas_pattern_that_takes_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("jsonschema")
    monkeypatch.setattr("contentlint.bounded_patterns.BoundedPattern.SECONDS", 0.2)
    (tmp_path / "post.json").write_text(json.dumps({"properties": {"f": {"pattern": SLOW}}}))
    schema = for_presets(("plain",), {"json-schema": "post.json"}, tmp_path)
    with pytest.raises(ConfigError, match=r"post\.json: the pattern '.*' ran longer than"):
        schema.validate({"title": "A post", "f": SLOWS_IT})


def test_a_faulty_pattern_of_a_field_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "contentlint.toml"
    file.write_text('[front-matter.fields.f]\ntype = "str"\npattern = "(x"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r":3: front-matter\.fields\.f\.pattern: this regular"):
        load_config(file)
    file.write_text("[front-matter.fields.f]\npattern = '^\\p{Lu}++'\n", encoding="utf-8")
    assert load_config(file).values  # `re` does not know this, `regex` does


MODEL = """
from typing import Literal
from pydantic import BaseModel, Field, model_validator
from contentlint.schemas import HexoPost
from contentlint.schemas.types import Text

class Author(BaseModel):
    name: str
    links: list[dict[str, str]] = []

class Post(HexoPost):
    subtitle: Text = Field(None, max_length=5, description="Below the title")
    people: list[Author] = []
    kind: Literal["news", "opinion"] = "news"
    by_role: dict[str, list[Author]] = {}

    @model_validator(mode="after")
    def later(self):
        if self.subtitle and self.subtitle == self.title:
            raise ValueError("the subtitle repeats the title")
        return self

nothing = 3
"""


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A folder with a module of its own name, which holds a model."""
    name = "site_" + str(abs(hash(request.node.name)))
    (tmp_path / f"{name}.py").write_text(MODEL, encoding="utf-8")
    return tmp_path, name


def test_a_model_by_import_path_inherits_a_preset(site: tuple[Path, str]) -> None:
    folder, name = site
    schema = for_presets(("hexo",), {"schema": f"{name}:Post"}, folder)
    assert schema.required == ("title", "date")
    assert {"subtitle", "people", "thumbnail"} <= schema.known_fields
    assert schema.validate({**BASE, "people": [{"name": "Ann"}]}) == []
    (found,) = schema.validate({**BASE, "subtitle": "A walk"})
    assert (found.path, found.code) == (("subtitle",), "long")
    (found,) = schema.validate({**BASE, "kind": "newz"})
    assert (found.code, found.words["near"]) == ("enum", "news")
    (found,) = schema.validate({**BASE, "title": "Rome", "subtitle": "Rome"})
    assert (found.path, found.code) == ((), "whole")
    assert found.words["reason"] == "the subtitle repeats the title"


NESTED = {
    "yaml": (
        "---\ntitle: A walk\ndate: 2021-11-08\n"
        "people:\n  - name: Ann\n  - {name: 😀, links: [{a: b}, {c: [1]}]}\n"
        "by_role:\n  cook:\n  - name: [x]\n  - role: none\n---\nText\n"
    ),
    "toml": (
        '+++\ntitle = "A walk"\ndate = 2021-11-08\n'
        '[[people]]\nname = "Ann"\n[[people]]\nname = "😀"\nlinks = [{a = "b"}, {c = [1]}]\n'
        '[by_role]\ncook = [{name = ["x"]}, {role = "none"}]\n+++\nText\n'
    ),
    "json": (
        '{"title": "A walk", "date": "2021-11-08",\n'
        '"people": [{"name": "Ann"}, {"name": "😀", "links": [{"a": "b"}, {"c": [1]}]}],\n'
        '"by_role": {"cook": [{"name": ["x"]}, {"role": "none"}]}}\nText\n'
    ),
}


@pytest.mark.parametrize("form", NESTED)
def test_error_paths_through_lists_and_maps_land_on_the_value(
    site: tuple[Path, str], form: str
) -> None:
    folder, name = site
    matter = read(NESTED[form])
    assert matter.format == form
    found = for_presets(("hexo",), {"schema": f"{name}:Post"}, folder).validate(matter.values)
    assert [(item.path, item.code) for item in found] == [
        (("people", 1, "links", 1, "c"), "type"),
        (("by_role", "cook", 0, "name"), "type"),
        (("by_role", "cook", 1, "name"), "missing"),
    ]
    places = [matter.value(item.path) for item in found[:2]]
    spelled = [matter.text[slice(*place)] for place in places if place]
    assert spelled == ["[1]", {"yaml": "[x]"}.get(form, '["x"]')]
    whole = matter.text[slice(*matter.nearest(found[2].path))]
    assert whole in ("role: none", '{role = "none"}', '{"role": "none"}')


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nocolon", "package.module:Class"),
        ("no_such_module_here:Post", "cannot import"),
        ("SITE:Missing", "no pydantic model"),
        ("SITE:nothing", "no pydantic model"),
    ],
)
def test_a_wrong_import_path_is_a_configuration_error(
    site: tuple[Path, str], path: str, words: str
) -> None:
    folder, name = site
    with pytest.raises(ConfigError, match=words):
        for_presets(("hexo",), {"schema": path.replace("SITE", name)}, folder)


@pytest.mark.parametrize("code", ["sys.exit(0)", "no_such_name"])
def test_a_module_that_fails_is_a_configuration_error(tmp_path: Path, code: str) -> None:
    (tmp_path / "failing_site.py").write_text(f"import sys\n{code}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot import 'failing_site'"):
        for_presets(("hexo",), {"schema": "failing_site:Post"}, tmp_path)


def test_sites_may_name_their_modules_alike(tmp_path: Path) -> None:
    for site, kind in (("a", "int"), ("b", "str")):
        folder = tmp_path / site
        folder.mkdir()
        code = f"import pydantic\nclass Post(pydantic.BaseModel):\n    level: {kind}\n"
        (folder / "alike_site.py").write_text(code, encoding="utf-8")
    for site, faults in (("a", 1), ("b", 0), ("a", 1)):
        schema = for_presets((), {"schema": "alike_site:Post"}, tmp_path / site)
        assert len(schema.validate({"level": "high"})) == faults


SCHEMA = {
    "type": "object",
    "required": ["series"],
    "properties": {
        "series": {"type": "string", "enum": ["rome", "athens"]},
        "stops": {"type": "array", "items": {"type": "object", "required": ["place"]}},
        "level": {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "any"}]},
        "opens": {"type": "string", "pattern": "^1"},
    },
}


@pytest.fixture
def schema_file(tmp_path: Path) -> Path:
    pytest.importorskip("jsonschema")
    (tmp_path / "post.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("values", "path", "code"),
    [
        ({}, ("series",), "missing"),
        ({"series": "rom"}, ("series",), "enum"),
        ({"series": "rome", "stops": [{"place": 1}, {}]}, ("stops", 1, "place"), "missing"),
        ({"series": "rome", "stops": [{"place": 1}, 2]}, ("stops", 1), "type"),
        ({"series": "rome", "level": 0}, ("level",), "min"),
        ({"series": "rome", "opens": dt.time(9, 30)}, ("opens",), "pattern"),
    ],
)
def test_a_json_schema_file(
    schema_file: Path, values: dict[str, Any], path: tuple[Any, ...], code: str
) -> None:
    schema = for_presets(("hexo",), {"json-schema": "post.json"}, schema_file)
    (found,) = schema.validate({**BASE, **values})
    assert (found.path, found.code) == (path, code)
    assert "stops" in schema.known_fields
    assert schema.validate({**BASE, "series": "rome"}) == []
    assert schema.json_schema()["allOf"][1] == SCHEMA


@pytest.mark.parametrize("text", ["{", '{"type": 3}', None])
def test_a_faulty_json_schema_file_is_a_configuration_error(
    tmp_path: Path, text: str | None
) -> None:
    pytest.importorskip("jsonschema")
    if text is not None:
        (tmp_path / "post.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"post\.json"):
        for_presets(("hexo",), {"json-schema": "post.json"}, tmp_path)


WHOLE = "The front matter does not fit this site's schema: "


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"required": ["series"]}, ["missing-field: `series` is missing; every post"]),
        ({"allOf": [{"required": ["series"]}]}, ["missing-field: `series` is missing; every post"]),
        (
            {"anyOf": [{"required": ["series"]}]},
            ["invalid-value: `series` is missing; this site"],
        ),
        (
            {"dependentRequired": {"title": ["series", "date"]}},
            ["invalid-value: `series` is missing; this site"],
        ),
        (
            {
                "additionalProperties": False,
                "properties": {"title": {}, "date": {}, "summary": {}},
                "patternProperties": {"^x-": {}},
            },
            [
                "unknown-field: No site generator reads a field",
                "invalid-value: `mine` is no field that this site allows.",
            ],
        ),
        (
            {"minProperties": 9},
            [f"invalid-value: {WHOLE}it has 5 fields, and must have at least 9"],
        ),
        ({"maxProperties": 1}, [f"invalid-value: {WHOLE}it has 5 fields, and may have at most 1"]),
        ({"not": {"required": ["title"]}}, [f"invalid-value: {WHOLE}this combination of fields"]),
        ({"propertyNames": {"maxLength": 5}}, ["invalid-value: `sumary` is no name that this"]),
        (False, [f"invalid-value: {WHOLE}"]),
        (True, []),
    ],
)
def test_what_a_json_schema_asks_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: Any, told: list[str]
) -> None:
    pytest.importorskip("jsonschema")
    monkeypatch.chdir(tmp_path)
    Path("post.json").write_text(json.dumps(document), encoding="utf-8")
    Path("contentlint.toml").write_text(
        'select = ["front-matter"]\n[front-matter]\njson-schema = "post.json"\n', encoding="utf-8"
    )
    fields = "title: A post\ndate: 2024-01-01T00:00:00Z\nsumary: 1\nmine: 1\nx-a: 2\n"
    Path("a.md").write_text(f"---\n{fields}---\n\nText.\n", encoding="utf-8")
    report = lint_paths(["a.md"])
    said = [f"{item.rule.partition('/')[2]}: {item.message}" for item in report.findings]
    assert len(said) == len(told)
    assert [line[: len(start)] for line, start in zip(said, told, strict=True)] == told


@pytest.mark.parametrize(
    ("fields", "name"),
    [("author: Ana\nauhtor: Ana\n", "auhtor"), ("authors: [Ana]\n", "authors")],
)
def test_a_field_that_is_no_slip_is_one_the_json_schema_forbids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: str, name: str
) -> None:
    pytest.importorskip("jsonschema")
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {"title": {}, "author": {}}
    document = {"additionalProperties": False, "properties": known}
    Path("post.json").write_text(json.dumps(document), encoding="utf-8")
    Path("contentlint.toml").write_text(
        'select = ["front-matter"]\n[front-matter]\njson-schema = "post.json"\n', encoding="utf-8"
    )
    Path("a.md").write_text(f"---\ntitle: A post\n{fields}---\n\nText.\n", encoding="utf-8")
    (found,) = lint_paths("a.md").findings
    assert found.rule == "front-matter/invalid-value"
    assert found.message.startswith(f"`{name}` is no field that this site allows")


@pytest.mark.parametrize("depth", [200, 50_000])
def test_a_json_schema_that_is_nested_too_deep(tmp_path: Path, depth: int) -> None:
    pytest.importorskip("jsonschema")
    (tmp_path / "post.json").write_text('{"allOf":[' * depth + "{}" + "]}" * depth, "utf-8")
    with pytest.raises(ConfigError, match=r"post\.json is nested too deep"):
        for_presets((), {"json-schema": "post.json"}, tmp_path).validate(BASE)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"$ref": "#"}, r"post\.json refers to itself without an end"),
        ({"$ref": "#/$defs/none"}, r"post\.json refers to .*none, which is not in this file"),
        ({"properties": {"title": {"$ref": "FILE"}}}, "other.json, which is not in this file"),
        ({"properties": {"title": {"$ref": "http://127.0.0.1:9/"}}}, "is not in this file"),
    ],
)
def test_a_json_schema_makes_nobody_read_another_file(
    tmp_path: Path, document: Any, words: str
) -> None:
    pytest.importorskip("jsonschema")
    other = tmp_path / "other.json"
    other.write_text('{"type": "string"}', encoding="utf-8")
    text = json.dumps(document).replace("FILE", other.as_uri())
    (tmp_path / "post.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        for_presets((), {"json-schema": "post.json"}, tmp_path).validate(BASE)

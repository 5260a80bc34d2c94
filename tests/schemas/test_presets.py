"""The presets' models: what they require, where their fields come from, and their plain facts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import contentlint.schemas.declared
from contentlint.presets import PRESETS
from contentlint.schemas import FieldError, for_presets
from contentlint.schemas.derive import declared_source, facts_of, load_model
from contentlint.schemas.facts import MODELS

GENERATORS = [name for name in MODELS if name != "plain"]


def test_the_table_of_facts_is_what_the_models_declare() -> None:
    written = Path(contentlint.schemas.declared.__file__).read_text(encoding="utf-8")
    assert written == declared_source(), "run: python -m contentlint.schemas.derive"


def test_every_preset_of_a_kind_of_site_has_a_model() -> None:
    assert set(MODELS) == set(PRESETS) - {"strict"}


@pytest.mark.parametrize("preset", MODELS)
def test_required_fields(preset: str) -> None:
    dated = ("hexo", "news")
    free = ("jekyll", "docusaurus", "mkdocs", "vitepress", "eleventy")
    wanted = ("title", "date") if preset in dated else () if preset in free else ("title",)
    assert for_presets((preset,)).required == wanted


@pytest.mark.parametrize("preset", GENERATORS)
def test_each_field_a_model_adds_names_its_source(preset: str) -> None:
    model = load_model(preset)
    own = [name for name in model.model_fields if name in model.__annotations__]
    assert own
    for name in own:
        assert "Source: " in model.model_fields[name].description, name


@pytest.mark.parametrize("preset", MODELS)
def test_unknown_fields_are_allowed(preset: str) -> None:
    values = {"title": "A walk", "date": "2021-11-08", "mood": {"any": ["thing"]}}
    assert for_presets((preset,)).validate(values) == []
    assert load_model(preset).model_validate(values).mood == {"any": ["thing"]}


@pytest.mark.parametrize("preset", MODELS)
def test_json_schema_names_every_field(preset: str) -> None:
    schema = for_presets((preset,)).json_schema()
    assert set(schema["properties"]) == for_presets((preset,)).known_fields
    assert set(schema.get("required", ())) == set(for_presets((preset,)).required)


@pytest.mark.parametrize(
    "presets",
    [
        ("hexo", "news"),
        ("plain", "news"),
        ("strict", "hexo", "hexo"),
        ("news", "hugo"),
        ("docusaurus", "news"),
        ("astro", "zola"),
        ("hugo", "news"),
    ],
)
def test_several_presets_give_one_model_with_the_same_facts(presets: tuple[str, ...]) -> None:
    schema = for_presets(presets)
    built = {fact.name: fact for fact in facts_of(schema.model)}
    assert built == schema.facts
    assert set(schema.required) >= set(for_presets(presets[:1]).required)


def test_presets_without_a_model_give_the_common_fields() -> None:
    assert for_presets(()).facts == for_presets(("plain",)).facts == for_presets(("strict",)).facts


def error(presets: tuple[str, ...], **values: Any) -> FieldError:
    (found,) = for_presets(presets).validate({"title": "x", "date": "2021-11-08", **values})
    return found


@pytest.mark.parametrize(
    ("values", "path", "code", "words"),
    [
        ({"title": 404}, ("title",), "type", {"value": "404", "expected": "text"}),
        ({"date": "Invalid Date"}, ("date",), "date", {"value": "Invalid Date"}),
        ({"comments": "false"}, ("comments",), "type", {"expected": "true or false"}),
        ({"tags": ["a", {"b": 1}]}, ("tags", 1), "type", {"expected": "text"}),
        ({"categories": [["a", {}]]}, ("categories", 0, 1), "type", {"expected": "text"}),
        ({"author": ["a", ["b"]]}, ("author", 1), "type", {"expected": "text or a mapping"}),
        ({"headimg": 3}, ("headimg",), "type", {"expected": "the address of a picture"}),
    ],
)
def test_errors_name_path_and_what_is_expected(
    values: dict[str, Any], path: tuple[Any, ...], code: str, words: dict[str, str]
) -> None:
    found = error(("hexo",), **values)
    assert (found.path, found.code) == (path, code)
    assert words.items() <= found.words.items()


def test_missing_fields_are_named_once() -> None:
    found = for_presets(("hexo",)).validate({"tags": [{"a": 1}]})
    assert [(item.path, item.code) for item in found] == [
        (("title",), "missing"),
        (("date",), "missing"),
        (("tags", 0), "type"),
    ]


def test_ordinary_front_matter_needs_no_pydantic() -> None:
    program = (
        "import sys, datetime\n"
        "from contentlint.schemas import for_presets\n"
        "schema = for_presets(('hexo', 'news'))\n"
        "values = {'title': 'x', 'date': datetime.date(2021, 11, 8), 'tags': ['a'],\n"
        "          'comments': False, 'headimg': '/a.png', 'mood': {}}\n"
        "assert schema.validate(values) == []\n"
        "assert 'pydantic' not in sys.modules\n"
        "assert schema.validate({**values, 'comments': 'x'})\n"
        "assert 'pydantic' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

"""What a site's pydantic model refuses, in the words and at the place that an editor sees."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from contentlint.api import lint_text
from contentlint.config import Config

HEAD = """
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal
from pydantic import *
from pydantic_core import PydanticCustomError

class Picture(BaseModel):
    kind: Literal["picture"]
    source: str

class Film(BaseModel):
    kind: Literal["film"]
    minutes: int

class Section(Enum):
    news = "news"
    opinion = "opinion"

class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = ""

"""
FIELD = "class Post(BaseModel):\n    title: str\n    f: "
NUMBER = itertools.count()


def told(folder: Path, model: str, fields: str) -> list[tuple[str, str]]:
    """The text at each finding and its message, for a post with *fields*; errors without text."""
    name = f"words_site_{next(NUMBER)}"
    (folder / f"{name}.py").write_text(HEAD + model + "\n", encoding="utf-8")
    config = Config({"front-matter": {"schema": f"{name}:Post"}}, folder)
    text = f"---\ntitle: A walk\n{fields}\n---\nText\n"
    report = lint_text(text, config=config, select=["front-matter"])
    found = [(text[f.start.offset : f.end.offset], f.message) for f in report.findings]
    return found + [("", error.message) for error in report.errors]


@pytest.mark.parametrize(
    ("field", "value", "at", "words"),
    [
        ("int = Field(gt=5)", "5", "5", "`f` is `5`; it must be more than 5."),
        ("int = Field(lt=5)", "5", "5", "`f` is `5`; it must be less than 5."),
        ("int = Field(ge=5)", "4", "4", "`f` is `4`; it may not be less than 5."),
        ("str = Field(max_length=3)", "abcd", "abcd", "it may have at most 3 characters."),
        ("list[str] = Field(min_length=2)", "[a]", "[a]", "it needs at least 2 entries."),
        ("PastDate", "2994-05-01", "2994-05-01", "the date must lie in the past."),
        ("AwareDatetime", "2024-05-01 08:00:00", "2024-05-01 08:00:00", "a time zone is missing"),
        ("int = Field(multiple_of=5)", "3", "3", "it must be a multiple of 5."),
        ("HttpUrl", "hall", "hall", "which is no address such as"),
        ("Section", "opnion", "opnion", "may be news, opinion. Probably `opinion` is meant."),
        ("Literal['a b', \"it's\", 2, None]", "c", "c", "it may be a b, it's, 2, empty."),
        ("Picture | Film", "{kind: picture, minutes: 3}", "f", "`f.source` is missing"),
        ("Picture | Film", "{kind: film, source: x}", "f", "`f.minutes` is missing"),
        (
            "Picture | Film = Field(discriminator='kind')",
            "{kind: pictur}",
            "pictur",
            "`f.kind` is `pictur`; it may be picture, film. Probably `picture` is meant.",
        ),
        (
            "Picture | Film = Field(discriminator='kind')",
            "{minutes: 3}",
            "f",
            "`f.kind` is missing; this site asks for it.",
        ),
        ("dict[str, int]", "{3: 4}", "3", "`f.3` is no name that this site's schema allows"),
        ("Closed", "{titel: x}", "titel", "`f.titel` is no field that this site allows."),
    ],
)
def test_a_fault_is_told_in_an_editors_words(
    tmp_path: Path, field: str, value: str, at: str, words: str
) -> None:
    ((place, message),) = told(tmp_path, FIELD + field, f"f: {value}")
    assert place == at
    assert words in message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('There are too many.')", "`f` is `3`: There are too many."),
        ("assert value < 2, 'it must be small'", "`f` is `3`: it must be small."),
        ("assert value < 2", "`f` is `3`: it is not what this site asks for."),
        ("raise PydanticCustomError('own', 'the {a} is bad', {'a': 'f'})", "the f is bad."),
    ],
)
def test_what_a_validator_says_stands_alone(tmp_path: Path, body: str, words: str) -> None:
    model = f"{FIELD}int\n    @field_validator('f')\n    @classmethod\n    def _f(cls, value):\n"
    ((place, message),) = told(tmp_path, f"{model}        {body}\n        return value", "f: 3")
    assert place == "3"
    assert message.endswith(words)


def test_a_validator_of_the_whole_may_name_the_field(tmp_path: Path) -> None:
    model = (
        f"{FIELD}int\n    @model_validator(mode='after')\n    def _all(self):\n"
        "        raise PydanticCustomError('own', 'it is too much', {'at': ('f',)})"
    )
    assert told(tmp_path, model, "f: 3") == [("3", "`f` is `3`: it is too much.")]


def test_a_validator_that_fails_is_named_with_its_line(tmp_path: Path) -> None:
    model = f"{FIELD}int\n    @field_validator('f')\n    @classmethod\n    def _f(cls, value):\n"
    ((_, message),) = told(tmp_path, f"{model}        return 1 / 0", "f: 3")
    assert message.startswith("front-matter.schema: the model Post failed on this post")
    line = (HEAD + model).count("\n") + 1
    assert f".py:{line}; a validator refuses a value by raising ValueError" in message


@pytest.mark.parametrize("fields", ["cover: a.png", "image: a.png", "hero: {source: a.png}"])
def test_each_name_of_a_field_will_do(tmp_path: Path, fields: str) -> None:
    names = "AliasChoices('image', 'cover', AliasPath('hero', 'source'))"
    model = f"{FIELD}str = Field(validation_alias={names})"
    assert told(tmp_path, model, fields) == []
    ((place, message),) = told(tmp_path, model, "other: 1")
    assert (place, message) == ("---", "`image` is missing; this site asks for it.")


def test_a_field_may_have_the_name_it_has_in_python(tmp_path: Path) -> None:
    model = "class Post(BaseModel):\n    model_config = ConfigDict(populate_by_name=True)\n"
    model += "    hero_image: str = Field(alias='hero-image')"
    for name in ("hero_image", "hero-image"):
        assert told(tmp_path, model, f"{name}: a.png") == []


def test_a_model_of_any_fields_asks_for_none(tmp_path: Path) -> None:
    model = "class Post(RootModel[dict[str, Any]]): pass"
    assert told(tmp_path, model, "f: 3") == []


def test_a_date_that_no_calendar_has_is_told_once(tmp_path: Path) -> None:
    ((place, message),) = told(tmp_path, f"{FIELD}date", "f: 2024-05-41")
    assert place == "2024-05-41"
    assert "has no day 41" in message


def test_a_declared_field_may_have_any_name() -> None:
    names = ("model_config", "model_fields", "json", "copy", "class", "_x", "og.image", "栏目")
    config = Config({"front-matter": {"fields": {name: {"type": "int"} for name in names}}})
    text = "---\ntitle: A walk\n" + "".join(f"{name}: x\n" for name in names) + "---\nText\n"
    report = lint_text(text, config=config, select=["front-matter/invalid-value"])
    assert report.errors == []
    assert [f.message for f in report.findings] == [
        f"`{name}` is `x`; it takes a whole number." for name in names
    ]

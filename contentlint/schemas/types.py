"""pydantic types for front-matter values; every one accepts an empty value (``null``).

An empty value is its own finding, so no type complains of it.  Use these in a schema of your own:

    class Post(HexoPost):
        subtitle: Text = Field(None, description="Shown below the title")
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Tag
from pydantic_core import PydanticCustomError

from contentlint.dates import parse_date
from contentlint.named import NamedTuple
from contentlint.schemas.kinds import unknown_part

__all__ = [
    "Anything",
    "Categories",
    "Date",
    "Flag",
    "FlagOrList",
    "Image",
    "Kind",
    "List",
    "Map",
    "Maps",
    "Number",
    "People",
    "Permalink",
    "Text",
    "TextOrFlag",
    "Title",
    "Whole",
    "Words",
]


class Kind(NamedTuple):
    """Marks a type with its kind's name, a key of `contentlint.schemas.kinds.CLEARS`."""

    name: str


def _check_date(value: Any) -> Any:
    if isinstance(value, str) and value.strip() and parse_date(value) is None:
        raise PydanticCustomError("date", "not a date: {value}", {"value": value})
    return value


def _check_permalink(value: Any) -> Any:
    if isinstance(value, str) and unknown_part(value) is not None:
        raise PydanticCustomError("permalink", "not known: {value}", {"value": value})
    return value


def _list_or_one(value: Any) -> str:
    return "list" if isinstance(value, list) else "one"


_Scalar = str | int | float | datetime | date | None
_Name = _Scalar | dict[Any, Any]
_Group = Annotated[
    Annotated[list[_Scalar], Tag("list")] | Annotated[_Scalar, Tag("one")],
    Discriminator(_list_or_one),
]

Title = Annotated[str | None, Kind("title")]
Text = Annotated[_Scalar, Kind("text")]
Flag = Annotated[bool | None, Kind("flag")]
FlagOrList = Annotated[bool | list[Any] | None, Kind("flag-or-list")]
Whole = Annotated[int | None, Kind("whole")]
Number = Annotated[int | float | None, Kind("number")]
TextOrFlag = Annotated[bool | _Scalar, Kind("text-or-flag")]
Date = Annotated[datetime | date | str | None, AfterValidator(_check_date), Kind("date")]
Words = Annotated[
    Annotated[list[_Scalar], Tag("list")] | Annotated[_Scalar, Tag("one")],
    Discriminator(_list_or_one),
    Kind("words"),
]
Categories = Annotated[
    Annotated[list[_Group], Tag("list")] | Annotated[_Scalar, Tag("one")],
    Discriminator(_list_or_one),
    Kind("categories"),
]
People = Annotated[
    Annotated[list[_Name], Tag("list")] | Annotated[_Name, Tag("one")],
    Discriminator(_list_or_one),
    Kind("people"),
]
List = Annotated[list[Any] | None, Kind("list")]
Map = Annotated[dict[Any, Any] | None, Kind("map")]
Maps = Annotated[dict[Any, Any] | list[Any] | None, Kind("maps")]
Permalink = Annotated[str | None, AfterValidator(_check_permalink), Kind("permalink")]
Image = Annotated[str | bool | dict[Any, Any] | list[Any] | None, Kind("image")]
Anything = Annotated[Any, Kind("any")]

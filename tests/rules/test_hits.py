"""What a plug-in's check may yield, and what is said of anything else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from contentlint.findings import Edit, Fix, Hit
from contentlint.rules.hits import fault_of
from contentlint.source import Span

LENGTH = 28
AT = Span(0, 1)
ENDLESS: dict[str, Any] = {}
ENDLESS["a"] = ENDLESS


def fixed(*edits: Any, safety: Any = "safe") -> Hit:
    return Hit(AT, fix=Fix(safety, "Mend it", edits))


@pytest.mark.parametrize(
    "hit",
    [
        Hit(Span(0, LENGTH)),
        Hit(
            Span(LENGTH, LENGTH), {"a": 1}, "one", severity="info", data={"b": [2, None, "\ud800"]}
        ),
        Hit(AT, data={"a": date(2024, 5, 1), "b": datetime.min, "c": (0.5, True, {})}),
        Hit(AT, related=(("there", Span(3, 4)),)),
        fixed(Edit(4, 6, ""), Edit(0, 4, "x"), Edit(6, 6, "y")),
        ((0, 1), None, None, ("unsafe", "Mend it", ((0, 1, ""),)), None, None, (), None),
    ],
)
def test_a_hit_within_the_post_is_one(hit: Any) -> None:
    assert fault_of(hit, LENGTH) == ""


@pytest.mark.parametrize(
    ("hit", "said"),
    [
        ("abc", "no Hit"),
        (None, "no Hit"),
        ((AT, None, None, None), "no Hit"),
        (Hit(None), "the span None"),  # type: ignore[arg-type]
        (Hit((5,)), "the span (5,)"),  # type: ignore[arg-type]
        (Hit(Span(3, 1)), "not in the post, which has 28 characters"),
        (Hit(Span(-2, 1)), "not in the post"),
        (Hit(Span(0, LENGTH + 1)), "not in the post"),
        (Hit(Span(0.5, 1)), "not in the post"),  # type: ignore[arg-type]
        (Hit(AT, "abc"), "the values 'abc'"),  # type: ignore[arg-type]
        (Hit(AT, message=3), "the message 3"),  # type: ignore[arg-type]
        (Hit(AT, severity="fatal"), "'fatal' is none of error, warning, info"),  # type: ignore[arg-type]
        (Hit(AT, related=(("a",),)), "related places"),  # type: ignore[arg-type]
        (Hit(AT, related=(("a", Span(0, 99)),)), "related places"),
        (Hit(AT, data=[1]), "the data [1]"),  # type: ignore[arg-type]
        (
            Hit(AT, data={"a": [float("nan")]}),
            "the data hold the float nan, which JSON has no form for",
        ),
        (Hit(AT, data={"a": {1}}), "the data hold the set {1}, which"),
        (Hit(AT, data={"a": {"b": b"c"}}), "the data hold the bytes b'c', which"),
        (Hit(AT, data={"a": 10**5000}), "the data hold something (int), which"),
        (Hit(AT, data={(1, 2): 3}), "the data have a key that is no text: [(1, 2)]"),
        (Hit(AT, data=ENDLESS), "the data lie too deep in one another"),
        (fixed(Edit(0, 1, "\ud800")), "of no text"),
        (Hit(AT, fix="abc"), "the fix 'abc'"),  # type: ignore[arg-type]
        (fixed(Edit(0, 1, ""), safety="maybe"), "'maybe', not safe or unsafe"),
        (fixed(), "no edits"),
        (fixed(Edit(-3, 0, "x")), "not in the post"),
        (fixed(Edit(0, LENGTH + 1, "x")), "not in the post"),
        (fixed((0, 1)), "no Edit"),
        (fixed(Edit(0, 4, ""), Edit(3, 5, "")), "overlap"),
    ],
)
def test_anything_else_is_told(hit: Any, said: str) -> None:
    assert said in fault_of(hit, LENGTH)

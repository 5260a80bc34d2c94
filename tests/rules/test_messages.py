"""Messages are the same whether their values were seen before or not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.errors import RuleError
from contentlint.findings import Hit
from contentlint.rules.rule import Rule
from contentlint.source import Source, Span

SPEC = {
    "id": "test/rule",
    "severity": "info",
    "summary": "A test",
    "match": {"pattern": "x"},
    "message": "It is {a}.",
    "messages": {"two": "{{It}} is {a} and {b}", "none": "Always this.", "own": "{a}: {b:whole}."},
}
WORDS = st.sampled_from(["p", "q", "a b", "", "1", "True", "x" * 90, "中" * 500])
VALUES = st.one_of(
    WORDS, st.sampled_from([True, 1, 1.0, False, 0, None, ["a", "b"], ("a", "b"), {"a"}])
)


def message(rule: Rule, key: str | None, values: dict[str, Any] | None) -> str:
    return rule.message_for(Hit(Span(0, 1), values, key))


@given(
    st.lists(st.tuples(st.sampled_from([None, "two", "none", "own"]), VALUES, VALUES), min_size=2)
)
def test_what_was_said_before_changes_nothing(asked: list[tuple[str | None, Any, Any]]) -> None:
    rule = Rule(SPEC)
    for key, a, b in asked:
        values = {"a": a, "b": b}
        assert message(rule, key, values) == message(Rule(SPEC), key, values)


def test_equal_values_that_are_written_differently_are_told_apart() -> None:
    rule = Rule(SPEC)
    said = [message(rule, None, {"a": value}) for value in (1, True, 1.0, "1", True, 1)]
    assert said == ["It is 1.", "It is true.", "It is 1.0.", "It is 1.", "It is true.", "It is 1."]


def test_no_more_than_a_few_messages_are_kept() -> None:
    rule = Rule(SPEC)
    for number in range(2000):
        assert message(rule, None, {"a": str(number)}) == f"It is {number}."
    kept = rule.messages[None]._kept
    assert 0 < len(kept) <= 256
    kept.clear()
    message(rule, None, {"a": "x" * 1000})
    assert not kept


def test_a_value_that_is_missing_is_an_error_every_time() -> None:
    rule = Rule(SPEC)
    message(rule, "two", {"a": "p", "b": "q"})
    for values in (None, {}, {"a": "p"}, None):
        with pytest.raises(RuleError, match="names"):
            message(rule, "two", values)


def test_a_message_about_an_element_can_name_an_option() -> None:
    spec = {
        "id": "test/rule",
        "severity": "info",
        "summary": "A test",
        "options": {"instead": {"type": "str", "default": "a class"}},
        "match": {"select": "p[align]"},
        "message": "Not {align} on <{tag}>{title}, but {instead}.",
    }
    text = '<p align="left">One</p><p align="right" title=": two" instead="none">Two</p>\n'
    document = Document(Source.from_text(text, "post.md"))
    rule = Rule(spec)
    said = [rule.message_for(hit) for hit in rule.matcher.find(document)]
    assert said == ["Not left on <p>, but a class.", "Not right on <p>: two, but none."]


def test_a_value_of_the_post_is_cut_but_no_sentence_of_ours() -> None:
    said = message(Rule(SPEC), "own", {"a": "p " * 100, "b": "it is what it is " * 10})
    value, _, sentence = said.partition(": ")
    assert len(value) == 80
    assert value.endswith("…")
    assert sentence == ("it is what it is " * 10).strip() + "."


def test_a_lone_brace_is_an_error_of_the_rule() -> None:
    with pytest.raises(RuleError, match="written twice"):
        Rule({**SPEC, "message": "It is { here."})


def test_one_condition_needs_no_list() -> None:
    match = {"select": "a[href]", "where": {"text": True, "matches": "^click"}}
    rule = Rule({**SPEC, "match": match, "message": "It says {text}."})
    text = '<p><a href="/x">click here</a> and <a href="/y">the report</a></p>\n'
    hits = list(rule.matcher.find(Document(Source.from_text(text, "post.md"))))
    assert [rule.message_for(hit) for hit in hits] == ["It says click here."]

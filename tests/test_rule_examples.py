"""Every example of every built-in rule: found where it says, fixed as it says, clean where good."""

import pytest

from contentlint.rules.registry import load_specs
from contentlint.rules_examples import run_examples

ENTRIES = load_specs()


@pytest.mark.parametrize("rule", sorted(ENTRIES))
def test_examples(rule: str) -> None:
    failures = run_examples(ENTRIES[rule])
    assert not failures, "\n".join(f"{f.example}: {f.problem}\n{f.diff}" for f in failures)


@pytest.mark.parametrize("rule", sorted(ENTRIES))
def test_a_rule_is_one_an_editor_understands(rule: str) -> None:
    spec = ENTRIES[rule].spec
    assert len(spec["why"].split()) >= 12 or not spec["why"].isascii()
    assert not spec["summary"].endswith(".")
    assert spec["message"][0].isupper() or spec["message"][0] in "`{<'\"&“"

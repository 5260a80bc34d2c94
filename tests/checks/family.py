"""Runs chosen rules on a text, and applies their fixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from contentlint.document import Document, SiteSettings
from contentlint.findings import Finding
from contentlint.fixes import fix_source
from contentlint.linter import Linter
from contentlint.rules.registry import RuleSet, SpecEntry, load_specs
from contentlint.rules.rule import Rule
from contentlint.source import Source


@cache
def all_specs() -> dict[str, SpecEntry]:
    return load_specs()


def make_linter(
    rules: Sequence[str],
    presets: Sequence[str] = ("plain",),
    options: Mapping[str, Any] | None = None,
    settings: SiteSettings | None = None,
) -> Linter:
    """A linter with exactly *rules*; *options* go to the first of them."""
    made = [
        Rule(all_specs()[name].spec, options if index == 0 else None)
        for index, name in enumerate(rules)
    ]
    return Linter(RuleSet(made), settings or SiteSettings(tuple(presets)))


def found(text: str, *rules: str, path: str = "post.md", **how: Any) -> list[tuple[str, str]]:
    """Rule and source text of each finding."""
    linter = make_linter(rules, **how)
    source = Source.from_text(text, path)
    raws, errors, _ = linter.find(Document(source, linter.settings))
    assert errors == []
    return [(raw.rule.id, source.slice(raw.span)) for raw in raws]


def findings(text: str, *rules: str, path: str = "post.md", **how: Any) -> list[Finding]:
    """The findings as callers see them."""
    result = make_linter(rules, **how).lint_text(text, path)
    assert result.errors == []
    return result.findings


def fixed(text: str, *rules: str, unsafe: bool = True, **how: Any) -> str:
    """The text after all fixes (or the safe ones only); no fix may be refused."""
    linter = make_linter(rules, **how)
    outcome = fix_source(
        linter, Source.from_text(text, "post.md"), lambda rule, fix: unsafe or fix.safety == "safe"
    )
    assert outcome.errors == []
    return outcome.source.raw

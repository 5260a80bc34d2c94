"""The kinds of match: each compiles a rule's `match:` to a function from a document to hits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contentlint.errors import RuleError
from contentlint.rules.conditions import Scope
from contentlint.rules.match_checks import compile_check
from contentlint.rules.match_elements import compile_select, compile_style, compile_url
from contentlint.rules.match_texts import compile_field, compile_pattern
from contentlint.rules.matcher import Matcher

__all__ = ["MATCHERS", "compile_match"]

MATCHERS: dict[str, Callable[[Mapping[str, Any], Scope], Matcher]] = {
    "select": compile_select,
    "url": compile_url,
    "style": compile_style,
    "field": compile_field,
    "pattern": compile_pattern,
    "check": compile_check,
}


def compile_match(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """Compile a validated `match:` mapping.

    Raises:
        RuleError: a selector, pattern, option reference or check that cannot be used.
    """
    for kind, make in MATCHERS.items():
        if kind in match:
            return make(match, scope)
    raise RuleError(f"rule {scope.rule}: its match has none of the kinds {', '.join(MATCHERS)}")

"""Matches by a check: a function in Python, imported when it first runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from contentlint.bounds import PASSED_ON
from contentlint.errors import RuleError
from contentlint.findings import HitRow
from contentlint.rules.checks import find_check
from contentlint.rules.conditions import Scope
from contentlint.rules.matcher import Finder, Matcher, check_selector, needs_test
from contentlint.rules.triggers import Trigger, bits_of, trigger_of
from contentlint.rules.values import VALUES, Judge

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["compile_check"]

Select = Callable[["Page"], Sequence[Any]]

_LINKS = frozenset(("a", "area"))
_DOCUMENT_AND_OPTIONS = 2
_OUR_CHECKS = "contentlint.checks."
_TAKES_MORE = 0x04  # `inspect.CO_VARARGS`: an import that every start would pay for


def compile_check(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """What the check yields, if the page has what `when`, `given` and `needs` ask for."""
    name, options = match["check"], scope.options
    if not scope.verified:
        find_check(name, scope.rule)
    selector = match.get("when")
    if selector is not None:
        check_selector(selector, scope)
    needs = needs_test(match.get("needs"), False)
    trigger = trigger_of(selector) if selector is not None else Trigger()
    trigger.given = bits_of(match.get("given") or ())
    trigger.judges = {
        value: partial(_make_judge, match[value], scope) for value in VALUES if match.get(value)
    }
    if not scope.verified:
        for judge in trigger.judges.values():
            judge()
    matcher = Matcher(_no_hits, trigger)

    def load(document: Document) -> Iterable[HitRow]:
        # the module of a check is imported when the check first runs, then called directly
        check = find_check(name, scope.rule)
        if not getattr(check, "__module__", "").startswith(_OUR_CHECKS):
            from contentlint.rules.hits import look_over

            check = look_over(check, name, scope.rule)
        select = None
        if selector is not None and _takes_elements(check):
            select = _uncovered(selector, trigger) if match.get("uncovered") else _all_of(selector)
        matcher.find = _check_finder(check, options, select, needs)
        return matcher.find(document)

    matcher.find = load
    return matcher


def _make_judge(name: str, scope: Scope) -> Judge:
    make: Any = find_check(name, scope.rule)
    try:
        judge: Judge = make(scope.options)
    except PASSED_ON:
        raise
    except BaseException as error:
        raise RuleError(f"rule {scope.rule}: '{name}' cannot be used: {error!r}") from error
    return judge


def _no_hits(document: Document) -> Iterable[HitRow]:
    return ()


def _check_finder(
    check: Callable[..., Iterable[HitRow]],
    options: Mapping[str, Any],
    select: Select | None,
    needs: Callable[[str], bool] | None,
) -> Finder:
    def find(document: Document) -> Iterable[HitRow]:
        if needs is not None and not needs(document.source.text):
            return ()
        if select is None:
            return check(document, options)
        elements = select(document.page)
        return check(document, options, elements) if elements else ()

    if select is None and needs is None:
        return lambda document: check(document, options)
    return find


def _all_of(selector: str) -> Select:
    return lambda page: page.select(selector)


def _uncovered(selector: str, trigger: Trigger) -> Select:
    """The elements without those whose tags are to go anyway."""
    is_about_links = {alternative.tag for alternative in trigger.alternatives} <= _LINKS

    def select(page: Page) -> Sequence[Any]:
        covered = page.covered
        if not covered:
            return page.select(selector)
        if is_about_links and page.links_are_covered:
            return ()
        return [element for element in page.select(selector) if element not in covered]

    return select


def _takes_elements(check: Callable[..., Iterable[HitRow]]) -> bool:
    """Whether a check wants the elements of its selector, and not only to be spared without any."""
    code = getattr(getattr(check, "__wrapped__", check), "__code__", None)
    if code is None or code.co_flags & _TAKES_MORE:
        return True
    return bool(code.co_argcount != _DOCUMENT_AND_OPTIONS)

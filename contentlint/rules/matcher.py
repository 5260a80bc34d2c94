"""What every kind of match compiles to, and the tests that several kinds share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contentlint.errors import RuleError
from contentlint.findings import HitRow
from contentlint.rules.conditions import Scope
from contentlint.rules.triggers import Trigger

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["Finder", "Matcher", "check_selector", "needs_test"]

Finder = Callable[["Document"], Iterable[HitRow]]


class Matcher:
    """A compiled match: when it can apply at all, and the function that finds its hits."""

    __slots__ = ("find", "trigger")

    def __init__(self, find: Finder, trigger: Trigger) -> None:
        self.find = find
        self.trigger = trigger


def check_selector(selector: str, scope: Scope) -> None:
    """Raise `RuleError` for a selector the engine does not take."""
    if scope.verified:
        return
    from contentlint.document.turbo import parse

    try:
        parse("").select(selector)
    except Exception as error:
        raise RuleError(
            f"rule {scope.rule}: the selector {selector!r} is faulty: {error}"
        ) from error


def needs_test(needs: list[str] | None, fold: bool) -> Callable[[str], bool] | None:
    """Whether a text holds one of *needs*, in any case if *fold*; ``None`` if nothing is needed."""
    if not needs:
        return None
    if fold:
        folded = [_fold(need) for need in needs]
        return lambda text: any(need in held for held in [_fold(text)] for need in folded)
    return lambda text: any(need in text for need in needs)


def _fold(text: str) -> str:
    """*text* such that what patterns that ignore case take for equal is equal."""
    return text.casefold().replace("i\u0307", "i").replace("\u0131", "i")

"""What the walk over a page finds: problems by rule, turned into hits when their rule asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from contentlint.document.tag_places import FORMATTING
from contentlint.findings import Hit, Severity
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page, Place
    from contentlint.source import Span

__all__ = ["Problem", "Report", "hits_of", "short"]

_BLANKS = pattern(r"\s+")
# what a named tuple's own constructor calls
_new = tuple.__new__
_MOST = 200
"""So many problems of one rule are reported on a page; a page with more is not mended by hand."""
_ALL = frozenset(("obsolete-attribute", "obsolete-element"))
"""Of these every one is kept: of those left out style/presentational would tell, as its own."""

_TOLD_ELSEWHERE = FORMATTING | {"p", "br"}
"""Of these the parser makes copies, of which the first says all, and makes them of end tags that
end nothing, which html/stray-end-tag and html/void-end-tag tell of."""


class Problem(NamedTuple):
    """One fault of an element, or of one of its attributes."""

    element: Any
    attribute: str | None
    message: str | None
    values: dict[str, Any]
    severity: Severity | None
    related: tuple[tuple[str, Any], ...]


class Report:
    """Collects problems by the name of their rule."""

    def __init__(self, *, whole: bool, masked: bool = False) -> None:
        self.whole = whole
        self.masked = masked
        self.problems: dict[str, list[Problem]] = {}

    def add(
        self,
        rule: str,
        element: Any,
        message: str | None = None,
        *,
        attribute: str | None = None,
        severity: Severity | None = None,
        related: tuple[tuple[str, Any], ...] = (),
        **values: Any,
    ) -> None:
        """Add a problem of *element*; *message* names one of the rule's messages."""
        found = self.problems.setdefault(rule, [])
        if len(found) < _MOST or rule in _ALL:
            found.append(Problem(element, attribute, message, values, severity, related))
        else:
            self._say_more(found)

    def is_full(self, rule: str) -> bool:
        """Whether no further problem of *rule* is kept; its last one then says so."""
        found = self.problems.get(rule, [])
        if len(found) < _MOST:
            return False
        self._say_more(found)
        return True

    def _say_more(self, found: list[Problem]) -> None:
        if found[-1].message != "too-many":
            found[-1] = found[-1]._replace(message="too-many")

    def value(self, element: Any, attribute: str, reason: str, value: str | None = None) -> None:
        """Add a bad value of an attribute."""
        self.add(
            "invalid-attribute-value",
            element,
            attribute=attribute,
            name=attribute,
            tag=element.tag,
            value=short(element.attr(attribute) if value is None else value),
            reason=reason,
        )

    def missing(
        self, element: Any, attribute: str, reason: str, severity: Severity | None = None
    ) -> None:
        """Add an attribute that has to be there; *reason* is a sentence."""
        for slip in self.problems.get("misspelt-attribute", ()):
            if slip.element is element and slip.values["near"] == attribute:
                return
        self.add(
            "missing-attribute",
            element,
            severity=severity,
            name=attribute,
            tag=element.tag,
            reason=reason,
        )

    def misplaced(self, element: Any, attribute: str, reason: str) -> None:
        """Add an attribute that exists, but not here; *reason* is a clause."""
        self.add(
            "misplaced-attribute",
            element,
            attribute=attribute,
            name=attribute,
            tag=element.tag,
            reason=reason,
        )

    def misplaced_all(self, element: Any, names: str, reason: str) -> None:
        """Add each of the attributes in *names* that the element has."""
        for name in names.split():
            if element.attr(name) is not None:
                self.misplaced(element, name, reason)


def short(value: str | None) -> str:
    """A value as a message shows it: on one line, cut where it is long."""
    text = _BLANKS.sub(" ", value or "")
    return text if len(text) <= 80 else text[:77] + "…"


def hits_of(doc: Document, problems: list[Problem]) -> Iterator[Hit]:
    """Turn *problems* into hits, each at its attribute or at its element's start tag."""
    page = doc.page
    covered = page.covered
    for problem in problems:
        if problem[0] in covered:
            continue
        place = _place(page, problem)
        if place is None:
            continue
        element, _, message, values, severity, others = problem
        related = _related(page, others) if others else ()
        yield _new(Hit, (place[0], values, message, None, element, severity, related, None))


def _related(page: Page, others: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Span], ...]:
    return tuple(
        (words, found.span)
        for words, other in others
        if (found := page.start_tag(other)) is not None
    )


def _place(page: Any, problem: Problem) -> Place | None:
    if problem.attribute is not None:
        place: Place | None = page.attribute(problem.element, problem.attribute)
        return place
    element = problem.element
    place = page.start_tag(element)
    if place is None and element.tag in _TOLD_ELSEWHERE:
        return None
    while place is None:
        # an element the parser supplied stands where the nearest written one does
        element = element.parent
        if element is None or getattr(element, "tag", None) is None:
            return None
        place = page.start_tag(element)
    return place

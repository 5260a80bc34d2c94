"""What the check of a plug-in yields, looked over before anybody relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from contentlint.errors import RuleError
from contentlint.findings import SAFETIES, SEVERITIES, Edit, Fix, Hit, HitRow
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["fault_of", "look_over"]

_PAIR = 2
_DEEPEST = 30
_MOST_BITS = 13_000  # Python writes no longer numbers


def look_over(
    check: Callable[..., Iterable[Any]], name: str, rule: str
) -> Callable[..., Iterator[HitRow]]:
    """*check* with its hits looked over; the first that is none is an error that names it.

    Raises (what is returned, for each document):
        RuleError: the check yields something else than hits within the post.
    """

    def find(document: Document, *others: Any) -> Iterator[HitRow]:
        length = len(document.source.text)
        for hit in check(document, *others):
            fault = fault_of(hit, length)
            if fault:
                raise RuleError(f"rule {rule}: its check '{name}' gives a hit of which {fault}")
            yield hit

    # what a check is called with depends on how many parameters it takes
    find.__wrapped__ = check  # type: ignore[attr-defined]
    return find


def fault_of(hit: Any, length: int) -> str:
    """What is wrong with *hit* in a post of *length* characters; empty if nothing is."""
    if not isinstance(hit, tuple) or len(hit) != len(Hit._fields):
        return f"nothing is known, as it is {hit!r:.60} and no Hit"
    span, values, message, fix, _, severity, related, data = hit
    if not _is_range(span, length):
        return f"the span {span!r:.60} is not in the post, which has {length} characters"
    if not (message is None or isinstance(message, str)):
        return f"the message {message!r:.60} is no name"
    if severity is not None and severity not in SEVERITIES:
        return f"the severity {severity!r:.60} is none of {', '.join(SEVERITIES)}"
    for name, value in (("values", values), ("data", data)):
        if not (value is None or isinstance(value, dict)):
            return f"the {name} {value!r:.60} are no dictionary"
    odd = _fault_of_data(data)
    if odd:
        return f"the data {odd}"
    if not isinstance(related, tuple) or not all(_is_related(each, length) for each in related):
        return f"the related places {related!r:.60} are not pairs of words and span"
    return "" if fix is None else _fault_of_fix(fix, length)


def _fault_of_data(data: Any, depth: int = 0) -> str:
    """Why reports cannot write *data*; empty if they can."""
    if depth > _DEEPEST:
        return "lie too deep in one another"
    if isinstance(data, dict):
        if not all(isinstance(key, str) for key in data):
            return f"have a key that is no text: {list(data)!r:.60}"
        data = data.values()
    elif not isinstance(data, (list, tuple)):
        return "" if _can_be_written(data) else f"hold {_show(data)}, which JSON has no form for"
    faults = (_fault_of_data(item, depth + 1) for item in data)
    return next(filter(None, faults), "")


def _show(value: Any) -> str:
    try:
        return f"the {type(value).__name__} {value!r:.60}"
    except Exception:
        return f"something ({type(value).__name__})"


def _can_be_written(value: Any) -> bool:
    if isinstance(value, int):
        return value.bit_length() <= _MOST_BITS
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, (str, date, time))


def _fault_of_fix(fix: Any, length: int) -> str:
    if not isinstance(fix, tuple) or len(fix) != len(Fix._fields):
        return f"the fix {fix!r:.60} is no Fix"
    safety, title, edits = fix
    if safety not in SAFETIES or not isinstance(title, str):
        return f"the fix is {safety!r:.60}, not {' or '.join(SAFETIES)}, or its title no text"
    if not isinstance(edits, tuple) or not edits:
        return "the fix has no edits"
    if not all(_is_edit(edit, length) for edit in edits):
        return (
            f"the fix has an edit that is not in the post, or no Edit, or of no text: {edits!r:.60}"
        )
    ordered = sorted(edits)
    if any(before[1] > after[0] for before, after in pairwise(ordered)):
        return "the fix has edits that overlap"
    return ""


def _is_range(span: Any, length: int) -> bool:
    if not isinstance(span, tuple) or len(span) != len(Span._fields):
        return False
    start, end = span
    return type(start) is int and type(end) is int and 0 <= start <= end <= length


def _is_related(related: Any, length: int) -> bool:
    if not isinstance(related, tuple) or len(related) != _PAIR:
        return False
    words, span = related
    return isinstance(words, str) and _is_range(span, length)


def _is_edit(edit: Any, length: int) -> bool:
    if not isinstance(edit, tuple) or len(edit) != len(Edit._fields):
        return False
    return _is_range(edit[:2], length) and _is_text(edit[2])


def _is_text(text: Any) -> bool:
    """Whether *text* can stand in a file: half a character, for one, cannot."""
    if not isinstance(text, str):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

"""Proof that a fix left alone the attributes it does not own: addresses, names, classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from contentlint.document import Document
from contentlint.findings import Edit
from contentlint.linter import Raw

__all__ = ["changed_attributes"]

_Key = tuple[str, str, str]
_Span = tuple[int, int]


def changed_attributes(before: Document, after: Document, applied: Sequence[Raw]) -> str | None:
    """Say which attribute the *applied* fixes damaged, or ``None`` if they damaged none.

    Elements whose start tags (or Markdown) an edit touches may change; no other may lose an
    attribute, or have one that was not there.  What a parser copied counts once.
    """
    if before.body == after.body:
        return None
    old, new = _attributes(before), _attributes(after)
    if old == new:
        return None
    edits = sorted(edit for raw in applied if raw.fix is not None for edit in raw.fix.edits)
    lost = (old - new) - _attributes(before, [(start, end) for start, end, _ in edits])
    gained = (new - old) - _attributes(after, list(_results(edits)))
    for key in [*lost, *gained]:
        if not _is_named(key, before, edits):
            tag, name, value = key
            return f'the attribute {name}="{value}" of <{tag}> would change'
    return None


def _attributes(document: Document, spans: Sequence[_Span] | None = None) -> Counter[_Key]:
    """What attributes the page's elements have; with *spans* only elements that touch one."""
    page, unmask, body = document.page, document.templates.unmask, document.body
    found: Counter[_Key] = Counter()
    for element in page.dom.select("*"):
        if not element.attrs or not (place := page.find_start_tag(element)):
            continue
        (start, end), _ = place
        if spans is not None and not any(low <= end and start <= high for low, high in spans):
            continue
        for name, value in element.attrs.items():
            found[element.tag, name, unmask(_text(value), body)] += 1
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else " ".join(value)


def _results(edits: Iterable[Edit]) -> Iterable[_Span]:
    """Where the texts of sorted *edits* stand when all are applied."""
    shift = 0
    for start, end, text in edits:
        yield start + shift, start + shift + len(text)
        shift += len(text) - (end - start)


def _is_named(key: _Key, before: Document, edits: Iterable[Edit]) -> bool:
    """Whether an edit stands in a line that has the value: a link's definition, somewhere else."""
    text, value = before.source.text, key[2]
    for start, end, new in edits:
        low = text.rfind("\n", 0, start) + 1
        high = text.find("\n", end)
        line = text[low : len(text) if high < 0 else high]
        if value in line or value in line[: start - low] + new + line[end - low :]:
            return True
    return False

"""Proof that a fix left alone the attributes it does not own: addresses, names, classes."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

from contentlint.document import Document
from contentlint.findings import Edit
from contentlint.linter import Raw
from contentlint.proof_references import references_read
from contentlint.references import unescape

__all__ = ["changed_attributes"]

_Key = tuple[str, str, str]
_Span = tuple[int, int]
_MARKS = dict.fromkeys(map(ord, "*_`~\\"))


def changed_attributes(before: Document, after: Document, applied: Sequence[Raw]) -> str | None:
    """Say which attribute the *applied* fixes damaged, or ``None`` if they damaged none.

    Elements whose start tags (or Markdown) an edit touches may change; no other may lose an
    attribute, or have one that was not there.  What a parser copied counts once.
    """
    if before.body == after.body:
        return None
    placed_before, placed_after = _attributes(before), _attributes(after)
    old = Counter(key for key, _ in placed_before)
    new = Counter(key for key, _ in placed_after)
    if old == new:
        return None
    edits = sorted(edit for raw in applied if raw.fix is not None for edit in raw.fix.edits)
    lost = (old - new) - _touched(placed_before, [(start, end) for start, end, _ in edits])
    gained = (new - old) - _touched(placed_after, list(_results(edits)))
    for key in [*lost, *gained]:
        if not (_is_named(key, before, edits) or _is_alt(key, before, after)):
            tag, name, value = key
            return f'the attribute {name}="{value}" of <{tag}> would change'
    return None


def _attributes(document: Document) -> list[tuple[_Key, _Span]]:
    """The attributes of the page's elements, each with the place of its start tag."""
    page, unmask, body = document.page, document.templates.unmask, document.body
    found: list[tuple[_Key, _Span]] = []
    for element in page.dom.select("*"):
        if element.attrs and (place := page.find_start_tag(element)):
            for name, value in element.attrs.items():
                found.append(((element.tag, name, unmask(_text(value), body)), place[0]))
    return found


def _touched(placed: Iterable[tuple[_Key, _Span]], spans: Sequence[_Span]) -> Counter[_Key]:
    """Those of the *placed* attributes whose tags touch one of *spans*, in order and apart."""
    ends = [high for _, high in spans]
    touched: Counter[_Key] = Counter()
    for key, (start, end) in placed:
        index = bisect_left(ends, start)
        if index < len(spans) and spans[index][0] <= end:
            touched[key] += 1
    return touched


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
    text, value = before.source.text, _read(key[2])
    for start, end, new in edits:
        low = text.rfind("\n", 0, start) + 1
        high = text.find("\n", end)
        line = text[low : len(text) if high < 0 else high]
        if value in _read(line) or value in _read(line[: start - low] + new + line[end - low :]):
            return True
    return False


def _is_alt(key: _Key, before: Document, after: Document) -> bool:
    """Whether these are the words of a picture that was text, and has its address now."""
    return key[:2] == ("img", "alt") and any(
        written.startswith("!") and _plain(key[2]) in _plain(unescape(written))
        for written, _ in references_read(before, after)
    )


def _plain(text: str) -> str:
    """The *text* without the marks that Markdown takes out of what a picture says."""
    return "".join(text.translate(_MARKS).split())


def _read(written: str) -> str:
    """What is *written* without references and percents, which Markdown adds and takes away."""
    return unquote(unescape(written))

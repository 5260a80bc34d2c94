"""Matches of texts: patterns in the prose, the source or a field, and fields by their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.errors import RuleError, suggest
from contentlint.findings import HitRow, hit_of
from contentlint.rules.conditions import Scope, compile_conditions
from contentlint.rules.matcher import Matcher, needs_test
from contentlint.rules.triggers import Trigger
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["compile_field", "compile_pattern"]

Locate = Callable[[int, int], Span]
Reader = Callable[["Document"], Iterable[tuple[str, Locate]]]

_FLAGS = {"ignore-case": re.IGNORECASE, "multi-line": re.MULTILINE, "dot-all": re.DOTALL}
_PLACES = ("prose", "source", "body", "front-matter")


def compile_field(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """Front-matter fields by their values, or those that a post lacks."""
    names = [match["field"]] if isinstance(match["field"], str) else list(match["field"])
    test = compile_conditions(match.get("where"), scope)
    if match.get("missing"):
        return Matcher(lambda document: _missing_fields(document, names), Trigger())

    def find(document: Document) -> Iterator[HitRow]:
        front = document.front_matter
        for name in front.values if "*" in names else names:
            value = front.values.get(name)
            if name not in front.values or (test is not None and not test(None, value, None)):
                continue
            span = front.value((name,)) or front.key((name,))
            if span is not None:
                yield hit_of(span, {"field": name, "value": value})

    return Matcher(find, Trigger())


def _missing_fields(document: Document, names: list[str]) -> Iterator[HitRow]:
    front = document.front_matter
    if front.format is None or front.problems:
        return
    for name in names:
        if name not in front.values:
            yield hit_of(front.open_fence, {"field": name, "value": None})


def compile_pattern(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """What a pattern finds in the places that the rule names."""
    flags = 0
    for name in match.get("flags") or ():
        flags |= _FLAGS[name]
    pattern = scope.compile(match["pattern"], flags)
    test = compile_conditions(match.get("where"), scope)
    places = match.get("in", "prose")
    places = [places] if isinstance(places, str) else places
    readers = [_reader(place, scope.rule) for place in places]
    needs = needs_test(match.get("needs"), bool(flags & re.IGNORECASE))

    def find(document: Document) -> Iterator[HitRow]:
        if needs is not None and not needs(document.source.text):
            return
        for read in readers:
            for text, locate in read(document):
                for found in pattern.finditer(text):
                    if found.end() == found.start():
                        continue
                    if test is not None and not test(None, found.group(), found):
                        continue
                    values = {"match": found.group(), **found.groupdict()}
                    yield hit_of(locate(found.start(), found.end()), values)

    return Matcher(find, Trigger())


def _reader(place: str, rule: str) -> Reader:
    if place.startswith("field:"):
        name = place[6:]
        return lambda document: _read_field(document, name)
    if place not in _READERS:
        hint = suggest(place, _PLACES)
        raise RuleError(f"rule {rule}: a pattern cannot look in '{place}'{hint}")
    return _READERS[place]


def _read_source(document: Document) -> Iterator[tuple[str, Locate]]:
    yield document.source.text, Span


def _read_body(document: Document) -> Iterator[tuple[str, Locate]]:
    base = document.body_start
    yield document.body, lambda start, end: Span(base + start, base + end)


def _read_front_matter(document: Document) -> Iterator[tuple[str, Locate]]:
    front = document.front_matter
    if front.format is not None:
        base = front.content.start
        text = document.source.slice(front.content)
        yield text, lambda start, end: Span(base + start, base + end)


def _read_field(document: Document, name: str) -> Iterator[tuple[str, Locate]]:
    front = document.front_matter
    value = front.values.get(name)
    span = front.value((name,)) if isinstance(value, str) else None
    if span is None or not isinstance(value, str):
        return
    written = document.source.slice(span)
    if value in (written, written[1:-1]):
        base = span.start + (len(written) - len(value)) // 2
        yield value, lambda start, end: Span(base + start, base + end)
    else:
        yield value, lambda start, end: span


def _read_prose(document: Document) -> Iterator[tuple[str, Locate]]:
    prose = document.page.prose
    if prose.text:
        yield prose.text, prose.locate


_READERS: dict[str, Reader] = {
    "prose": _read_prose,
    "source": _read_source,
    "body": _read_body,
    "front-matter": _read_front_matter,
}

"""Checks of lists in front matter that a site takes for one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_shared import LISTED, MARKS, bare_span, is_readable
from contentlint.document.frontmatter.quoting import quoted
from contentlint.findings import Edit, FixRow, HitRow, Severity, fix_of, hit_of
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["one_entry"]

# keywords may well be one text with commas: pages print them as they are
_NOUNS = {"tags": "tag", "categories": "category"}
_GENERATORS = {"hexo": "Hexo", "hugo": "Hugo", "jekyll": "Jekyll"}
_LONGEST = 30
_LONGEST_TEXT = 500
_FEWEST_QUOTED = 3
_SEPARATOR = pattern(rf"\s*[,{MARKS}]\s*")
_DASHED = pattern(r"[ ]*(?P<mark>-[ ]?(?=[^\s-])|[\u2022\u2013\u2014\xb7*][ ]*(?=\S))")
_NEXT_ENTRY = pattern(r" +- +\S")
_PLAIN = pattern(r"\w(?:[\w +#./-]*[\w+#])?\Z")
_NO_ENTRY = frozenset("\"'“”‘’「」『』《》()（）[]【】［］{}")


def one_entry(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """Tags or categories that were meant as several and are read as one."""
    matter = doc.front_matter
    for name in LISTED:
        value = matter.values.get(name)
        if value is None or not is_readable(doc):
            continue
        span = matter.value((name,))
        if span is None:
            continue
        if type(value) is str:
            hit = _marked(doc, name, span) or _text_hit(doc, name, span, value)
            if hit is not None:
                yield hit
        elif type(value) is list and doc.source.text.startswith("[", span.start):
            yield from _entry_hits(doc, name, value)
        elif type(value) is list:
            yield from _joined_hits(doc, name, value)


def _marked(doc: Document, name: str, span: Span) -> HitRow | None:
    """Lines that begin with a dash, but not with a dash and a blank."""
    text = doc.source.text
    key = doc.front_matter.key((name,))
    if doc.front_matter.format != "yaml" or key is None:
        return None
    lines = text[span.start : span.end].split("\n")
    found = [_DASHED.match(line) for line in lines]
    if "\n" not in text[key.end : span.start]:
        if len(lines) > 1 and all(line.lstrip().startswith("- ") for line in lines[1:]):
            words = {"field": name, "value": " ".join(lines[0].split())}
            return hit_of(span, words, message="after-value")
        return None
    edits, at = [], span.start
    for line, match in zip(lines, found, strict=True):
        if match is None:
            return None
        if match["mark"] != "- ":
            edits.append(Edit(at + match.start("mark"), at + match.end("mark"), "- "))
        at += len(line) + 1
    if not edits:
        return None
    mark = text[edits[0].start]
    fix = fix_of("unsafe", "Begin the entries with a dash and a blank", tuple(edits))
    message = "dash-blank" if mark == "-" else "list-mark"
    words = {"field": name, "mark": mark, "value": " ".join(text[span.start : span.end].split())}
    return hit_of(Span(edits[0].start, edits[0].start + 1), words, message, fix)


def _joined_hits(doc: Document, name: str, items: list[Any]) -> Iterator[HitRow]:
    """Entries that hold the next ones, because those begin further to the right."""
    matter, text = doc.front_matter, doc.source.text
    if matter.format != "yaml":
        return
    for index, item in enumerate(items):
        span = matter.value((name, index)) if type(item) is str and " - " in item else None
        if span is None:
            continue
        first, *lines = text[span.start : span.end].split("\n")
        if not lines or not all(_NEXT_ENTRY.match(line) for line in lines) or first[0] in "'\"|>":
            continue
        start = text.rfind("\n", 0, span.start) + 1
        indent = text[start : span.start].partition("-")[0]
        edits, at = [], span.start + len(first) + 1
        for line in lines:
            edits.append(Edit(at, at + len(line) - len(line.lstrip(" ")), indent))
            at += len(line) + 1
        fix = fix_of("unsafe", "Align the entries", tuple(edits))
        words = {"field": name, "value": item, "mark": "-"}
        yield hit_of(span, words, "joined", fix)


def _text_hit(doc: Document, name: str, span: Span, value: str) -> HitRow | None:
    """Entries between commas where the generator does not part at commas."""
    generator = next((one for one in doc.settings.presets if one in _GENERATORS), None)
    if generator is None or name not in _NOUNS:
        return None
    spelled = doc.source.text[span.start : span.end]
    bracketed = value[:1] in ("【", "［") and value[-1:] in ("】", "］")
    parts = _parts(value[1:-1] if bracketed else value)
    is_quoted = spelled != value
    if len(parts) < (_FEWEST_QUOTED if is_quoted else 2):
        return None
    words = {"field": name, "value": value, "noun": _NOUNS[name], "piece": ""}
    words["generator"] = _GENERATORS[generator]
    words["list"] = f"[{', '.join(map(_spelled, parts))}]"
    message = None
    pieces = value.split()
    if generator == "jekyll" and len(pieces) > 1:
        message = "pieces"
        words["piece"] = next((piece for piece in pieces if _SEPARATOR.search(piece)), pieces[0])
    # "Food, Drink" may be the name of a category
    doubtful = name == "categories" and not any(mark in value for mark in MARKS)
    severity: Severity | None = "info" if doubtful else None
    fix = _list_fix(doc, name, span, words["list"])
    return hit_of(span, words, message, fix, severity=severity)


def _list_fix(doc: Document, name: str, span: Span, spelled: str) -> FixRow | None:
    """A list instead of the text; in Hexo a list of categories would be one below the other."""
    if doc.front_matter.format != "yaml" or "\n" in doc.source.text[span.start : span.end]:
        return None
    if name == "categories" and "hexo" in doc.settings.generators:
        return None
    if bare_span(doc, span) != span:
        return None
    return fix_of("unsafe", "Write a list", (Edit(span.start, span.end, spelled),))


def _entry_hits(doc: Document, name: str, items: list[Any]) -> Iterator[HitRow]:
    """Entries of a list in brackets between which a comma of another script stands."""
    for index, item in enumerate(items):
        if type(item) is not str or not any(mark in item for mark in MARKS):
            continue
        if MARKS[0] not in item and MARKS[2] not in item and len(items) > 1:
            continue  # one name may hold an enumeration comma where others are parted well
        span = doc.front_matter.value((name, index))
        parts = _parts(item)
        if span is None or len(parts) < 2 or doc.source.slice(span) != item:
            continue
        edit = Edit(span.start, span.end, ", ".join(map(_spelled, parts)))
        words = {"field": name, "value": item, "noun": _NOUNS.get(name, "entry"), "piece": ""}
        words["mark"] = next(mark for mark in MARKS if mark in item)
        yield hit_of(span, words, "entries", fix_of("unsafe", "Put commas", (edit,)))


def _parts(text: str) -> list[str]:
    """The entries that *text* enumerates; none if it looks like anything else."""
    if len(text) > _LONGEST_TEXT:
        return []
    parts = _SEPARATOR.split(text.strip().rstrip("," + MARKS))
    if any(not part or len(part) > _LONGEST or _NO_ENTRY.intersection(part) for part in parts):
        return []
    return parts


def _spelled(entry: str) -> str:
    plain = _PLAIN.match(entry) is not None and not re.fullmatch(r"[\d.+-]+", entry)
    return entry if plain and " #" not in entry else quoted(entry)

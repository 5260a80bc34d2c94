"""Finds definitions of links right below a line of a paragraph, which Markdown reads as its text.

CommonMark (4.7): a definition cannot interrupt a paragraph.  Whether a line would be one is asked
of the parser: it reads the post once more, with an empty line above each that may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from contentlint.checks.markdown_left import Text
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["definitions_below", "labels_below"]

# the page's text has no code, so the label may be missing there
_SHOWN: Final = pattern(r"^[ \t]*+(\[)[^\n]{0,1000}?\]:", re.MULTILINE)
_LABEL: Final = r"\[(?P<label>(?!\^)(?:[^\[\]\\\n]|\\.){1,200})\]:[ \t]*+"
_LINE: Final = pattern(
    rf"{_LABEL}(?P<url><[^<>\n]*+>|[^\s<]\S*+)"
    r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?[ \t]*+$",
    re.MULTILINE,
)
_BEFORE: Final = pattern(r"[ \t>]*+\Z")
# what makes the lines above a heading, or may be read as the title of the address
_UNDERLINE_OR_TITLE: Final = pattern(r"[ \t>]*+(?:(?:=++|-++)[ \t]*+(?:\n|\Z)|[\"'(])")
_ADDRESS: Final = pattern(r"<?(?:https?://|mailto:)|<[./#]", re.IGNORECASE)
_LIKE_ADDRESS: Final = pattern(r"[/#]|\w\.\w|\Amailto:")
_KEY: Final = "definitions below text"


class _Line(NamedTuple):
    """A line that would be a definition, with what stands before the bracket on it."""

    before: str
    span: Span  # of the definition, in the source
    label: str  # normalised
    words: str
    url: str
    is_repeated: bool = False


class _Use(NamedTuple):
    """The brackets that a reader sees in place of a link."""

    text: str
    is_full: bool  # [text][label] or [label][]


def definitions_below(document: Document) -> Iterator[Hit]:
    """Definitions that readers see as text; those right below each other are told of once."""
    # Python-Markdown takes a definition out of whatever stands around it
    if "mkdocs" in document.settings.generators:
        return
    lines = _lines(document)
    if not lines:
        return
    uses = _uses(document, lines)
    for run in _runs(document, lines):
        new = [line for line in run if not line.is_repeated]
        if not new:
            continue
        first, used = new[0], [use for line in new if (use := _use_of(line, uses))]
        values = {"text": document.source.slice(first.span)}
        if used:
            # a line of which nothing asks would vanish from the page with its address
            fix = _fix(document, run) if len(used) == len(run) else None
            yield Hit(first.span, values | {"use": used[0].text}, message="below", fix=fix)
        elif _ADDRESS.match(first.url):
            values |= {"words": first.words, "url": first.url.strip("<>")}
            yield Hit(first.span, values, message="below-alone")


def labels_below(document: Document) -> frozenset[str]:
    """The labels, normalised, of the definitions that stand below text."""
    return frozenset(line.label for line in _lines(document))


def _lines(document: Document) -> list[_Line]:
    cache = document.page.cache
    if _KEY not in cache:
        cache[_KEY] = _read_lines(document)
    lines: list[_Line] = cache[_KEY]
    return lines


def _read_lines(document: Document) -> list[_Line]:
    if "]:" not in document.page.html:
        return []
    from contentlint.document.markdown_outline import normalise_label
    from contentlint.document.source_map import MARKDOWN, SURROGATE

    lines = _without_code(list(_candidates(document)))
    if not lines:
        return []
    known = {normalise_label(each.name) for each in document.page.source_map.definitions}
    body, base = document.templates.text, document.body_start
    parts, at = [], 0
    for line in lines:
        start = line.span.start - base - len(line.before)
        parts += [body[at:start], line.before.rstrip(), "\n"]
        at = start
    text = SURROGATE.sub("\ufffd", "".join([*parts, body[at:]]))
    read = {normalise_label(name) for name in MARKDOWN.reference_definitions(text)}
    below = []
    for line in lines:
        if line.label in read:
            below.append(line._replace(is_repeated=line.label in known))
            known.add(line.label)
    return below


def _without_code(lines: list[_Line]) -> list[_Line]:
    """*lines* without those that may be code below an empty line, where others have their label."""
    labels = Counter(line.label for line in lines)
    return [
        line
        for line in lines
        if labels[line.label] == 1 or not line.before.expandtabs(4).endswith("    ")
    ]


def _candidates(document: Document) -> Iterator[_Line]:
    """Lines of the text that look like a definition, below a line that is not empty."""
    from contentlint.document.markdown_outline import normalise_label

    text, written, base = Text(document), document.source.text, document.body_start
    for found in _SHOWN.finditer(text.text):
        place = text.find_copy(*found.span(1))
        start = base if place is None else place.start
        line_start = written.rfind("\n", base, start) + 1
        line = _LINE.match(document.templates.text, start - base) if line_start else None
        if line is None:
            continue
        before = written[line_start:start]
        above = written[written.rfind("\n", 0, line_start - 1) + 1 : line_start - 1]
        if _BEFORE.match(before) and above.strip(" \t>"):
            span = Span(start, start + len(line.group().rstrip()))
            label, url = (
                written[base + line.start(name) : base + line.end(name)]
                for name in ("label", "url")
            )
            yield _Line(before, span, normalise_label(line["label"]), label, url)


def _uses(document: Document, lines: list[_Line]) -> dict[str, _Use]:
    """What each label is used for, brackets that a line begins with and a colon ends aside."""
    from contentlint.document.markdown_outline import normalise_label

    uses: dict[str, _Use] = {}
    body = document.body
    wanted = {line.label for line in lines}
    for (start, end), label, syntax in document.page.source_map.undefined_references:
        name, is_full = normalise_label(label), syntax != "shortcut"
        if name not in wanted or (body.startswith(":", end) and _begins_line(body, start)):
            continue
        if name not in uses or (is_full and not uses[name].is_full):
            uses[name] = _Use(body[start:end], is_full)
    return uses


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t>")


def _use_of(line: _Line, uses: dict[str, _Use]) -> _Use | None:
    use = uses.get(line.label)
    if use is None or not (use.is_full or _LIKE_ADDRESS.search(line.url)):
        return None
    return use


def _runs(document: Document, lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines in order, those that follow each other together."""
    source, run = document.source.text, lines[:1]
    for line in lines[1:]:
        between = source[run[-1].span.end : line.span.start]
        if between.count("\n") > 1:
            yield run
            run = []
        run.append(line)
    yield run


def _fix(document: Document, run: list[_Line]) -> Fix | None:
    """An empty line above, unless the line below would then mean something else."""
    source = document.source.text
    first, end = run[0], run[-1].span.end
    after = source.find("\n", end) + 1
    if after and _UNDERLINE_OR_TITLE.match(source, after):
        return None
    start = first.span.start - len(first.before)
    # what readers saw vanishes, so the edit holds all of it
    new = f"{first.before.rstrip()}\n{source[start:end]}"
    return Fix("unsafe", "Put an empty line above", (Edit(start, end, new),))

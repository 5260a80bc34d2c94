"""Checks of texts in front matter: titles that are no text, damaged ones, repeated values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_shared import (
    LISTED,
    ambiguity_of,
    bare_span,
    field_name,
    is_readable,
    is_referred_to,
    quote_fix,
    respell,
    schema_of,
)
from contentlint.checks.links_data import make_once
from contentlint.findings import Edit, FixRow, HitRow, fix_of, hit_of
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.frontmatter import FrontMatter, Path
    from contentlint.schemas import Schema

__all__ = [
    "ambiguous_scalar",
    "cut_by_comment",
    "repeated_value",
    "title_damaged",
    "title_not_text",
]

_CUT = pattern(r"(?:\.{3,}|…+|\.\.)\s*\Z")
_HOST = (
    r"(?i)\s*(?:[(（\[【]\s*(?P<inside>(?:[a-z0-9-]+\.)+[a-z]{2,})\s*[)）\]】]"
    # a name such as ASP.NET has capitals
    r"|[|_–—-]\s*(?-i:(?P<after>(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|me|co|de|jp|tw|hk))))"
    r"\s*\Z"
)
_LOST = pattern(r"_(?=\s|\Z)|(?<=\s)_|\A_|(?<=[^\x00-\x7f])_|_(?=[^\x00-\x7f])")
# numbers that say where a page stands among others
_PLACES = frozenset(("weight", "order", "nav_order", "sidebar_position", "position"))
_TRUE = ("yes", "on")
_SENTENCES = ("title", "subtitle", "linkTitle", "description", "summary", "excerpt")
# a blank after the sign is how comments are written
_COMMENT = pattern(r"[ \t]+(#[^\s#!][^\n]*)")
_ANCHOR = pattern(r"&([\w-]+)[ \t]+(?=[^\s&*!|>{\[\"'#])[^\n]+\Z")
_MARKS = "'\"|>[{"


def title_not_text(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A title that is read as a number, a date, a list or a mapping."""
    value = doc.front_matter.values.get("title")
    if type(value) is str or value is None or not is_readable(doc):
        return
    span = doc.front_matter.nearest(("title",))
    spelled = doc.source.slice(bare_span(doc, span) or span)
    if isinstance(value, (bool, int, float)) and _is_ambiguous(doc, spelled):
        return
    if isinstance(value, (dict, list)):
        fix = quote_fix(doc, span, "unsafe") if spelled.startswith("[") else None
        kind = "list" if isinstance(value, list) else "mapping"
        yield hit_of(span, {"kind": f"a {kind}", "spelled": spelled}, message="collection", fix=fix)
        return
    kind = "true or false" if isinstance(value, bool) else "a date"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        kind = "a number"
    yield hit_of(span, {"kind": kind, "spelled": spelled}, fix=quote_fix(doc, span))


def _is_ambiguous(doc: Document, spelled: str) -> bool:
    return doc.front_matter.format == "yaml" and ambiguity_of(spelled) is not None


def cut_by_comment(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A text that YAML ends at a number sign, because it takes the rest for a comment."""
    matter, text = doc.front_matter, doc.source.text
    if matter.format != "yaml" or not is_readable(doc):
        return
    for name in _SENTENCES:
        if type(matter.values.get(name)) is not str or (span := matter.value((name,))) is None:
            continue
        start, end = span
        anchor = _ANCHOR.match(text, start, end)
        if anchor is not None and not is_referred_to(doc, anchor[1]):
            yield _anchored(doc, name, span, anchor.end(1))
            continue
        comment = _COMMENT.match(text, end, matter.content.end)
        if comment is None or text[start] in _MARKS or "\n" in text[start:end]:
            continue
        whole = text[start : comment.end()].rstrip()
        edit = (start, start + len(whole), respell(doc, whole))
        words = {"field": name, "read": matter.values[name], "text": comment[1]}
        fix = fix_of("unsafe", "Quote the value", (edit,))
        yield hit_of(Span(comment.start(1), start + len(whole)), words, fix=fix)


def _anchored(doc: Document, name: str, span: Span, end: int) -> HitRow:
    """A text that begins with a name for it, which nothing refers to."""
    spelled = doc.source.slice(span)
    mark = spelled[: end - span.start]
    words = {"field": name, "read": doc.front_matter.values[name], "text": mark}
    fix = fix_of("unsafe", "Quote the value", ((*span, respell(doc, spelled)),))
    return hit_of(Span(span.start, end), words, message="anchor", fix=fix)


# what keeps a post off the site
_HIDING = frozenset((("draft", "true"), ("headless", "true"), ("published", "false")))


def ambiguous_scalar(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A plain YAML scalar that means one thing in YAML 1.1 and another in YAML 1.2."""
    matter = doc.front_matter
    for name in matter.values:
        if type(name) is not str and is_readable(doc):
            span = matter.key((name,)) or matter.open_fence
            yield hit_of(span, {"spelled": doc.source.slice(span)}, message="name")
    if not matter.odd or not is_readable(doc):
        return
    schema = schema_of(doc)
    text = doc.source.text
    seen: set[Span] = set()
    for path, place in matter.places.items():
        bare = place.value
        if text.startswith("&", bare.start):
            bare = bare_span(doc, bare) or bare
        why = ambiguity_of(text[bare.start : bare.end])
        if why is None or bare in seen or path[0] in schema.dates:
            continue
        seen.add(bare)
        if why == "yes-no" and path[0] in schema.texts and "hexo" in doc.settings.generators:
            continue  # js-yaml has read these words as text in every version of Hexo
        yield _ambiguous_hit(doc, schema, path, place.value, why)


def _ambiguous_hit(doc: Document, schema: Schema, path: Path, span: Span, why: str) -> HitRow:
    spelled = doc.source.slice(bare_span(doc, span) or span)
    fact = schema.facts.get(path[0])
    kind = fact.kind if fact is not None else "any"
    words = {"field": field_name(path), "spelled": spelled, "meant": ""}
    if why == "yes-no" and path[0] in schema.flags and len(path) == 1:
        meant = "true" if spelled.lower() in _TRUE else "false"
        words["meant"] = meant
        # Jekyll's YAML is the old one, so it leaves the post out already
        hides = (path[0], meant) in _HIDING and "jekyll" not in doc.settings.generators
        fix = None
        if bare_span(doc, span) == span:
            edits = (Edit(span.start, span.end, meant),)
            fix = fix_of("unsafe" if hides else "safe", f"Write {meant}", edits)
        return hit_of(span, words, message="hiding" if hides else "flag", fix=fix)
    if why == "leading-zero" and (kind in ("whole", "number") or path[-1] in _PLACES):
        meant = words["meant"] = spelled.lstrip("0") or "0"
        fix = fix_of("unsafe", f"Write {meant}", (Edit(span.start, span.end, meant),))
        return hit_of(span, words, message="number-zero", fix=fix)
    certain = path[0] in schema.texts or kind == "image" or why == "sexagesimal"
    if why == "yes-no" and not certain:  # in quotes, "no" is true to most themes
        words["meant"] = "true" if spelled.lower() in _TRUE else "false"
        return hit_of(span, words, message="switch")
    fix_or_none = quote_fix(doc, span, "safe" if certain else "unsafe")
    return hit_of(span, words, message=why, fix=fix_or_none)


def title_damaged(doc: Document, _options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A title that a program cut, appended to, or lost characters of."""
    title = doc.front_matter.values.get("title")
    if type(title) is not str or not title:
        return
    cut, lost = _CUT.search(title), _LOST.search(title) if "_" in title else None
    host = re.search(_HOST, title) if "." in title else None
    if not (cut or lost or host) or not is_readable(doc):
        return
    span = doc.front_matter.nearest(("title",))
    if cut and host is None:
        yield hit_of(span, {"title": title}, message="cut")
    if host:
        words = {"title": title, "host": host.group("inside") or host.group("after")}
        yield hit_of(span, words, message="host", fix=_without(doc, span, host.group()))
    if lost:
        yield hit_of(span, {"title": title}, message="lost")


def _without(doc: Document, span: Span, tail: str) -> FixRow | None:
    """Take *tail* off the title's end, inside its quotes."""
    if bare_span(doc, span) != span:
        return None
    spelled = doc.source.slice(span)
    quote = spelled[-1] if spelled[-1:] in ("'", '"') else ""
    body = spelled[: len(spelled) - len(quote)]
    if not body.endswith(tail) or "\n" in spelled:
        return None
    end = span.end - len(quote)
    return fix_of("unsafe", "Take the host off the title", (Edit(end - len(tail), end, ""),))


def repeated_value(doc: Document, options: Mapping[str, Any]) -> Iterable[HitRow]:
    """The author as a category; one picture in two fields; an entry twice in one list."""
    matter = doc.front_matter
    values = matter.values
    hits: list[HitRow] = []
    if not is_readable(doc):
        return hits
    author, categories = values.get("author"), values.get("categories")
    if type(categories) is list and type(author) is str and author and author in categories:
        related = (("the author", matter.nearest(("author",))),)
        span = matter.nearest(("categories", categories.index(author)))
        hits.append(hit_of(span, {"value": author}, "author", None, None, None, related))
    pictures = make_once(options, _picture_fields)
    named = [name for name in values if name in pictures]
    if len(named) > 1:
        _same_picture(matter, named, hits)
    for name in LISTED:
        items = values.get(name)
        if type(items) is list and len(items) > 1:
            _twice(matter, name, items, hits)
    return hits


def _picture_fields(options: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(options["pictures"])


def _same_picture(matter: FrontMatter, names: list[str], hits: list[HitRow]) -> None:
    first: dict[str, Any] = {}
    for name in names:
        value = matter.values[name]
        if type(value) is not str or not value:
            continue
        other = first.setdefault(value, name)
        if other != name:
            related = ((f"the same in {other}", matter.nearest((other,))),)
            words = {"value": value, "field": name, "other": other}
            span = matter.nearest((name,))
            hits.append(hit_of(span, words, "picture", None, None, "info", related))


def _twice(matter: FrontMatter, name: str, items: list[Any], hits: list[HitRow]) -> None:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if type(item) is not str:
            continue
        earlier = first.setdefault(item.strip().lower(), index)
        if earlier != index:
            related = (("first given here", matter.nearest((name, earlier))),)
            span = matter.nearest((name, index))
            words = {"value": item, "field": name}
            hits.append(hit_of(span, words, "entry", None, None, None, related))

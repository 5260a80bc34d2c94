"""Checks of front-matter fields against the site's schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_docusaurus import is_converted, stops_at, stops_at_empty
from contentlint.checks.front_matter_shared import (
    ambiguity_of,
    field_name,
    is_readable,
    is_referred_to,
    is_template,
    quote_fix,
    respell,
    schema_of,
)
from contentlint.findings import Edit, Fix, Hit, Severity
from contentlint.patterns import pattern
from contentlint.schemas.facts import value_at
from contentlint.schemas.kinds import unknown_part
from contentlint.slips import near_miss
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.schemas import FieldError, Schema

__all__ = ["draft_unread", "empty_value", "invalid_value", "missing_field", "unknown_field"]

_LISTS = ("words", "categories", "list", "texts", "wholes")
_NULLABLE = {
    "layout": "jekyll",
    "custom_edit_url": "docusaurus",
    "displayed_sidebar": "docusaurus",
    "pagination_next": "docusaurus",
    "pagination_prev": "docusaurus",
}
"""Fields to which null is a value of its own, with the generator whose documentation says so."""
_READ_BY_TEMPLATES = frozenset({"astro", "eleventy", "vitepress"})
"""Generators that leave it to the site's own schema or templates which fields a post has."""
# a tag as it is written elsewhere
_TAG = pattern(r"#[^\W\d_][\w-]*#?")
# what does not become an entry when brackets are put around it
_NO_ITEM = pattern(r"[\[\]{}\n#&*!|>%@`]|: ")
MOST_UNKNOWN = 500
"""Of how many unknown names slips are sought: a post with more holds data, not fields."""


def missing_field(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field that the schema requires and the post has not."""
    matter = doc.front_matter
    schema = schema_of(doc)
    if matter.format is None:
        return
    values = matter.values
    for name in schema.required:
        if name not in values:
            break
    else:
        return
    if is_template(doc) or not matter.readable or _is_unseen(doc):
        return
    if "title" not in values and _is_titled_by_heading(doc):
        values = {**values, "title": None}
    present = {str(key).lower() for key in values} if "hugo" in doc.settings.generators else values
    for name in schema.required:
        wanted = name.lower() if present is not values else name
        if wanted not in present and name not in matter.broken:
            message = name if name in ("title", "date") else None
            yield Hit(
                _misspelt(doc, schema, name) or matter.open_fence, {"field": name}, message=message
            )


def _is_titled_by_heading(doc: Document) -> bool:
    """Whether a heading may be the title: most generators that ask for no other title take it."""
    settings = doc.settings
    return not settings.generators and "news" not in settings.presets and "h1" in doc.page.tags


def _misspelt(doc: Document, schema: Schema, name: str) -> Span | None:
    """The place of a field whose name is a slip of *name*: there `unknown_field` speaks of it."""
    if schema.unknown == "allow":
        return None
    known = schema.known_fields
    for other in list(doc.front_matter.values)[:MOST_UNKNOWN]:
        if isinstance(other, str) and other not in known and near_miss(other, known) == name:
            return doc.front_matter.key((other,))
    return None


def _is_unseen(doc: Document) -> bool:
    """Hexo takes an empty block for none, which is a finding of its own."""
    matter = doc.front_matter
    return "hexo" in doc.settings.generators and not doc.source.text[slice(*matter.content)].strip()


def invalid_value(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A value that the schema refuses, at that value."""
    matter = doc.front_matter
    if not matter.values:
        return
    schema = schema_of(doc)
    for error in schema.validate(matter.values):
        if not is_readable(doc):
            return
        if not _belongs_elsewhere(doc, schema, error):
            yield from _stopping_hit(doc, error, _error_hit(doc, error))


def _stopping_hit(doc: Document, error: FieldError, hit: Hit) -> Iterator[Hit]:
    """A *hit* with words of its own where the generator stops at the value."""
    path = error.path
    if path == ("permalink",):
        yield from _permalink_hit(doc, hit)
    elif path == ("cascade",) and "hugo" in doc.settings.generators:
        yield hit._replace(message="cascade", severity="error")
    elif hit.message == "type" and stops_at(doc, path[0]):
        fix = _list_fix(doc, hit.span) if error.words.get("expected") == "a list" else None
        yield hit._replace(message="docusaurus", severity="error", fix=fix)
    else:
        yield hit


def _list_fix(doc: Document, span: Span) -> Fix | None:
    """Brackets around words on one line, which YAML then parts at the commas."""
    spelled = doc.source.slice(span)
    if doc.front_matter.format != "yaml" or _NO_ITEM.search(spelled):
        return None
    return Fix("unsafe", "Write a list", (Edit(span.start, span.end, f"[{spelled}]"),))


def _permalink_hit(doc: Document, hit: Hit) -> Iterator[Hit]:
    """Hexo and Jekyll read a permalink as text, which a number or a date is not."""
    value, generators = doc.front_matter.values["permalink"], doc.settings.generators
    words = dict(hit.values or {})
    if isinstance(value, str):  # only the parts of a post's address are known
        if any(part[0] == "_" for part in PurePath(doc.source.path).parts[:-1] if part):
            words["reason"] = f":{unknown_part(value)}"
            yield hit._replace(values=words, message="part", severity="error")
        return
    if isinstance(value, (list, dict)) and "jekyll" in generators:
        yield hit._replace(message="permalink-list", severity="error")
        return
    is_plain = isinstance(value, (int, float, date)) and value is not False
    if not is_plain or generators.isdisjoint(("hexo", "jekyll")):
        yield hit
        return
    fix = quote_fix(doc, hit.span) if doc.front_matter.format == "yaml" else None
    message = "permalink" if "hexo" in generators else "permalink-jekyll"
    yield hit._replace(message=message, severity="error", fix=fix)


def _belongs_elsewhere(doc: Document, schema: Schema, error: FieldError) -> bool:
    """Whether another rule speaks of *error*: one cause, one finding."""
    path, code, _ = error
    top = path[0] if path else None
    if code == "missing" and len(path) == 1:
        return top in schema.required
    if code == "unknown" and len(path) == 1:
        is_slip = schema.unknown == "near" and _slip_of(doc, schema, top) is not None
        return is_slip or schema.unknown == "forbid"
    if top in schema.dates and code in ("date", "type"):
        return True
    if _is_impossible(doc, path):
        return True
    if code != "type":
        return False
    value = value_at(doc.front_matter.values, path)
    if path == ("title",) or is_converted(doc, value, error.words.get("expected", "")):
        return True
    plain = doc.front_matter.spelling(path)
    return isinstance(value, bool) and ambiguity_of(plain) is not None


def _is_impossible(doc: Document, path: tuple[Any, ...]) -> bool:
    """Whether YAML cannot read the value, as 2024-05-41: `invalid_date` speaks of it."""
    place = doc.front_matter.value(path) if path else None
    problems = doc.front_matter.problems
    return any(each.code == "value" and each.span == place for each in problems)


def _slip_of(doc: Document, schema: Schema, name: Any) -> str | None:
    """The known field that the unknown *name* was meant to be, if `unknown_field` says so."""
    if not isinstance(name, str):
        return None
    generators = doc.settings.generators
    if schema.unknown == "near" and not generators and name in _known_elsewhere():
        return None
    if name == "authors" and generators and generators <= _READ_BY_TEMPLATES:
        return None
    near = near_miss(name, schema.known_fields)
    return None if near in doc.front_matter.values else near


def _error_hit(doc: Document, error: FieldError) -> Hit:
    path, code, words = error
    matter = doc.front_matter
    if code == "missing":
        above = path[:-1]
        span = (matter.key(above) or matter.nearest(above)) if above else matter.open_fence
    elif code in ("unknown", "name"):
        span = matter.key(path) or matter.nearest(path)
    else:
        span = matter.nearest(path)
    values = {"near": "", "limit": "", "unit": "", "length": "", "reason": "", **words}
    values["field"] = field_name(path)
    message = f"{code}-near" if values["near"] else code
    return Hit(span, values, message=message, data={"path": list(path)})


def draft_unread(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A post that says it is a draft, which Hexo does not ask."""
    values = doc.front_matter.values
    if values.get("draft") is not True or values.get("published") is False or is_template(doc):
        return
    if "_drafts" not in doc.source.path and doc.settings.generators == {"hexo"}:
        yield Hit(doc.front_matter.nearest(("draft",)))


def empty_value(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field without a value."""
    matter = doc.front_matter
    values = matter.values
    for name in values:
        value = values[name]
        if value is None or value == "" or (type(value) is list and None in value):
            break
    else:
        return
    if not is_readable(doc):
        return
    schema = schema_of(doc)
    for name, value in values.items():
        if type(value) is list:
            yield from _empty_entries(doc, name, value)
        elif value is None or value == "":
            fact = schema.facts.get(name)
            anchored = _anchor_hit(doc, name, fact is not None and fact.kind in _LISTS)
            if anchored is not None:
                yield anchored
                continue
            if name in options["allow"]:
                continue
            if fact is not None and fact.kind in _LISTS:
                commented = [*_commented_list(doc, name)]
                yield from commented
                if commented or not stops_at_empty(doc, name, value):
                    continue
            if value is None and (name in schema.nullable or _means_none(doc, name)):
                continue
            yield _empty_hit(doc, name, fact is not None and fact.required)


def _means_none(doc: Document, name: Any) -> bool:
    """Whether the written null of the field *name* says that the page shall have none of it."""
    generator = _NULLABLE.get(name)
    if generator is None or not doc.front_matter.spelling((name,)):
        return False
    return generator in doc.settings.generators or not doc.settings.generators


def _empty_entries(doc: Document, name: Any, items: list[Any]) -> Iterator[Hit]:
    for index, item in enumerate(items):
        if item is None:
            span = doc.front_matter.nearest((name, index))
            hit = _commented_hit(doc, name, doc.front_matter.value((name, index)))
            severity: Severity | None = "error" if stops_at(doc, name) else None
            message = "entry-stops" if severity else "entry"
            yield hit or Hit(span, {"field": name}, message=message, severity=severity)
            return


def _commented_list(doc: Document, name: Any) -> Iterator[Hit]:
    """Words that begin with number signs, as in ``tags: #rome #walks``, which YAML does not see."""
    value = doc.front_matter.value((name,))
    comment = _comment_after(doc, value)
    if comment is None or value is None:
        return
    text = doc.source.slice(comment)
    if all(_TAG.fullmatch(word) for word in text.split()):
        words = ", ".join(word.strip("#") for word in text.split())
        fix = Fix("unsafe", "Write a list", (Edit(value.end, comment.end, f" [{words}]"),))
        values = {"field": name, "text": text, "words": words}
        yield Hit(comment, values, message="tags", fix=fix, severity="warning")


def _empty_hit(doc: Document, name: Any, required: bool) -> Hit:
    matter = doc.front_matter
    span = matter.nearest((name,))
    commented = _commented_hit(doc, name, matter.value((name,)))
    if commented is not None:
        return commented
    severity: Severity | None = "warning" if required else None
    if name == "date" and "jekyll" in doc.settings.generators and _is_dated(doc):
        return Hit(span, {"field": name}, message="jekyll", severity="error")
    if stops_at_empty(doc, name, matter.values[name]):
        return Hit(span, {"field": name}, message="docusaurus", severity="error")
    return Hit(span, {"field": name}, message="required" if required else None, severity=severity)


def _commented_hit(doc: Document, name: Any, value: Span | None) -> Hit | None:
    """A value that YAML takes for a comment."""
    comment = _comment_after(doc, value)
    if comment is None or value is None:
        return None
    text = doc.source.slice(comment)
    edit = Edit(value.end, comment.end, f" {respell(doc, text)}")
    fix = Fix("unsafe", "Quote the value", (edit,))
    words = {"field": name, "text": text}
    return Hit(comment, words, message="comment", fix=fix, severity="warning")


def _is_dated(doc: Document) -> bool:
    """Whether Jekyll takes the file for a post, which cannot be without a date."""
    return "_posts" in PurePath(doc.source.path).parts


def _anchor_hit(doc: Document, name: Any, lists: bool) -> Hit | None:
    """A value that is no more than a name for itself, to which nothing refers."""
    span = doc.front_matter.value((name,))
    if span is None or doc.front_matter.format != "yaml":
        return None
    text = doc.source.slice(span)
    if not text.startswith("&") or "\n" in text or is_referred_to(doc, text[1:]):
        return None
    quoted = respell(doc, text)
    if lists and stops_at(doc, name):
        quoted = f"[{quoted}]"  # where a text would be refused
    fix = Fix("unsafe", "Quote the value", (Edit(*span, quoted),))
    words = {"field": name, "text": text}
    return Hit(span, words, message="anchor", fix=fix, severity="warning")


def _comment_after(doc: Document, value: Span | None) -> Span | None:
    """A ``#`` right after the colon, which makes a comment of what was meant as the value."""
    if value is None or doc.front_matter.format != "yaml" or value.end > value.start:
        return None
    text = doc.source.text
    end = text.find("\n", value.end)
    line = text[value.end : len(text) if end < 0 else end]
    start = value.end + len(line) - len(line.lstrip())
    rest = line.strip()
    if not rest.startswith("#") or rest[1:2] in ("", " ", "#"):
        return None
    return Span(start, start + len(rest))


def unknown_field(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field whose name nearly is a known one, or that the schema does not allow."""
    matter = doc.front_matter
    schema = schema_of(doc)
    known = schema.known_fields
    if known.issuperset(matter.values):
        return
    unknown = [name for name in matter.values if name not in known]
    if schema.unknown == "allow" or not is_readable(doc):
        return
    anycase = "hugo" in doc.settings.generators
    lowered = {name.lower() for name in known} if anycase else known
    for name in unknown[:MOST_UNKNOWN]:
        if not isinstance(name, str) or (anycase and name.lower() in lowered):
            continue
        near = _slip_of(doc, schema, name)
        if near is not None:
            yield _unknown_hit(doc, name, near)
        elif schema.unknown == "forbid":
            span = matter.key((name,)) or matter.open_fence
            yield Hit(span, {"field": name, "near": ""}, message="forbidden")


@cache
def _known_elsewhere() -> frozenset[str]:
    """The fields that any generator reads."""
    from contentlint.schemas.declared import DECLARED

    return frozenset(name for fields in DECLARED.values() for name, _, _ in fields)


def _unknown_hit(doc: Document, name: str, near: str) -> Hit:
    matter = doc.front_matter
    span = matter.key((name,)) or matter.open_fence
    fix = None
    if doc.source.slice(span) == name and ":" not in name:
        edit = Edit(span.start, span.end, near)
        fix = Fix("unsafe", f"Rename it to {near}", (edit,))
    return Hit(span, {"field": name, "near": near}, fix=fix)

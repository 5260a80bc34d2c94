"""The parse errors that the HTML standard's tokenizer names, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.address_tags import ADDRESS_TAG
from contentlint.checks.torn_tags import APART, TORN_CODE, torn_tags
from contentlint.document.masks import names_mask
from contentlint.document.tag_places import attribute_ranges
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.checks.torn_tags import OpenValue, TornTag
    from contentlint.document import Document
    from contentlint.document.html import Page
    from contentlint.document.tokenizer_errors import TokenError

__all__ = ["parse_error"]

_LONGEST_SHOWN: Final = 40
_TAG_BEGINS: Final = pattern("</?[a-zA-Z]")
_SIGNS: Final = pattern("<+(?![a-zA-Z/!?])")
_NO_TAG: Final = frozenset(("invalid-first-character-of-tag-name", "eof-before-tag-name"))
_NO_SPACE: Final = "missing-whitespace-between-attributes"
_ENDS: Final = "attribute-ends"
_NULL: Final = "unexpected-null-character"
_CONTROL: Final = frozenset(("control-character-in-input-stream", _NULL))
_NULLS: Final = pattern("\0*")
_CONTROLS: Final = pattern(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_CUT_OFF: Final = "eof-in-tag"
_FIRST_NAME: Final = pattern(r"[<!/&#]*([^\s=/>;]{0,40})")


def parse_error(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Every tokenizer error of the page, as one finding that carries the standard's code.

    Doctypes are judged only where a page can have one, in HTML files.  The option ``ignore``
    lists codes to leave out.
    """
    errors = doc.page.errors
    if not errors:
        return
    from contentlint.document.tokenizer import pieces_of
    from contentlint.document.tokenizer_errors import DOCTYPE_CODES, token_errors

    ignored = frozenset(options.get("ignore", ()))
    if doc.kind != "html":
        ignored |= DOCTYPE_CODES
    page = doc.page
    plain = page.survey.plain
    torn = torn_tags(page)
    told: set[int] = set()
    html, told_to = page.html, 0
    last: dict[str, int] = {}
    found = token_errors(html, errors, page.prefix, lambda: pieces_of(page), plain=plain)
    torn_at = next((each.start for each in found if each.code == _CUT_OFF), -1)
    for error in (_whole(html, each) for each in _single(html, found)):
        if error.code in ignored or _is_undecided(doc, error):
            continue
        if error.code in _CONTROL and error.start and _CONTROLS.match(html, error.start - 1):
            continue  # of a row of them one tells
        if torn_at >= 0 and error.tag == torn_at != error.start:
            continue  # what is wrong in a tag that the page's end cuts off comes from that
        if ADDRESS_TAG.match(html, error.tag):
            continue  # `unknown_element` speaks of it
        if error.code in _NO_TAG and not error.more:
            if error.start >= told_to:  # else it is one of a run
                told_to = _end_of_run(html, error)
                yield _hit(doc, error._replace(end=told_to))
        elif error.tag not in torn:
            if last.get(error.code) != error.start:  # once for all signs in one value
                yield _hit(doc, error)
            last[error.code] = error.start
        elif error.tag not in told:  # what else is wrong in such a tag comes from that
            told.add(error.tag)
            yield _torn_hit(doc, torn[error.tag])


def _single(html: str, found: Iterable[TokenError]) -> Iterator[TokenError]:
    """*found* with one error for what a quotation mark in a value leaves: words and its pair."""
    held: TokenError | None = None
    told = -1
    for error in found:
        if error.code == TORN_CODE and not error.more:
            if held is not None and error.tag == held.tag:
                yield error._replace(start=held.start)
                held, told = None, error.tag
                continue
            if error.tag == told:
                continue  # the value goes on
        if held is not None:
            yield held
            held = None
        if error.code == _NO_SPACE and not error.more and _may_be_torn(html, error):
            held = error
        else:
            yield error
    if held is not None:
        yield held


def _may_be_torn(html: str, error: TokenError) -> bool:
    """Whether what follows a value without a space is a word, or has a quotation mark."""
    name, equals, _ = html[error.start : error.end].partition("=")
    return not equals or '"' in name or "'" in name


def _whole(html: str, error: TokenError) -> TokenError:
    """*error*, which goes on over the NULs after it if it is one."""
    nulls = _NULLS.match(html, error.start) if error.code == _NULL else None
    return error if nulls is None else error._replace(end=nulls.end())


def _end_of_run(html: str, error: TokenError) -> int:
    """Where the signs that begin no tag end, of which the first is the one of *error*."""
    run = _SIGNS.match(html, error.start)
    return error.end if run is None else run.end()


def _torn_hit(doc: Document, tag: TornTag) -> Hit:
    html = doc.page.html
    values = {
        "tag": _shorten(html[tag.start : tag.end]),
        "inner": _shorten(html[tag.inner : tag.end]),
    }
    data = {"code": tag.code}
    place = doc.page.place(tag.start, tag.end)
    start = place.span.start
    if tag.value is not None:
        return _open_value_hit(doc, tag, tag.value)
    if not tag.is_sign:
        name = html[tag.start + 1 : tag.inner].split(maxsplit=1)[0]
        return Hit(Span(start, start + 1 + len(name)), values, message="unended-tag", data=data)
    fix = None
    if place.verbatim:
        # the last one begins a tag that was swallowed, if a name follows
        last = tag.inner if _TAG_BEGINS.match(html, tag.inner) else tag.end
        span = Span(start, start + last - tag.start)
        # as the source has it, but for signs that are no template tag's
        pairs = zip(html[tag.start : last], doc.source.slice(span), strict=True)
        edit = Edit(*span, "".join("&lt;" if read == "<" else written for read, written in pairs))
        fix = Fix("unsafe", "Write &lt;", (edit,))
    return Hit(Span(start, start + 1), values, message="stray-less-than", data=data, fix=fix)


def _open_value_hit(doc: Document, tag: TornTag, value: OpenValue) -> Hit:
    """A value that lacks its second quotation mark: the tag up to where that is missing."""
    html = doc.page.html
    written = html[value.start : value.stop].rstrip()
    values = {
        "name": value.name,
        "value": _shorten(written) or f"{value.name}={value.quote}",
        "lost": _shorten(html[value.stop + 1 : value.end - 1]),
        "quote": value.quote,
        "next": value.next,
    }
    place = doc.page.place(tag.start, value.start + len(written))
    fix = None
    # where no attribute follows, it would bring text to light, which no fix may
    if place.verbatim and value.next and (written or _may_be_empty(value)):
        end = place.span.end
        fix = Fix("unsafe", "Add the quotation mark", (Edit(end, end, value.quote),))
    message = "open-value-before" if value.next else "open-value"
    return Hit(place.span, values, message=message, data={"code": TORN_CODE}, fix=fix)


def _may_be_empty(value: OpenValue) -> bool:
    """Whether an empty value does no harm: as an address, or before its like, it would be used."""
    return value.name != value.next and value.name not in ("href", "src")


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _is_undecided(doc: Document, error: TokenError) -> bool:
    """Whether a template tag decides which of two attributes with one name there will be."""
    if error.code != "duplicate-attribute" or not doc.has_template_tags:
        return False
    return any(map(names_mask, attribute_ranges(doc.page.html, error.tag)))


def _hit(doc: Document, error: TokenError) -> Hit:
    place = doc.page.place(error.start, error.end)
    if not place.verbatim:
        # what runs on into tags that Markdown made still begins where it was written
        first = doc.page.find_copy(error.start, error.start + 1)
        if first is not None and first[0] < place.span.end:
            place = place._replace(span=Span(first[0], place.span.end))
        if error.code in _CONTROL:
            place = place._replace(span=_control_in(doc, place.span, doc.page.html[error.start]))
    shown = doc.source.slice(place.span)
    apart = APART.fullmatch(shown) if error.code in _NO_TAG else None
    if apart is not None and place.verbatim:
        values = {"text": shown, "name": apart[1]}
        fix = Fix("unsafe", "Remove the blank", (Edit(*place.span, f"</{apart[1]}>"),))
        data = {"code": error.code}
        return Hit(place.span, values, message="blank-in-end-tag", data=data, fix=fix)
    values = {"code": error.code, "text": _shorten(shown), "count": error.more}
    values.update(_details(doc.page.html, error))
    message = error.code if not error.more else "too-many"
    if message == TORN_CODE and (cut := _cut_value(doc.page, error)):
        message, values["name"] = "quote-in-value", cut
    return Hit(place.span, values, message=message, data={"code": error.code}, fix=_fix(doc, error))


def _control_in(doc: Document, construct: Span, character: str) -> Span:
    """The *character* in what Markdown wrote as an attribute: a language, a title, an address."""
    at = doc.source.text.find(character, *construct)
    return construct if at < 0 else Span(at, at + 1)


def _details(html: str, error: TokenError) -> dict[str, str]:
    """The first character of the construct by number, and the name that it begins with."""
    construct = html[error.start : error.end]
    number = f"U+{ord(construct[0]):04X}" if construct else ""
    name = _FIRST_NAME.match(construct)
    return {"number": number, "name": name[1] if name else ""}


def _cut_value(page: Page, error: TokenError) -> str:
    """The attribute whose value a quotation mark inside it ended, right before *error*."""
    if not page.html[error.start : error.end].strip("\"'"):
        return ""  # the mark itself is one too many
    tag, ends = page.cache.get(_ENDS, (-1, {}))
    if tag != error.tag:  # one tag may hold many errors, and thousands of attributes
        ranges = attribute_ranges(page.html, error.tag)
        ends = {end: name for name, (_, end) in ranges.items()}
        page.cache[_ENDS] = error.tag, ends
    name: str = ends.get(error.start - error.tag, "")
    return name


def _fix(doc: Document, error: TokenError) -> Fix | None:
    from contentlint.checks.parse_errors_fixes import repair

    found = repair(doc.page.html, error)
    if found is None:
        return None
    place = doc.page.place(error.tag, error.end)
    if not place.verbatim:
        return None
    title, edits = found
    shift = place.span.start - error.tag
    moved = tuple(Edit(start + shift, end + shift, text) for start, end, text in edits)
    return Fix("safe", title, moved)

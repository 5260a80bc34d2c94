"""Finds shortcodes that Hugo's scanner stops at, and those that are never closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contentlint.checks.content_model_report import short
from contentlint.checks.templates_places import find_open, source_of, span_of
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["shortcode_faults"]

_PAIRED = frozenset(("details", "highlight"))
_OPENER = pattern(r"\{\{([<%])(?:(/\*)|[ \t\r\n]*(?:/[ \t\r\n]*)?([\w./-]*))")
# What may stand in a shortcode, as Hugo reads it (parser/pageparser): a backslash before a quote
# keeps it from ending the value, and a value without quotes reaches to the next space.
_ITEM = pattern(
    r"[ \t\r\n]+"
    r"|=\s*(?:\"(?:\\\"|[^\"\n])*+\"|`[^`]*`|\\\"[^\"\n]*\"|[^\s\"`\\]\S*)?"
    r"|\"(?:\\\"|[^\"\n])*+\"|`[^`]*`|\\(?:\"[^\"\n]*\")?|[\w./-]+"
)
# quotes that Hugo takes for a part of the value
_ODD_QUOTE = pattern(r"=\s*['‘’“”„]")
_SLASH = pattern(r"[\w.-]*/(?=[\w.-])")
_SIGN = pattern(r"\s*=")


def shortcode_faults(document: Document) -> Iterator[Hit]:
    """Shortcodes that Hugo cannot read; of the others, those that are not closed or not opened."""
    broken: dict[int, str] = {}
    yield from _broken(document, broken)
    yield from _unpaired(document, broken)


def _broken(document: Document, broken: dict[int, str]) -> Iterator[Hit]:
    """Shortcodes without an end, or with something inside that Hugo does not take.

    Hugo reads them wherever they stand, in code and comments, too.  Where each *broken* one
    begins is noted with its name.
    """
    body = document.body
    openers = list(_OPENER.finditer(body))
    ends = [opener.start() for opener in openers[1:]] + [len(body)]
    done = 0
    for opener, following in zip(openers, ends, strict=False):
        start = opener.start()
        if start < done:
            continue  # inside a value, or in what is only shown
        closer = ("*/" if opener[2] else "") + opener[1].replace("<", ">") + "}}"
        at = body.find(closer, opener.end()) if opener[2] else _read(body, opener.end(), closer)
        if body.startswith(closer, max(at, 0)):
            done = at + len(closer)
            if not opener[2] and _mixes(body, opener.end(), at):
                values = {"text": short(body[start:done])}
                yield Hit(span_of(document, start, done), values, message="mixed")
            elif not opener[2] and (slash := _bare_slash(body, opener.end(), at)) >= 0:
                yield _unreadable(document, start, done, slash, closer)
            elif not opener[2]:
                yield from _odd_quotes(document, opener.end(), at)
            continue
        broken[start] = opener[3] or ""
        end = -1 if opener[2] else body.find(closer, start, following)
        if end < 0:
            values = {"text": " ".join(opener[0].split()), "closer": closer}
            yield Hit(span_of(document, *opener.span()), values, message="cut")
            continue
        done = end + len(closer)
        yield _unreadable(document, start, done, at, closer)


def _read(body: str, at: int, closer: str) -> int:
    """Where a shortcode has its *closer*, or something that cannot be read."""
    while not body.startswith(closer, at):
        item = _ITEM.match(body, at)
        if item is None:
            break
        # such a value holds the closer for Hugo, which then most often fails, but need not
        is_bare = item[0][0] == "=" and item[0][-1] not in '"`'
        end = body.find(closer, at, item.end()) if is_bare else -1
        at = item.end() if end < 0 else end
    return at


def _mixes(body: str, at: int, end: int) -> bool:
    """Whether some of the values in ``body[at:end]`` have a name, and others have none.

    A name with a blank before its sign may be read as either, so it does not count.
    """
    if body.find("=", at, end) < 0:
        return False
    kinds = set()
    while at < end and (item := _ITEM.match(body, at, end)) is not None:
        at = item.end()
        if item[0][0] == "=" or item[0].isspace() or item[0] == "/":
            continue
        if body[at : at + 1] == "=" or not _SIGN.match(body, at):
            kinds.add(body[at : at + 1] == "=" and item[0][0] not in '"`\\')
    return len(kinds) > 1


def _bare_slash(body: str, at: int, end: int) -> int:
    """Where a slash stands in a value without quotes and name, which is an end tag's to Hugo."""
    if body.find("/", at, end) < 0:
        return -1
    while at < end and (item := _ITEM.match(body, at, end)) is not None:
        inside = _SLASH.match(item[0])
        if inside is not None:
            return at + inside.end() - 1
        at = item.end()
    return -1


def _odd_quotes(document: Document, at: int, end: int) -> Iterator[Hit]:
    """The first value that begins with another quotation mark than Hugo knows."""
    body = document.body
    if not _ODD_QUOTE.search(body, at, end):
        return
    while at < end and (item := _ITEM.match(body, at, end)) is not None:
        at = item.end()
        if _ODD_QUOTE.match(item[0]):
            value = item[0].lstrip("= \t\r\n")
            span = span_of(document, at - len(value), at)
            yield Hit(span, {"text": value, "character": value[0]}, message="odd")
            return


def _unreadable(document: Document, start: int, end: int, at: int, closer: str) -> Hit:
    """A shortcode with its end, in which Hugo stops at *at*."""
    body = document.body
    character = body[at : at + 1]
    if at >= end or character in ('"', "`"):
        message = "quote"
    else:
        message = "character" if character.isprintable() else "blank"
    shown = character if message == "character" else f"U+{ord(character or ' '):04X}"
    values = {"text": short(body[start:end]), "closer": closer, "character": shown}
    return Hit(span_of(document, start, end), values, message=message)


def _unpaired(document: Document, broken: dict[int, str]) -> Iterator[Hit]:
    tags = [tag for tag in document.templates.tags if tag.kind == "shortcode"]
    known = {tag.name[1:] for tag in tags if tag.name.startswith("/")} | _PAIRED
    names = frozenset(broken.values())
    stack: list[TemplateTag] = []
    for tag in tags:
        if tag.start in broken or tag.name.lstrip("/") in names:
            continue
        if tag.name.startswith("/"):
            at = find_open(stack, tag.name[1:])
            if at is None:
                yield _hit(document, tag, "stray")
            else:
                del stack[at]
        elif tag.name in known and not _is_whole(source_of(document, tag)):
            stack.append(tag)
    for tag in stack:
        yield _hit(document, tag, "shortcode")


def _is_whole(source: str) -> bool:
    """Whether a shortcode closes itself, or is a block of code up to its end, read as one."""
    return source.endswith(("/>}}", "/%}}")) or source.count("}}") > 1


def _hit(document: Document, tag: TemplateTag, message: str) -> Hit:
    values = {"name": tag.name.lstrip("/"), "text": source_of(document, tag)}
    return Hit(span_of(document, tag.start, tag.end), values, message=message)

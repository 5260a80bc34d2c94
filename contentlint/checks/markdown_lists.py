"""Finds lists that Markdown reads otherwise than they look: cut, flat, or no list at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit, here_too
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["flat", "restarted", "unparsed", "unparsed_tasks"]

_AFTER_NUMBERS: Final = "</ol>\n<ul>"
_BULLET: Final = pattern(r"([ \t]*)([-*+])(?=[ \t])")
_NUMBER: Final = pattern(r"([ \t]*)(\d{1,9}[.)])([ \t]+)(?=\S)")
_FIRST_BELOW: Final = pattern(r"\n(?P<indent>  {1,11})1[.)][ \t]+(?=\S)")
# between the two stands code, a picture, a table or a quote; or anything short, if both lists
# have one item
_APART: Final = pattern(
    r"</ol>\n(?P<between>(?:<pre><code[^>]*>[^<]*</code></pre>\n|<p><img [^>]*></p>\n"
    r"|<table>(?:(?!</?table>).){1,4000}+</table>\n"
    r"|<blockquote>(?:(?!</?blockquote>).){1,2000}+</blockquote>\n"
    r"|<p>(?:(?!</?p>).){1,400}</p>\n){1,4})<ol>",
    re.DOTALL,
)
_AFTER_LIST: Final = ("</ol>\n<p", "</ol>\n<table>", "</ol>\n<blockquote>")
_CUTTING: Final = ("<pre>", "<p><img ", "<table>", "<blockquote>")
_LINES: Final = pattern(
    r"^(?P<mark>[-*+])\u3000?[^\W\d_][^\n]*(?:\n(?P=mark)\u3000?[^\W\d_][^\n]*)+"
    r"|^[\d]{1,2}(?P<dot>[.)．])\u3000?[^\W\d_][^\n]*"
    r"(?:\n\d{1,2}(?P=dot)\u3000?[^\W\d_][^\n]*)+",
    re.MULTILINE,
)
_FULL_MARK: Final = r"(?:\d{1,2}、|[·•●・･][ \t\u3000]?)"
_FULL_LINES: Final = pattern(
    r"^(?P<bullet>[·•●・･])[ \t\u3000]?[^\W\d_][^\n]*"
    r"(?:\n(?P=bullet)[ \t\u3000]?[^\W\d_][^\n]*){2,}"
    r"|^\d{1,2}、[^\W\d_][^\n]*(?:\n\d{1,2}、[^\W\d_][^\n]*){2,}",
    re.MULTILINE,
)
_FULL: Final = pattern(_FULL_MARK)
_LONE: Final = pattern(r"^(?:[-*+]|\d{1,2}[.)．])(?=[^\W\d_])", re.MULTILINE)
_ITEM_STARTS: Final = ("<li>", "<p>")
_READ_ITEM: Final = pattern(r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,2})[.)])[ \t]+\S")
# of a command: -h, -Xmx1g, -a --all
_OPTION: Final = pattern(r"-(?:[A-Za-z](?![^\W\d_])|X[a-z]+\d|[^\n]*[ ]--?[A-Za-z])", re.ASCII)
_TASK: Final = pattern(
    r"<li>(?:\n<p>)?(?P<box>\[(?P<mark>[ xX]{0,2})\])(?P<blank>\s?)"
    r"(?=[^\s(\[:<，。、；：！？,.;!?)）])"
)
# of a programming language, as in []string
_TYPE: Final = pattern(r"\[\][a-z*{]")
_LINE_START: Final = pattern(r"\n(?=[ ]*\S)")
_BREAKS: Final = pattern(r"\n*")
_MARK: Final = pattern(r"(\d{0,2})([-*+.)．])(\u3000?)")
_TAGS: Final = pattern(r"<(?:/?(?:p|li|td|th|div|h[1-6]|blockquote|[ou]l|table|pre)|br)\b")


def flat(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Lists below a number that are indented, but not far enough to belong to it."""
    html = document.page.html
    if document.kind != "markdown":
        return
    yield from _flat_numbers(document)
    if _AFTER_NUMBERS not in html:
        return
    at = html.find(_AFTER_NUMBERS)
    while at >= 0:
        start = at + len("</ol>\n")
        span = document.page.place(start, start + len("<ul>")).span
        hit = _flat_hit(document, span)
        if hit is not None:
            yield hit
        at = html.find(_AFTER_NUMBERS, start)


def _flat_numbers(document: Document) -> Iterator[Hit]:
    """Numbers that begin anew below a number, and are items of its list."""
    text, low = document.source.text, document.body_start
    while text.startswith("\n", low):
        low += 1
    block = end = low
    for found in _FIRST_BELOW.finditer(text, low):
        line = found.start() + 1
        gap = text.rfind("\n\n", max(low, end - 1), line)
        block = gap + 2 if gap >= 0 else block
        if line < end:
            continue
        end = line
        number = _number_above(text, line, block)
        first = _NUMBER.match(text, block)
        if number is None or first is None or len(first[1]) != len(number[1]):
            continue
        indent, wanted = len(found["indent"]), number.end() - number.start()
        if len(number[1]) + 1 < indent < wanted and not _is_unread(document, line):
            end = _end_of_deeper(text, line, len(number[1]))
            yield _numbers_hit(text, Span(line, end), number, wanted - indent)


def _is_unread(document: Document, at: int) -> bool:
    """Whether *at* stands in code or in HTML."""
    from contentlint.checks.templates_places import unread_blocks

    start = at - document.body_start
    return unread_blocks(document).touch(start, start + 1)


def _end_of_deeper(text: str, line: int, indent: int) -> int:
    """Where the lines from *line* on end that are not empty and begin further in than *indent*."""
    while line < len(text):
        stop = text.find("\n", line) + 1 or len(text)
        written = text[line:stop]
        if len(written) - len(written.lstrip(" ")) <= indent or not written.strip():
            break
        line = stop
    return line


def _numbers_hit(text: str, lines: Span, number: re.Match[str], more: int) -> Hit:
    written = text[lines.start : lines.end].rstrip("\n")
    first = lines.start + len(written) - len(written.lstrip(" "))
    added = " " * more
    new = added + _LINE_START.sub("\n" + added, written)
    wanted = number.end() - number.start()
    values = {"number": number[2], "blanks": wanted, "text": text[first : first + 2]}
    stop = lines.start + len(written)
    related = ((f"{number[2]} stands here", Span(number.start(2), number.end(2))),)
    fix = Fix("unsafe", f"Indent the list by {wanted} blanks", (Edit(lines.start, stop, new),))
    return Hit(Span(first, stop), values, message="numbers", related=related, fix=fix)


def _flat_hit(document: Document, span: Span) -> Hit | None:
    text = document.source.text
    line = text.rfind("\n", 0, span.start) + 1
    bullet = _BULLET.match(text, line)
    number = _number_above(text, line, document.body_start)
    if bullet is None or number is None:
        return None
    indent, wanted = len(bullet[1]), number.end() - number.start()
    if "\t" in bullet[1] or not len(number[1]) < indent < wanted:
        return None
    stop = span.start + len(text[span.start : span.end].rstrip())
    added = " " * (wanted - indent)
    # the numbers go on after the list, so the edit reaches to the next of them
    gap = _BREAKS.match(text, stop)
    high = gap.end() if gap else stop
    new = added + _LINE_START.sub("\n" + added, text[line:high])
    values = {"number": number[2], "blanks": wanted, "text": bullet[2]}
    related = ((f"{number[2]} stands here", Span(number.start(2), number.end(2))),)
    fix = Fix("unsafe", f"Indent the list by {wanted} blanks", (Edit(line, high, new),))
    return Hit(Span(bullet.start(2), stop), values, related=related, fix=fix)


def _number_above(text: str, line: int, low: int) -> re.Match[str] | None:
    """The number of the item that the line before *line* belongs to, its text without a break."""
    while line > low:
        before = text.rfind("\n", low, line - 1) + 1 or low
        if not text[before:line].strip():
            return None
        number = _NUMBER.match(text, before)
        if number is not None:
            return number
        line = before
    return None


def restarted(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Numbers that begin again at 1, because what stands between two items ended their list."""
    html = document.page.html
    if document.kind != "markdown" or not any(mark in html for mark in _AFTER_LIST):
        return
    at = 0
    again: list[tuple[Span, str]] = []
    while (found := _APART.search(html, at)) is not None:
        at = found.start() + 1
        first, second = _items_before(html, found.start()), _items_after(html, found.end())
        is_cut = any(mark in found["between"] for mark in _CUTTING)
        if min(first, second) != 1 or not (is_cut or first == second):
            continue
        start = found.end() - len("<ol>")
        span = document.page.place(start, found.end()).span
        number = _NUMBER.match(document.source.text, span.start)
        if number is not None:
            again.append((Span(number.start(2), number.end(2)), number[2]))
    if again:
        (span, written), *others = again
        related = here_too([each for each, _ in others])
        values = {"number": written, "places": len(again)}
        yield Hit(span, values, message="places" if others else None, related=related)


def _items_before(html: str, end: int) -> int:
    return html.count("<li>", max(0, html.rfind("<ol", 0, end)), end)


def _items_after(html: str, start: int) -> int:
    end = html.find("</ol>", start)
    return html.count("<li>", start, end)


def unparsed(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Lines that begin as the items of a list do, but for the blank after the mark."""
    if document.kind != "markdown":
        return
    prose, base = document.page.prose, document.body_start
    done = 0
    for found in _LINES.finditer(prose.text):
        yield from _lone_items(document, done, found.start())
        done = found.end()
        low, high = prose.rendered(*found.span())
        if _TAGS.search(document.page.html, low, high) or not _counts_up(found):
            continue
        starts = [prose.locate(at, at + 1).start for at in _line_starts(found)]
        stop = prose.locate(found.end() - 1, found.end()).end
        span = Span(starts[0], stop)
        if in_raw_block(document, span.start) or not _stand_alone(document.source.text, starts):
            continue
        if not document.templates.overlap(span.start - base, span.end - base):
            yield _unparsed_hit(document, found, span, starts)
    yield from _lone_items(document, done, len(prose.text))
    if "hexo" not in document.settings.generators:  # which shows the lines as they are written
        yield from _full_lines(document)


def _full_lines(document: Document) -> Iterator[Hit]:
    """Lines that begin as items of a printed list do: 1、 or •."""
    prose, text, base = document.page.prose, document.source.text, document.body_start
    for found in _FULL_LINES.finditer(prose.text):
        low, high = prose.rendered(*found.span())
        if _TAGS.search(document.page.html, low, high):
            continue
        if found["bullet"] is None and not _follow(found.group().split("\n"), "、"):
            continue
        starts = [prose.locate(at, at + 1).start for at in _line_starts(found)]
        span = Span(starts[0], prose.locate(found.end() - 1, found.end()).end)
        marks = [_FULL.match(text, at) for at in starts]
        if in_raw_block(document, span.start) or not _stand_alone(text, starts) or not all(marks):
            continue
        if document.templates.overlap(span.start - base, span.end - base):
            continue
        edits = [
            Edit(*each.span(), "- " if found["bullet"] else each[0].replace("、", ". "))
            for each in marks
            if each is not None
        ]
        # in the midst of a paragraph, only a list that begins with 1 is read as one
        is_read = found["bullet"] is not None or edits[0].text == "1. "
        fix = Fix("unsafe", "Write a list", tuple(edits)) if is_read else None
        mark = found["bullet"] or found.group().partition("、")[0] + "、"
        values = {"lines": len(starts), "mark": mark}
        yield Hit(span, values, message="full", fix=fix, severity="info")


def _lone_items(document: Document, begin: int, end: int) -> Iterator[Hit]:
    """Single lines of *begin* to *end* in the prose that go on with the list in the line above."""
    prose, html = document.page.prose, document.page.html
    text, base = document.source.text, document.body_start
    for found in _LONE.finditer(prose.text, begin, end):
        low = prose.rendered(*found.span())[0]
        if html[low - 1 : low] != "\n":
            continue
        above = html.rfind("\n", 0, low - 1) + 1
        if not html.startswith(_ITEM_STARTS, above):
            continue
        start = prose.locate(*found.span()).start
        span = Span(start, start + len(found.group()))
        if document.source.slice(span) != found.group() or not _goes_on(text, span, found.group()):
            continue
        if not document.templates.overlap(span.start - base, span.end - base):
            new = found.group().replace("．", ".") + " "
            fix = Fix("unsafe", "Insert the blank", (Edit(*span, new),))
            yield Hit(span, {"mark": found.group()}, message="item", fix=fix)


def _goes_on(text: str, span: Span, mark: str) -> bool:
    """Whether the line above begins with the item before the one that *mark* begins."""
    line = text.rfind("\n", 0, span.start) + 1
    before = text.rfind("\n", 0, max(0, line - 1)) + 1
    indent = text[line : span.start]
    if indent.strip(" \t>") or not text.startswith(indent, before):
        return False
    item = _READ_ITEM.match(text, before + len(indent))
    if item is None:
        return False
    if item["bullet"] is not None:
        return item["bullet"] == mark and not _OPTION.match(text, span.start)
    return mark[0].isdecimal() and int(mark[:-1]) == int(item["number"]) + 1


def _line_starts(found: re.Match[str]) -> list[int]:
    return [found.start(), *(m.end() + found.start() for m in re.finditer("\n", found.group()))]


def _counts_up(found: re.Match[str]) -> bool:
    """Whether the numbers follow each other, and stars do not belong to two words in italics."""
    lines = found.group().split("\n")
    if found["mark"] == "-" and any(map(_OPTION.match, lines)):
        return False
    if found["mark"] is not None:
        return not any(line[1:].count(found["mark"]) for line in lines) or found["mark"] == "-"
    return _follow(lines, found["dot"])


def _follow(lines: Sequence[str], sign: str) -> bool:
    """Whether the numbers before *sign* at the beginning of *lines* follow each other."""
    numbers = [int(line[: line.index(sign)]) for line in lines]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _stand_alone(text: str, starts: list[int]) -> bool:
    """Whether nothing but indentation and the marks of quotes stands before each of the lines."""
    return all(not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t>") for at in starts)


def _unparsed_hit(document: Document, found: re.Match[str], span: Span, starts: list[int]) -> Hit:
    text = document.source.text
    marks = [_MARK.match(text, at) for at in starts]
    first = next(mark[0] for mark in marks if mark) if any(marks) else ""
    values = {
        "text": found.group().split("\n")[0],
        "mark": first.rstrip("\u3000"),
        "lines": len(starts),
    }
    is_wide = any(mark[3] for mark in marks if mark)
    fix = None
    if all(marks):
        edits = [
            Edit(mark.start(2), mark.end(), mark[2].replace("．", ".") + " ")
            for mark in marks
            if mark is not None
        ]
        fix = Fix("unsafe", "Insert the blanks", tuple(edits))
    message = "wide" if found["dot"] == "．" else "blank" if is_wide else None
    return Hit(span, values, message=message, fix=fix)


def unparsed_tasks(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Boxes of tasks that hold nothing, or that no blank stands after."""
    html = document.page.html
    if document.kind != "markdown" or "[" not in html:
        return
    if "<li>[" not in html and "<li>\n<p>[" not in html:
        return
    text = document.source.text
    has_boxes = "<input" in html
    for found in _TASK.finditer(html):
        if _TYPE.match(html, found.start("box")) and not has_boxes:
            continue
        place = document.page.place(*found.span("box"))
        start, end = place.span
        if not place.verbatim or text[start - 1 : start] == "\\":
            continue
        mark = found["mark"].strip() or " "
        # a wide blank is none to Markdown
        stop = end + (found["blank"] > " ")
        fix = Fix("unsafe", "Write the box of a task", (Edit(start, stop, _box(mark, found)),))
        if not in_raw_block(document, start):
            yield Hit(Span(start, end), {"text": found["box"], "box": f"[{mark}]"}, fix=fix)


def _box(mark: str, found: re.Match[str]) -> str:
    return f"[{mark}]" if "" < found["blank"] <= " " else f"[{mark}] "

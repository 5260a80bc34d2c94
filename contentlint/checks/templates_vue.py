"""What Vue does not compile: in VitePress a page is a template, and stops at the first slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.expressions import GLOBALS, is_broken, needed_name
from contentlint.checks.structure import broken_off
from contentlint.checks.templates_places import fenced_code, loose_code, shown_code, span_of, zones
from contentlint.checks.templates_vue_else import lone_branches
from contentlint.checks.text_zones import inside_markup, is_commented
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.checks.text_zones import Zones
    from contentlint.document import Document

__all__ = ["second_scripts", "unclosed_elements", "vue_faults"]

_CODE: Final = pattern(r"\{\{(?P<code>(?:(?!\}\}).){0,400}+)\}\}", re.DOTALL)
# a comment alone, or a slash that begins a regular expression without an end, as in {{/if}}
_NOTHING: Final = pattern(r"\s*+(?:/\*(?:(?!\*/).)*+\*/\s*+|/[^/*\n]++)", re.DOTALL)
_OPTIONAL: Final = ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option")
# what gives names their values, or has braces left alone; without its end, so far as is looked
_LEFT_ALONE: Final = pattern(
    r"^[ \t>*+-]*+(?P<colons>:{3,})[ \t]*+v-pre\b(?:(?!^[ \t>]*+(?P=colons)[ \t]*$).){0,2000}+"
    r"|<(?P<name>[a-zA-Z][\w-]*+)(?=[^<>]{0,400}\sv-pre\b)(?:(?!</(?P=name)>).){0,2000}+"
    r"|<(?P<raw>script|style)\b(?:(?!</(?P=raw)>).){0,9000}+"
    r"|<!--(?:(?!-->).){0,2000}+"
    r"|\$(?=[^$\n]*+\$)(?=[^$\n\\]*+\\)[^$\n]*+\$",
    re.DOTALL | re.MULTILINE,
)
# an attribute whose value is a program; of those that take none, and of slots, nothing is known
_DIRECTIVE: Final = pattern(
    r"(?<=\s)(?P<name>v-(?!pre|once|cloak|else(?!-if)|slot)[a-z][\w.:-]*|[:@][a-zA-Z][\w.:-]*)"
    r"\s*+=\s*+(?:\"(?P<value>[^\"]{0,400}+)\"|'(?P<single>[^']{0,400}+)')"
)
_FOR: Final = pattern(r".*?\s(?:in|of)\s+(?P<list>\S.*)", re.DOTALL)
# each needs a value; of the others, one may do without
_VALUED: Final = ("v-if", "v-else-if", "v-for", "v-show", "v-html", "v-text", "v-bind:", ":")
_NAMES: Final = ("<script", "v-for", "v-slot", " #", "slot-scope")
_DESTINATION: Final = pattern(r"\]\([^()\n]*+\Z")
_SHORT: Final = 200
_PAIR: Final = 2
# only one at the beginning of a line is a part of the component
_SCRIPT: Final = pattern(r"^<script(?P<attributes>[ \t][^<>\n]{0,300})?>", re.MULTILINE)
_SETUP: Final = pattern(r"(?:^|\s)setup(?=[\s=]|\Z)")


def vue_faults(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Double braces or attributes that hold no program, or one that needs what is not there."""
    body = document.body
    if document.kind != "markdown" or document.is_mdx:
        return
    yield from lone_branches(document)
    directives = list(_DIRECTIVE.finditer(body)) if "<" in body else []
    if not directives and "{{" not in body:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    alone = zones(Span(*each.span()) for each in _LEFT_ALONE.finditer(body))
    for found in directives:
        zone = found.span()
        if not (fenced.touch(*zone) or loose.touch(*zone) or alone.touch(*zone)):
            yield from _directive_hits(document, found)
    yield from _brace_hits(document, fenced, loose, alone)


def _directive_hits(document: Document, found: re.Match[str]) -> Iterator[Hit]:
    """What to say of an attribute whose value Vue runs, if it is one."""
    if not inside_markup(document.body, found.start()):
        return
    name, code = found["name"], unescape(found["value"] or found["single"] or "")
    values = {"text": " ".join(code.split()), "name": name}
    span = span_of(document, *found.span())
    if not code.strip():
        if name.startswith(_VALUED):
            yield Hit(span, values, message="no-value")
        return
    if name == "v-for":
        parts = _FOR.fullmatch(code)
        if parts is None:
            yield Hit(span, values, message="no-list")
            return
        code = parts["list"]
    elif name.startswith(("@", "v-on")) and (";" in code or "\n" in code):
        return  # several statements
    if _is_unreadable(code):
        yield Hit(span, values, message="value")


def _is_unreadable(code: str) -> bool:
    """Whether Vue cannot read *code*; any name alone it takes for one of the page's."""
    if code.strip().isidentifier():
        return False
    return is_broken(code, jsx=False) or _NOTHING.fullmatch(code) is not None


def _brace_hits(document: Document, fenced: Zones, loose: Zones, alone: Zones) -> Iterator[Hit]:
    body = document.body
    if "{{" not in body:
        return
    last = body.rfind("}}")
    has_names = any(each in body for each in _NAMES)
    at = body.find("{{")
    while at >= 0:
        found = _CODE.match(body, at)
        end = found.end() if found else at + 2
        zone = (at, at + 2)
        if not (fenced.touch(*zone) or alone.touch(*zone) or _is_no_text(body, at)):
            if at > last:
                yield Hit(span_of(document, *zone), {"text": "{{"}, message="open")
                return
            hit = _hit(document, found, has_names, loose.touch(*zone)) if found else None
            if hit is not None:
                yield hit
        at = body.find("{{", end)


def _is_no_text(body: str, at: int) -> bool:
    return inside_markup(body, at) or _DESTINATION.search(body, max(0, at - _SHORT), at) is not None


def _hit(document: Document, found: re.Match[str], has_names: bool, in_code: bool) -> Hit | None:
    code = found["code"]
    name = needed_name(code)
    message = None
    if not _is_unreadable(code):
        if name is None or has_names or name in GLOBALS or name.startswith("$"):
            return None
        message = "name" if code.strip() == name else "member"
    span = span_of(document, *found.span())
    # all of it is written anew, as it is no text where it stands alone
    edits = (Edit(*span, f"<span v-pre>{found.group()}</span>"),)
    fix = None if in_code else Fix("unsafe", "Have Vue leave it alone", edits)
    return Hit(span, {"text": found.group(), "name": name or ""}, message=message, fix=fix)


def unclosed_elements(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements whose end tags HTML can do without, and Vue cannot."""
    if document.kind != "markdown":
        return
    page = document.page
    cut: tuple[Span, int] | None = None
    told = False
    for name in _OPTIONAL:
        if name not in page.tags or _are_closed(page.html, name):
            continue
        for element in page.select(name):
            location = element.source_location
            if location is None or location.end_tag is not None:
                continue
            place = page.element(element)
            if place is None or not place.verbatim:
                continue
            cut = cut or broken_off(document)
            if cut is None or place.span.start < cut[1]:
                yield Hit(place.span, {"name": name})
            elif not told:  # all that is open where the post breaks off is one fault, told there
                told = True
                yield Hit(cut[0], {"name": name})


def second_scripts(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A ``<script setup>`` after another one, and so for those without ``setup``."""
    body = document.body
    if document.kind != "markdown" or body.count("<script") < _PAIR:
        return
    code = shown_code(document)
    first: dict[bool, Span] = {}
    end = 0
    for found in _SCRIPT.finditer(body):
        if found.start() < end or code.touch(*found.span()):
            continue
        if is_commented(body, found.start()):
            continue
        end = body.find("</script>", found.end())
        if end < 0:
            return
        span = span_of(document, *found.span())
        is_setup = _SETUP.search(found["attributes"] or "") is not None
        if is_setup in first:
            related = (("the first stands here", first[is_setup]),)
            values = {"tag": "<script setup>" if is_setup else "<script>"}
            yield Hit(span, values, related=related)
        else:
            first[is_setup] = span


def _are_closed(html: str, name: str) -> bool:
    """Whether there are as many end tags as start tags, wherever a browser sees them end."""
    starts = re.findall(rf"<{name}(?=[\s>])", html, re.IGNORECASE)
    ends = re.findall(rf"</{name}(?=[\s>])", html, re.IGNORECASE)
    return len(ends) >= len(starts)

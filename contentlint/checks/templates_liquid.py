"""Finds what Liquid, as Jekyll runs it, fails on or makes nothing of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_inside import code_inside, find_inside
from contentlint.checks.templates_places import (
    comment_ranges,
    fenced_code,
    link_addresses,
    loose_code,
    open_block,
    raw_ranges,
    shown_code,
    source_of,
    span_of,
    stands_between_attributes,
    wrap_raw,
    zones,
)
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.checks.text_zones import Zones
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["left_alone", "lost_variables", "stopping_tags"]

_KNOWN: Final = names_of(
    "site page layout content paginator theme jekyll include forloop tablerowloop "
    "true false nil null empty blank"
)
_NAME: Final = pattern(r"\{\{-?\s*([A-Za-z_][\w-]*)")
# what gives a variable its name
_GIVEN: Final = pattern(
    r"\{%-?\s*(?:assign|capture|for|tablerow|increment|decrement)\s+([A-Za-z_][\w-]*)"
)
_INCLUDES: Final = pattern(r"\{%-?\s*include")
# tags with the one way to write them
_WRONG_NAMES: Final = {"elseif": "elsif", "elif": "elsif"}
_TORN_END: Final = pattern(r"\{%-?\s*(end)\s+(\w+)\s*-?%\}\Z")
_LONGEST_END: Final = 60
_POST_URL: Final = pattern(r"\{%-?\s*post_url\s+(['\"]?)(\S+?)(\.(?:md|markdown|html))?\1\s*-?%\}")
_INCLUDE: Final = pattern(r"\{%-?\s*include\s+(?P<file>[^\s{}%]++)(?P<rest>[^{}%]*?)-?%\}")
_LINK: Final = pattern(r"\{%-?\s*link\s+(['\"])([^'\"{}%]+)\1\s*-?%\}")
# what Jekyll takes after highlight (jekyll/tags/highlight.rb)
_HIGHLIGHT: Final = pattern(
    r"\{%-?\s*highlight\s+[a-zA-Z0-9.+#_-]+(?:(?:\s+\w+(?:=(?:[\w-]+|\"[^\"]*\"))?)*)\s*-?%\}"
)
_NO_LANGUAGE: Final = pattern(r"\{%-?\s*highlight\s*-?%\}")
_CHOICE: Final = pattern(
    r"\{%-?\s*(?:if|elsif|unless)\s+[\w.\[\]-]+\s*(?P<sign>===?|!==|=)(?!=)\s*[\w.\"'][^{}%]*-?%\}"
)
_NOT: Final = pattern(r"\{%-?\s*(?:if|elsif|unless)\s+not\s+[a-z]")
_NO_CHOICE: Final = pattern(r"\{%-?\s*(?:if|elsif|unless|case|for|assign|capture)\s*-?%\}")
_LOOP: Final = pattern(r"\{%-?\s*for\s+(?P<said>[^{}%]*?)\s*-?%\}")
_LOOP_SAID: Final = pattern(r"[\w-]+\s+in\s+\S")
_ASSIGN: Final = pattern(r"\{%-?\s*assign\s+[^={}%]+-?%\}")
# of a tag's opening: what stands in quotation marks, or a blank that is none for Ruby
_WIDE_BLANK: Final = pattern(r"\"[^\"]*+\"|'[^']*+'|(?P<blank>[^\S\x00-\x7f])")
# what Liquid minds only when it runs the tag, or not in every form
_RUN_ONLY: Final = names_of("name sign not operator link post file")
# up to where only plain blanks part the words
_EXACT: Final = names_of("include include_relative post_url link highlight raw")
_HEADS: Final = {
    "for": pattern(r"\{%-?\s*for\s+[\w-]+\s+in\s+"),
    "tablerow": pattern(r"\{%-?\s*tablerow\s+[\w-]+\s+in\s+"),
}
_ASSIGNED: Final = pattern(r"\{%-?\s*assign\s+[\w-]+(?P<before>\s+)=")
_RAW_TAG: Final = pattern(r"\{%-?\s*raw\s*+(?!-?%\})(?P<more>[^%]*+)%\}")
_JOINED: Final = pattern(
    r"\{%-?\s*(?P<name>(?:include|include_relative|post_url|link|for)(?=[:,]\s)"
    r"|(?:if|unless)(?=[:;!@]\s+[a-z_]))(?P<sign>.)\s+"
)
_NO_OPERATOR: Final = pattern(
    r"\{%-?\s*(?:if|elsif|unless)\s+(?:[\w.\[\]-]++|\"[^\"%]*+\"|'[^'%]*+')[ \t\r\n]+"
    r"(?!(?:and|or|contains|not)\s)(?P<word>[a-z_]++)(?=\s)"
)
# what begins like a tag and names none; of the rest another rule tells
_NAMELESS: Final = pattern(r"\{%(?!-?\s*[A-Za-z_#])(?:(?:(?!%\})[^\n{}]){0,200}+%\})?+")
_BRACES: Final = pattern(r"\{\{(?![-~]?\s*[A-Za-z_$])")
_SHORT: Final = 60
_PLAIN_FILE: Final = pattern(r"[\w./-]+\Z")
_VALUES: Final = pattern(
    r"(?:\s*+[\w-]++\s*+="
    r"\s*+(?:\"(?:[^\"\\]++|\\.)*+\"|'(?:[^'\\]++|\\.)*+'|[\w.-]++))*+\s*\Z"
)


def lost_variables(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Variables that neither Jekyll nor the post knows: readers see nothing in their place."""
    body = document.body
    if "{{" not in body or not document.runs_templates:
        return
    inside = code_inside(document)
    tags = [tag for tag in [*document.templates.tags, *inside] if tag.kind == "variable"]
    known = _KNOWN.union(options["allow"], _GIVEN.findall(body))
    lost = [tag for tag in tags if _unknown_name(body, tag, known)]
    if not lost:
        return
    spared = left_alone(document)
    fenced, loose = fenced_code(document), loose_code(document)
    blocks = set(inside)
    addresses = link_addresses(document)
    includes = _INCLUDES.search(body) is not None
    for tag in lost:
        place = tag.start, tag.end
        in_code = tag in blocks or fenced.touch(*place) or loose.touch(*place)
        # what is included may give names to values
        if spared.touch(*place) or (includes and not in_code):
            continue
        name = _unknown_name(body, tag, known)
        span = span_of(document, *place)
        values = {"text": source_of(document, tag), "name": name}
        # braces with blanks make no address, so the link would be none, and no part of a tag
        is_loose = addresses.touch(*place) or stands_between_attributes(body, tag.start)
        # a block of Liquid's in code of Markdown's is shown as one, tags and all
        is_loose = is_loose or (tag in blocks and fenced.touch(*place))
        fix = None if is_loose else wrap_raw(span, values["text"])
        yield Hit(span, values, message="code" if in_code else None, fix=fix)


def _unknown_name(body: str, tag: TemplateTag, known: frozenset[str]) -> str:
    name = _NAME.match(body, tag.start, tag.end)
    return "" if name is None or name[1] in known or _ends_early(body, tag) else name[1]


def _ends_early(body: str, tag: TemplateTag) -> bool:
    """Whether the first closing brace stands alone, at which Liquid stops."""
    brace = body.find("}", tag.start, tag.end)
    return brace >= 0 and not body.startswith("}}", brace)


def left_alone(document: Document) -> Zones:
    """What Liquid does not run: what stands in raw blocks and in comments."""
    return zones([*raw_ranges(document), *comment_ranges(document)])


def stopping_tags(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Tags that Liquid cannot read, wherever they stand."""
    body = document.body
    if not ("{{" in body or "{%" in body) or not document.runs_templates:
        return
    spared = None
    for tag, in_comment in _read_tags(document):
        blanks = _wide_blanks(body, tag) if tag.kind == "tag" else []
        message, words = ("blank", "") if blanks else _judge(body, tag)
        if message is None or (in_comment and message in _RUN_ONLY):
            continue
        if spared is None:
            spared = left_alone(document)
        if not in_comment and spared.touch(tag.start, tag.end):
            continue
        if blanks:
            yield _blank_hit(document, tag, blanks)
        else:
            values = {"text": source_of(document, tag), "right": words}
            yield Hit(span_of(document, tag.start, tag.end), values, message=message)
    yield from _open_hits(document)


def _read_tags(document: Document) -> Iterator[tuple[TemplateTag, bool]]:
    """The tags that Liquid reads, and whether they stand in a comment, where it runs none."""
    for tag in document.templates.tags:
        yield tag, False
    for inside in find_inside(document):
        for tag in inside.tags:
            yield tag, inside.name == "comment"


def _wide_blanks(body: str, tag: TemplateTag) -> list[int]:
    """Where in *tag* blanks stand that Liquid takes for none, though it wants one there."""
    found = _blanks_in(body, tag.start, body.find("%}", tag.start), tag.name)
    last = body.rfind("{%", tag.start, tag.end)
    if last > tag.start:  # a block of code, with its end tag
        found += _blanks_in(body, last, tag.end, "")
    return found


def _blanks_in(body: str, start: int, end: int, name: str) -> list[int]:
    opening = body[start:end]
    if opening.isascii():
        return []
    first, last = _checked(opening, name)
    places = [
        match.start()
        for match in _WIDE_BLANK.finditer(opening)
        if match["blank"]
        and (first <= match.start() < last or not opening[2 : match.start()].strip("- \t\n"))
    ]
    return [start + at for at in places]


def _checked(opening: str, name: str) -> tuple[int, int]:
    """The part of *opening*, a tag without its end, where the blanks have to be plain."""
    if name in _EXACT:
        return 0, len(opening)
    if name == "assign":
        assigned = _ASSIGNED.match(opening)
        return assigned.span("before") if assigned else (0, 0)
    head = _HEADS[name].match(opening) if name in _HEADS else None
    return head.span() if head else (0, 0)


def _blank_hit(document: Document, tag: TemplateTag, blanks: list[int]) -> Hit:
    body = document.body
    values = {"text": source_of(document, tag), "right": f"U+{ord(body[blanks[0]]):04X}"}
    fix = None
    if not shown_code(document).touch(tag.start, body.find("%}", tag.start)):
        edits = tuple(Edit(*span_of(document, at, at + 1), " ") for at in blanks)
        fix = Fix("safe", "Write plain spaces", edits)
    return Hit(span_of(document, tag.start, tag.end), values, message="blank", fix=fix)


def _open_hits(document: Document) -> Iterator[Hit]:
    """``{%`` that no name of a tag follows and ``{{`` without its end, at which Liquid stops."""
    body, text = document.body, document.templates.text
    for inside in find_inside(document):
        base = inside.start
        for start, end, message in _unread(body, inside.text, base):
            yield _open_hit(document, start, end, message)
    places = list(_unread(body, text, 0))
    if not places:
        return
    raw = zones(raw_ranges(document))
    opened = open_block(document, zones(()))
    for start, end, message in places:
        # what follows a block without its end is text, once it is closed
        if not (raw.touch(start, end) or (opened is not None and start > opened.start)):
            yield _open_hit(document, start, end, message)


def _open_hit(document: Document, start: int, end: int, message: str) -> Hit:
    values = {"text": document.body[start:end], "right": ""}
    return Hit(span_of(document, start, end), values, message=message)


def _unread(body: str, text: str, base: int) -> Iterator[tuple[int, int, str]]:
    """What Liquid stops at in *text*, which stands at *base* of *body* and has no whole tags."""
    if "{%" in text:
        for found in _NAMELESS.finditer(text):
            yield base + found.start(), base + found.end(), "nameless"
    if "{{" in text:
        yield from _open_braces(body, text, base)


def _open_braces(body: str, text: str, base: int) -> Iterator[tuple[int, int, str]]:
    """Double braces around no name whose first closing brace stands alone, or which have none."""
    at, brace = 0, 0
    while found := _BRACES.search(text, at):
        start, end = base + found.start(), base + found.end()
        if brace < end:
            brace = body.find("}", end)
        if brace < 0:
            yield start, end, "open"
            return
        at = brace + 1 - base
        if not body.startswith("}}", brace):
            is_short = brace - start < _SHORT and body.find("\n", start, brace) < 0
            yield start, brace + 1 if is_short else end, "open"


def _judge(body: str, tag: TemplateTag) -> tuple[str | None, str]:
    if tag.kind == "variable":
        return ("brace", "") if _ends_early(body, tag) else (None, "")
    if tag.kind != "tag":
        return None, ""
    if body.startswith("+", tag.start + 2):
        return "nameless", ""
    if tag.name in _WRONG_NAMES:
        return "name", _WRONG_NAMES[tag.name]
    torn = _TORN_END.search(body, max(tag.start, tag.end - _LONGEST_END), tag.end)
    if torn is not None and torn.start() > tag.start:
        return "end", f"{{% end{torn[2]} %}}"
    joined = _JOINED.match(body, tag.start, tag.end)
    if joined is not None:
        return "joined", joined["sign"]
    if tag.name in _FORMS:
        return _judge_form(body, tag)
    if tag.name == "raw":
        return ("raw", "") if _RAW_TAG.match(body, tag.start, tag.end) else (None, "")
    return _judge_target(body, tag)


def _judge_target(body: str, tag: TemplateTag) -> tuple[str | None, str]:
    """Tags that name a file, a page or a post."""
    if tag.name == "link":
        found = _LINK.match(body, tag.start, tag.end)
        if found is not None:
            return "link", f"{{% link {found[2]} %}}"
    if tag.name == "post_url":
        found = _POST_URL.match(body, tag.start, tag.end)
        if found is not None and (found[1] or found[3]):
            return "post", f"{{% post_url {found[2]} %}}"
    if tag.name == "include":
        found = _INCLUDE.match(body, tag.start, tag.end)
        if found is not None and not _PLAIN_FILE.match(found["file"]):
            return "file", found["file"].strip("'\"“”‘’,")
        if found is not None and not _VALUES.match(found["rest"]):
            return "values", ""
    return None, ""


_FORMS: Final = names_of("highlight if elsif unless case for assign capture")


def _judge_form(body: str, tag: TemplateTag) -> tuple[str | None, str]:
    """Tags of Liquid's own whose words are missing or of another language."""
    place = tag.start, tag.end
    if tag.name == "highlight":
        if _NO_LANGUAGE.match(body, *place):
            return "language", "{% highlight text %}"
        return (None, "") if _HIGHLIGHT.match(body, *place) else ("highlight", "")
    if _NO_CHOICE.match(body, *place):
        return "bare", ""
    if _NOT.match(body, *place):
        return "not", ""
    choice = _CHOICE.match(body, *place)
    if choice is not None and choice["sign"] != "==":
        return "sign", "!=" if choice["sign"] == "!==" else "=="
    unknown = _NO_OPERATOR.match(body, *place)
    if unknown is not None:
        return "operator", unknown["word"]
    loop = _LOOP.match(body, *place)
    if loop is not None and not _LOOP_SAID.match(loop["said"]):
        return "loop", ""
    return ("assign", "") if _ASSIGN.match(body, *place) else (None, "")

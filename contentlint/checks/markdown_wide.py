"""Finds signs of Markdown, HTML and templates that were typed in full width: readers see them.

Only what nobody types for its own sake is told of: doubled stars and number signs, backticks, and
tags whose names are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit, Severity
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.source import Span

__all__ = ["wide_signs"]

_HEXO: Final = (
    "asset_img|asset_image|asset_path|asset_link|post_link|post_path|codeblock|endcodeblock|raw"
    "|endraw|blockquote|endblockquote|pullquote|endpullquote|include_code|iframe|img|image"
)
_SIGNS: Final = pattern(
    r"(?P<bold>＊＊(?=[^\s＊])[^＊\n]{1,200}(?<=[^\s＊])＊＊(?!＊))"
    r"|^(?P<heading>(?P<level>＃{2,6}|[＃](?=[ 　]))[ 　]?(?=[^\s＃#])[^＃#\n]{0,100}[^\s＃#])"
    r"[ \t]*$"
    r"|(?P<code>(?<!｀)｀[^｀\n]{1,100}｀(?!｀))"
    r"|^(?P<fence>｀{3})[\w+-]{0,20}$"
    r"|(?P<tag>[<＜]/?(?:br|img|p|div|span|strong|em|b|u|a|h[1-6]|center|font|video|iframe)"
    r"(?:[ ][^<>＜＞\n]{0,300})?[ ]?[/／]?[>＞])"
    r"|(?<![A-Za-z0-9])(?P<scheme>https?(?:：[/／]{2}|:(?:／[/／]|/／)))(?=[A-Za-z0-9])"
    r"|(?P<picture>！[［【](?P<words>[^\[\]［］【】\n]{0,100})[］】][(（]"
    r"(?P<file>[^\s()（）\[\]<>\"]{1,300}\.(?:png|jpe?g|gif|webp|svg|bmp|avif))[)）])"
    rf"|(?P<run>[{{｛][%％][ ]?(?:{_HEXO})\b[^%％\n]{{0,200}}[%％][}}｝])",
    re.MULTILINE | re.IGNORECASE,
)
# on a Chinese keyboard, the key of ` gives this dot
_DOTS: Final = pattern(
    r"^(?P<open>·{3})[a-z][\w+#-]{0,20}\n(?:(?!·{3})[^\n]*\n){1,300}?(?P<close>·{3})$",
    re.MULTILINE,
)
_MARGIN: Final = " \t\n>"
_NEAR: Final = 1000
_ENDS: Final = {"tag": 1, "run": 2}
_NAMES: Final = {
    "bold": "bold text",
    "heading": "a heading",
    "code": "code",
    "fence": "code",
    "tag": "a tag",
    "run": "a tag",
    "scheme": "a link",
    "picture": "a picture",
}


def wide_signs(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Marks with signs in full width, in text that is no code."""
    if document.kind != "markdown" or document.is_mdx:
        return
    prose, source = document.page.prose, document.source
    fences: list[Span] = []
    for found in _SIGNS.finditer(prose.text):
        kind = next(name for name in _NAMES if found[name])
        written = found[kind]
        if kind == "picture":
            right = f"![{found['words']}]({found['file']})"
        else:
            right = _narrow(kind, written)
        if right == written or (kind == "run" and "hexo" not in document.settings.generators):
            continue
        span = prose.locate(*found.span(kind))
        if source.slice(span) != written or in_raw_block(document, span.start):
            continue
        if kind == "heading" and not _is_alone(source.text, span.start, span.end):
            continue
        if kind == "fence":
            fences.append(span)
            continue
        values = {"text": written[:60], "right": right[:60], "what": _NAMES[kind]}
        fix = Fix("unsafe", f"Write {right[:60]}", (Edit(span.start, span.end, right),))
        severity: Severity | None = "error" if written.startswith("{%") else None
        yield Hit(span, values, fix=fix, severity=severity)
    yield from _fences(document, fences)
    if "···" in prose.text:
        for found in _DOTS.finditer(prose.text):
            pair = [prose.locate(*found.span(name)) for name in ("open", "close")]
            if not in_raw_block(document, pair[0].start):
                yield from _fences(document, pair)


def _narrow(kind: str, written: str) -> str:
    """*written* with plain signs for the wide ones; the words between them stay as they are."""
    if kind == "scheme":
        return f"{written[:-3]}://"
    if kind == "bold":
        return f"**{written[2:-2]}**"
    if kind == "code":
        return f"`{written[1:-1]}`"
    if kind == "fence":
        return "```"
    if kind == "heading":
        words = written.lstrip("＃").strip(" 　")
        return "#" * (len(written) - len(written.lstrip("＃"))) + " " + words
    size = _ENDS[kind]
    begin, inner, end = written[:size], written[size:-size], written[-size:]
    if inner.endswith("／"):
        inner = inner[:-1] + "/"
    plain = str.maketrans("＜＞｛｝％", "<>{}%")
    return begin.translate(plain) + inner + end.translate(plain)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether empty lines stand around a line, as around headings."""
    line = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, line - 1)) + 1
    is_first = not text[above:line].strip(_MARGIN) or text[above:line].startswith("---")
    rest, _, below = text[end : end + _NEAR].partition("\n")
    is_last = not rest.strip() and not below.partition("\n")[0].strip(_MARGIN)
    return is_first and is_last and not text[line:start].strip(_MARGIN)


def _fences(document: Document, fences: list[Span]) -> Iterator[Hit]:
    """The lines before and after code, in pairs."""
    for number in range(0, len(fences), 2):
        pair = fences[number : number + 2]
        edits = tuple(Edit(each.start, each.start + 3, "```") for each in pair)
        fix = Fix("unsafe", "Write ``` before and after it", edits) if len(pair) > 1 else None
        values = {"text": document.source.slice(pair[0]), "right": "```", "what": "code"}
        message = "dots" if values["text"] == "···" else "fence"
        yield Hit(pair[0], values, message=message, fix=fix)

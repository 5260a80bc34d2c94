"""Checks of front matter as a block: where it begins and ends, and whether it can be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from contentlint.checks.front_matter_shared import is_template, problem_hits
from contentlint.findings import Edit, FixRow, Hit, fix_of
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "NO_POST",
    "duplicate_block",
    "duplicate_key",
    "fence_form",
    "fence_whitespace",
    "invalid_syntax",
    "leading_content",
    "missing",
    "not_a_mapping",
    "unclosed",
    "unopened",
    "unsupported_format",
]

_BLIND_TO_LEADING = frozenset({"astro", "docusaurus", "jekyll"})
_SKIP_BLANKS = frozenset({"hugo", "zola"})
NO_POST = (
    r"(?i)(?:readme|changelog|changes|history|contributing|contributors|license|licence|notice"
    r"|code[_-]of[_-]conduct|security|support|governance|authors|maintainers|todo|agents"
    r"|pull_request_template|issue_template|summary|_sidebar|_navbar|_coverpage)"
    r"(?:[._-][\w-]+)?\.(?:md|markdown|mdx|txt|html?)"
)
_FORMATS = {
    "hexo": ("yaml", "hexo-json"),
    "hugo": ("yaml", "toml", "json"),
    "jekyll": ("yaml",),
    "astro": ("yaml", "toml"),
    "docusaurus": ("yaml",),
    "zola": ("toml", "yaml"),
}
_NAMES = {
    "hexo": "Hexo",
    "hugo": "Hugo",
    "jekyll": "Jekyll",
    "astro": "Astro",
    "docusaurus": "Docusaurus",
    "zola": "Zola",
}
_FORMAT_NAMES = {"yaml": "YAML", "toml": "TOML", "json": "JSON", "hexo-json": "JSON between ;;;"}
_SHOWN = "so the site shows the fields as text"
_STOPS = "so Hugo stops and the site is not built"
_AT_A_SECOND = {
    ("hexo", "yaml"): "hexo",
    ("hugo", "yaml"): "stops",
    ("hugo", "toml"): "stops",
    ("astro", "yaml"): "stops",
    ("docusaurus", "yaml"): "stops",
    ("jekyll", "yaml"): "drops",
}
_LONGEST_TAKEN = 50_000
# pageparser.lexIntroSection; what may be an object is left alone
_HUGO_MARK = re.compile(r"[ \t\r\n]*(?P<mark>-{1,80}|\+{1,80}|\{(?!\s*[\"}])[{<%]{0,2})")
_COMMENTS = re.compile(r"(?:#[^\n]*\n)+")
_DASH_TAB = re.compile(r"^[ ]*-(?P<tab>\t[ \t]*)(?=\S)", re.M)
# what the template of a new post has in place of a value: Hexo's scaffolds, Hugo's archetypes
_STAND_IN = re.compile(r"\{\{-?\s*\.?(?:date|title|name|slug|layout)\s*-?\}\}", re.IGNORECASE)
_READING_CODES = ("syntax", "too-deep", "too-large", "recursive", "character")


def leading_content(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Blank lines or text before the opening fence."""
    blind = _first(doc, _BLIND_TO_LEADING)
    for hit in problem_hits(doc, "leading"):
        if "hexo" in doc.settings.generators and hit.message in ("blank", "invisible"):
            yield from _hexo_leading(doc, hit)
        elif blind:
            values = {"generator": _NAMES[blind]}
            message = f"{hit.message}-blind"
            yield hit._replace(values=values, message=message, severity="error")
        elif hit.message == "text":
            yield hit._replace(severity="error")
        elif skipper := _first(doc, _SKIP_BLANKS):
            yield _skipped_leading(doc, hit, _NAMES[skipper])
        else:
            yield hit


def _skipped_leading(doc: Document, hit: Hit, generator: str) -> Hit:
    """Hugo and Zola skip blanks and empty lines, and no other sign."""
    values = {"generator": generator}
    if doc.source.slice(hit.span).strip(" \t\n"):
        return hit._replace(values=values, message=f"{hit.message}-blind", severity="error")
    return hit._replace(values=values, message="blank-read", severity="info")


def _hexo_leading(doc: Document, hit: Hit) -> Iterator[Hit]:
    """Hexo skips one empty line; more hide the fields, and other signs make them no YAML."""
    values = {"generator": "Hexo"}
    if hit.message == "invisible":
        yield hit._replace(message="invisible-hexo", severity="error")
    elif doc.source.slice(hit.span) != "\n":
        yield hit._replace(values=values, message="blank-blind", severity="error")
    else:
        yield hit._replace(values=values, message="blank-read", severity="info")


def fence_whitespace(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Blanks after a fence; Hexo does not take the first line for one then."""
    hexo = "hexo" in doc.settings.generators
    for hit in problem_hits(doc, "fence-blanks"):
        values = {"which": hit.message}
        if hexo and hit.message == "opening":
            yield hit._replace(values=values, message="hexo", severity="error")
        else:
            yield hit._replace(values=values, message=None)


def fence_form(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A line that was meant to open or close the front matter, and that the site does not take."""
    for hit in problem_hits(doc, "fence"):
        if _hugo_skips(doc, hit):
            continue
        words = {**(hit.values or {}), "line": doc.source.position(hit.span.start).line}
        words["effect"] = _STOPS if _hugo_stops(doc) else _SHOWN
        message = hit.message
        if "unseen" in words:
            from contentlint.checks.text_odd import character_name

            words["name"] = character_name(words["unseen"])
        if hit.related and message != "code":
            words["other"] = doc.source.position(hit.related[0][1].start).line
            message = f"{message}-both"
        yield hit._replace(values=words, message=message)
    for hit in problem_hits(doc, "long-fence"):
        words = dict(hit.values or {})
        generator = _reader_of(doc)
        effect = _long_effect(generator, words["opening"], words["closing"])
        if effect is not None:
            words["line"] = doc.source.position(hit.span.start).line
            words["written"] = doc.source.slice(hit.span)
            words["generator"] = _NAMES[generator]
            words["rest"] = words["three"][0] * (words["closing"] - 3)
            yield hit._replace(values=words, message=effect)


def _hugo_skips(doc: Document, hit: Hit) -> bool:
    """Whether only what stands around the first hyphens is wrong, which Hugo leaves out."""
    if "hugo" not in doc.settings.generators or hit.related:
        return False
    return (
        hit.message in ("indented", "joined", "comment") and hit.span == doc.front_matter.open_fence
    )


def _hugo_stops(doc: Document) -> bool:
    """Whether Hugo takes the first line for the beginning of front matter, and finds no end."""
    text = doc.source.text
    return "hugo" in doc.settings.generators and _HUGO_MARK.match(text) is not None


def _reader_of(doc: Document) -> str:
    """The site's generator, if it reads this format of front matter at all."""
    generator = _first(doc, frozenset(_NAMES)) or ""
    return generator if doc.front_matter.format in _FORMATS.get(generator, ()) else ""


def _long_effect(generator: str, opening: int, closing: int) -> str | None:
    """What *generator* makes of fences of so many characters; ``None`` if it reads them."""
    if not generator:
        return None
    if generator == "hexo":  # it takes any length, but both lines must be the same
        if opening == closing:
            return None
        return "long-unseen" if opening > closing else "long-rest"
    if opening > 3:
        return "long-unseen" if generator in ("jekyll", "docusaurus") else "long-stops"
    return {"jekyll": "long-unseen", "zola": "long-stops"}.get(generator, "long-rest")


def missing(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No front matter at all, in a file that is a post."""
    matter = doc.front_matter
    if matter.format is not None:
        if "hexo" in doc.settings.generators and _is_empty_block(doc):
            yield Hit(matter.open_fence, {}, message="empty")
        return
    text = doc.source.text
    if doc.kind == "html" or not text.strip() or is_template(doc):
        return
    if re.fullmatch(NO_POST, PurePath(doc.source.path).name) or _is_page_resource(doc):
        return
    hit = None
    if "hexo" in doc.settings.generators:
        hit = _taken_text(doc)
    elif "hugo" in doc.settings.generators:
        hit = _taken_mark(doc)
    yield hit or Hit(Span(0, 0), {})


def _taken_mark(doc: Document) -> Hit | None:
    """A sign at the beginning of the text at which Hugo expects front matter, and stops."""
    text = doc.source.text
    found = _HUGO_MARK.match(text)
    if found is None or _hugo_finds_fields(text, found.start("mark")):
        return None
    span = Span(*found.span("mark"))
    return Hit(span, {"mark": doc.source.slice(span)}, message="stops", severity="error")


def _taken_text(doc: Document) -> Hit | None:
    """Text that Hexo takes for fields, since it stands above a line of dashes.

    It needs no line of dashes before them (hexo-front-matter, ``rFrontMatterNew``).
    """
    text = doc.source.text
    fence = -1 if text.startswith(("---", ";;;")) else text.find("\n---")
    if not 0 <= fence <= _LONGEST_TAKEN:
        return None
    from contentlint.document.frontmatter.yaml_shape import shape_of

    message = {"mapping": "hidden", "list": "lost", "": "lost"}.get(shape_of(text[:fence]))
    if message is None:
        return None
    line = doc.source.position(fence + 1).line
    return Hit(Span(fence + 1, fence + 4), {"line": line}, message=message, severity="error")


def _hugo_finds_fields(text: str, start: int) -> bool:
    """Whether what Hugo takes for front matter, between three dashes, is fields or nothing."""
    end = text.find("\n---", start + 3) if text.startswith("---", start) else -1
    if not 0 <= end <= _LONGEST_TAKEN:
        return False
    from contentlint.document.frontmatter.yaml_shape import shape_of

    return shape_of(text[start + 3 : end]) in ("mapping", "nothing")


def _is_page_resource(doc: Document) -> bool:
    """Whether Hugo takes the file for a part of the page beside it, a leaf bundle's ``index``."""
    if "hugo" not in doc.settings.generators or doc.look_outside() is None:
        return False
    pages = [PurePath(doc.source.path).with_name(f"index.{end}") for end in ("md", "html")]
    return os.path.isfile(doc.source.path) and any(map(os.path.isfile, pages))


def _is_empty_block(doc: Document) -> bool:
    start, end = doc.front_matter.content
    return not doc.source.text[start:end].strip()


def unopened(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Hexo's short form, without an opening fence, where Hexo is not the generator."""
    if "hexo" in doc.settings.generators:
        return
    text = doc.source.text
    for hit in problem_hits(doc, "unopened"):
        end = text.find("\n", hit.span.start)
        yield hit._replace(span=Span(hit.span.start, end if end >= 0 else len(text)))


def unclosed(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """An opening fence without a closing one."""
    for hit in problem_hits(doc, "unclosed"):
        yield _closed_all_the_same(doc, hit) or hit
    if "jekyll" not in doc.settings.generators:
        for hit in problem_hits(doc, "dots"):
            yield hit._replace(message="dots")


def _closed_all_the_same(doc: Document, hit: Hit) -> Hit | None:
    """The line after the fields, if the generator closes at its dashes and shows the rest of it.

    *hit* says that nothing closes them, which is so for the others.
    """
    generator = _reader_of(doc)
    if hit.message not in (None, "", "plus") or _long_effect(generator, 3, 4) != "long-rest":
        return None
    text, end = doc.source.text, doc.front_matter.content.end
    fence = "+++" if doc.front_matter.format == "toml" else "---"
    if not text.startswith(fence, end):
        return None
    span = Span(end, end + len(text[end:].partition("\n")[0]))
    fix = fix_of("unsafe", f"Begin a line after {fence}", (Edit(end + 3, end + 3, "\n"),))
    words = {"generator": _NAMES[generator], "fence": fence}
    words["rest"] = text[end + 3 : span.end].strip()[:60]
    return Hit(span, words, message="glued", severity="warning", fix=fix)


def not_a_mapping(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A block that holds a list instead of fields."""
    for hit in problem_hits(doc, "not-a-mapping"):
        yield hit._replace(message=None)


def duplicate_key(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field that is given twice."""
    generator = _first(doc, frozenset(_NAMES)) or ""
    message = _AT_A_SECOND.get((generator, doc.front_matter.format or ""))
    for hit in problem_hits(doc, "duplicate-key"):
        words = {**(hit.values or {}), "generator": _NAMES.get(generator, "")}
        yield hit._replace(message=message, values=words) if message else hit


def duplicate_block(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A second block right after the first."""
    yield from problem_hits(doc, "duplicate-block")


def invalid_syntax(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Text that YAML, TOML or JSON cannot read, with the place and the cause."""
    if not doc.front_matter.problems:
        return
    for code in _READING_CODES:
        for hit in problem_hits(doc, code):
            message = code if code != "syntax" else hit.message
            culprit = hit.related[0][1] if hit.related else hit.span
            position = doc.source.position(culprit.start)
            values = {"field": "", "character": "", "reason": "", **(hit.values or {})}
            values["line"], values["column"] = position.line, position.column
            values["what"] = f"value of `{values['field']}`" if values["field"] else "value"
            values["format"] = (doc.front_matter.format or "").upper()
            severity = hit.severity
            if _is_shown_by_hexo(doc, message):
                message = "json-hexo"
            if message == "tab" and _hexo_takes_tabs(doc, hit):
                message, severity = "tab-hexo", "warning"
            fix = hit.fix
            if message == "tab" and culprit.start == _first_field(doc):
                fix = _dedenting(doc)
            elif message == "no-key" and _DASH_TAB.match(doc.source.text, culprit.start):
                message, fix = "dash-tab", _dash_fix(doc)
                if "hexo" in doc.settings.generators:
                    message, severity = "dash-tab-hexo", "warning"
            elif message == "key-is-collection" and _STAND_IN.fullmatch(doc.source.slice(hit.span)):
                message, fix = "stand-in", None
                values["text"] = doc.source.slice(hit.span)
            yield hit._replace(
                values=values, message=message, severity=severity, related=(), fix=fix
            )


def _is_shown_by_hexo(doc: Document, message: str | None) -> bool:
    """Whether Hexo shows the fields, as it does with JSON that it cannot read."""
    fence = doc.front_matter.open_fence
    return (
        message in (None, "", "other")
        and "hexo" in doc.settings.generators
        and doc.front_matter.format == "json"
        and fence is not None
        and doc.source.slice(fence).startswith(";")
    )


def _first_field(doc: Document) -> int:
    """Where the first line of the front matter begins that is no comment at the margin."""
    start, end = doc.front_matter.content
    found = _COMMENTS.match(doc.source.text, start, end)
    return found.end() if found is not None else start


def _dedenting(doc: Document) -> FixRow:
    """Begin the lines at the margin that are indented as the first field is."""
    start, end = _first_field(doc), doc.front_matter.content.end
    content = doc.source.text[start:end]
    indent = content[: len(content) - len(content.lstrip())]
    lines = re.finditer(rf"^{re.escape(indent)}", content, re.M)
    edits = tuple(Edit(start + line.start(), start + line.end(), "") for line in lines)
    return fix_of("safe", "Remove the tab", edits)


def _dash_fix(doc: Document) -> FixRow:
    """A blank for the tab after each dash."""
    start, end = doc.front_matter.content
    tabs = _DASH_TAB.finditer(doc.source.text, start, end)
    return fix_of("safe", "Type a blank", tuple(Edit(*tab.span("tab"), " ") for tab in tabs))


def _hexo_takes_tabs(doc: Document, hit: Hit) -> bool:
    """Whether the tabs begin lines, but for the first: Hexo takes each for two blanks there."""
    if "hexo" not in doc.settings.generators or hit.fix is None:
        return False
    text, first = doc.source.text, doc.front_matter.content.start
    return all(
        start > first
        and text[start - 1] in "\r\n"
        and not text[start:end].strip("\t")
        and new == "  " * (end - start)
        for start, end, new in hit.fix[2]
    )


def unsupported_format(doc: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A format that the site's generator does not read."""
    matter = doc.front_matter
    if matter.format is None or not doc.settings.presets or is_template(doc):
        return
    kind = matter.format
    form = "hexo-json" if kind == "json" and not _has_braces(doc) else kind
    for preset in doc.settings.presets:
        supported = _FORMATS.get(preset)
        if supported is not None and form not in supported:
            names = " or ".join(_FORMAT_NAMES[name] for name in supported)
            words = {"format": _FORMAT_NAMES[form], "generator": _NAMES[preset], "formats": names}
            fenced = kind == "json" and preset == "hexo" and _is_fenced(doc)
            yield Hit(matter.open_fence, words, message="braces" if fenced else None)
            return


def _has_braces(doc: Document) -> bool:
    return doc.source.text.startswith("{", doc.front_matter.open_fence.start)


def _is_fenced(doc: Document) -> bool:
    """Whether a line of semicolons ends the object."""
    return doc.source.text.startswith(";;;", doc.body_start)


def _first(doc: Document, names: frozenset[str]) -> str | None:
    return next((preset for preset in doc.settings.presets if preset in names), None)

"""What must hold of a post as it is read: places, values, the source map, the page."""

from __future__ import annotations

from typing import Any

import yaml

from bench.fuzz.faults import demand, within_bound
from bench.fuzz.grammar import Post
from bench.fuzz.sites import path_in, project_of
from contentlint.document import Document, SiteSettings
from contentlint.source import Source

__all__ = ["check"]

_LONGEST_FOR_PROOF = 20_000
_STEPS = 40


def check(post: Post) -> None:
    """Raise `Fault` if reading *post* breaks a promise."""
    source = Source.from_bytes(post.data, path_in(post.site, post.name))
    _check_source(source)
    settings = _settings(post)
    within_bound(post, lambda: _read(Source.from_bytes(post.data, source.path), settings))
    document = Document(source, settings)
    _check_front_matter(document)
    if source.fault is not None:
        return
    _check_templates(document)
    _check_page(document)
    if document.kind == "markdown":
        _check_map(document)
    _check_elements(document)


def _settings(post: Post) -> SiteSettings:
    return project_of(post.site).linter_for(path_in(post.site, post.name)).settings


def _read(source: Source, settings: SiteSettings) -> None:
    document = Document(source, settings)
    if source.fault is None:
        _ = document.page.survey, document.page.prose
        if document.kind == "markdown":
            _ = document.page.source_map


def _steps(length: int) -> range:
    """Some offsets of a text of that *length*, all of them where it is short."""
    return range(0, length + 1, max(1, length // _STEPS))


def _check_source(source: Source) -> None:
    text, raw = source.text, source.raw
    demand("\r" not in text, "a carriage return is left")
    for at in _steps(len(text)):
        far = source.raw_offset(at)
        demand(source.text_offset(far) == at, f"offset {at} does not come back")
        position = source.position(at)
        before = text[:at]
        line, column = before.count("\n") + 1, at - before.rfind("\n")
        demand(position == (line, column, far), f"offset {at} is {position}, not {line}:{column}")
        if at < len(text) and text[at] != "\n":
            demand(raw[far] == text[at], f"offset {at} translates to another character")


def _check_front_matter(document: Document) -> None:
    front, text = document.front_matter, document.source.text
    length = len(text)
    for span in (front.block, front.content, front.open_fence):
        demand(0 <= span.start <= span.end <= length, f"front matter: the span {span} is outside")
    for path, place in front.places.items():
        for part in (place.key, place.value):
            inside = part is None or front.block.start <= part.start <= part.end <= front.block.end
            demand(inside, f"front matter: the place of {path} is {part}")
    for problem in front.problems:
        start, end = problem.span
        demand(0 <= start <= end <= length, f"front matter: problem {problem.code} at {start}")
    if front.format == "yaml" and not front.problems:
        _check_yaml(document)


def _check_yaml(document: Document) -> None:
    """The values are PyYAML's, and what stands at the place of a plain text reads as that text."""
    front = document.front_matter
    content = document.source.slice(front.content)
    try:
        values = yaml.load(content, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError) as error:
        demand(False, f"front matter without problems that PyYAML refuses: {error!r}")
        return
    wanted = values or {}
    demand(repr(front.values) == repr(wanted), f"values differ: {front.values!r}, {wanted!r}")
    for path, value in _texts((), front.values):
        spelling = front.spelling(path)
        if spelling[:1] in ("", "|", ">", "&", "*", "!", "?") or "\n" in spelling:
            continue
        try:
            # in a list, because a byte order mark at the very beginning is not read
            read = yaml.load(f"- {spelling}", yaml.CSafeLoader)[0]
        except (yaml.YAMLError, ValueError, AttributeError):
            read = None  # such as text that ends at a comma of the list around it
        if isinstance(read, str):
            demand(read == value, f"the place of {path} holds another value: {spelling!r}")


def _texts(path: tuple[Any, ...], value: Any) -> list[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        return [(path, value)]
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [each for key, item in items for each in _texts((*path, key), item)]


def _check_templates(document: Document) -> None:
    templates, body = document.templates, document.body
    demand(len(templates.text) == len(body), "masking changed the length of the body")
    at = 0
    for tag in templates.tags:
        demand(at <= tag.start < tag.end <= len(body), f"template tags overlap at {tag.start}")
        same = _is_kept(templates.text[at : tag.start], body[at : tag.start], document)
        demand(same, "masking changed text between template tags")
        at = tag.end
    same = _is_kept(templates.text[at:], body[at:], document)
    demand(same, "masking changed text after the template tags")


def _is_kept(masked: str, text: str, document: Document) -> bool:
    """Whether *masked* is *text*, but for the first lines of boxes in MkDocs, which go."""
    if masked == text or "mkdocs" not in document.settings.generators:
        return masked == text
    lines = zip(masked.split("\n"), text.split("\n"), strict=True)
    return all(
        one == other or (not one.strip() and other.lstrip()[:3] in ("!!!", "???", "==="))
        for one, other in lines
    )


def _are_alike(rendered: str, written: str) -> bool:
    """Whether the texts are the same, but for empty lines that are blanks to Jekyll's reader."""
    return len(rendered) == len(written) and all(
        one == other or (one == " " and other in "\n\t")
        for one, other in zip(rendered, written, strict=True)
    )


def _check_page(document: Document) -> None:
    page = document.page
    at = 0
    for start, end, _ in page.survey.texts:
        demand(at <= start <= end <= len(page.html), f"pieces of text overlap at {start}")
        at = end
    prose = page.prose
    for low in _steps(len(prose.text) - 1):
        if not 0 <= low < len(prose.text):
            continue
        high = min(len(prose.text), low + 7)
        span = prose.locate(low, high)
        demand(0 <= span.start <= span.end <= len(document.source.text), "prose: span outside")
        if prose.is_verbatim(low, high) and not document.templates.tags:
            there = document.source.slice(span)
            if "\ufffd" not in prose.text[low:high]:
                same = _are_alike(prose.text[low:high], there)
                demand(same, f"prose: {there!r} is not what was read")
    if page.clean and len(page.html) < _LONGEST_FOR_PROOF:
        from contentlint.document.tree_errors import tree_errors

        faults = list(tree_errors(page.html, page.whole))
        demand(not faults, f"proven clean, but html5lib objects: {[f.rule for f in faults]}")


def _check_map(document: Document) -> None:
    page = document.page
    mapped = page.source_map
    text = mapped.text
    written = document.templates.text
    demand(_are_alike(text.lower(), written.lower()), "something else was rendered than was read")
    demand(mapped.html == page.html, "the renderer with places renders something else")
    at = 0
    for start, end, low, high, verbatim in mapped.segments:
        demand(start == at and end >= start, f"the source map has a gap at {at}")
        demand(0 <= low <= high <= len(text), f"the source map leaves the text at {start}")
        if verbatim:
            same = mapped.html[start:end] == text[low : low + end - start]
            demand(same and high - low == end - start, f"not verbatim at {start}")
        at = end
    demand(at == len(mapped.html), "the source map ends early")
    for start in _steps(len(page.html)):
        low, high, verbatim = mapped.place(start, min(len(page.html), start + 9))
        demand(0 <= low <= high <= len(text), f"the place of {start} is outside")
        if verbatim and start < len(page.html):
            demand(text[low:high] == page.html[start : start + 9], f"place {start} is no copy")


def _check_elements(document: Document) -> None:
    page, text = document.page, document.source.text
    masked = text[: document.body_start] + document.templates.text
    for element in page.dom.select("*"):
        place = page.start_tag(element)
        if place is None:
            continue
        start, end = place.span
        demand(0 <= start <= end <= len(text), f"the place of <{element.tag}> is outside")
        if not place.verbatim:
            continue
        written = masked[start : start + 1 + len(element.tag)].lower().replace("\0", "\ufffd")
        same = written == f"<{element.tag}".lower() or element.tag in ("img", "svg")
        demand(same and masked[end - 1 : end] == ">", f"<{element.tag}> is not {written!r}")
        for name in element.attrs:
            spot = page.attribute(element, name)
            if spot is not None and spot.verbatim and page.has_attribute(element, name):
                there = masked[spot.span.start : spot.span.end].lower().replace("\0", "\ufffd")
                demand(there.startswith(name.lower()), f"{name} is not at {there!r}")

"""``read``: from a file's text to its front matter, whatever state that is in.

`blocks` proposes a block, a handler reads it, and here it is decided whether the block is front
matter at all.  A rule across the page (``---``) that only looks like a fence is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contentlint.document.frontmatter.blocks import AT_TOP, find_block
from contentlint.document.frontmatter.fences import (
    KNOWN_KEYS,
    Block,
    after_line,
    holds_field_like,
    holds_known_key,
    looks_mapped,
)
from contentlint.document.frontmatter.model import FrontMatter, Problem, Reading
from contentlint.document.frontmatter.yaml_simple import read_simple
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.frontmatter.handlers import Handlers

__all__ = ["read"]

_NONE = Span(0, 0)
_NEAR = 8
_FENCES = ("---", "+++")
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__
_OTHER_FENCE = pattern(r"(?:[*_=~`;.-]{3,20}|[+-]{2,20})(?=[^\S\n]*(?:\n|\Z))")
_MAPPING_RUN = pattern(r"""(?:(?:[ \t]+\S|-[ \t]|\#|[\w.-]+[ \t]*[:=]|"[^"\n]*"|\[).*\n?)*""")
_KNOWN = "|".join(sorted(KNOWN_KEYS))
# a name that every site knows, in quotes or before a colon
_JSON_NAME = pattern(rf"[\"'](?:{_KNOWN})[\"']|\b(?:{_KNOWN})[\"'\u201d]?\s{{0,20}}[:=\uff1a]")

_INDENTS = pattern(r"^[ \t]+", re.MULTILINE)
_DOTS = pattern(r"^\.\.\.[^\S\n]*$", re.MULTILINE)
_COMMENTS = pattern(r"\A(?:#[^\n]*\n)++")


def read(text: str) -> FrontMatter:
    """The front matter of *text* (`Source.text`: no byte order mark, newlines as ``\\n``).

    Never raises on account of what the text holds: faults are ``problems`` of the result.
    """
    block = find_block(text)
    if block is None:
        return _nothing(text)
    if block.format == "json" and block.braces:
        return _read_json(text, block)
    if block.close_fence is None:
        return _read_almost(text, block) or _read_unclosed(text, block)
    content = text[block.content.start : block.content.end]
    reading = _handle(block, content)
    if block.format == "json" and reading.problems and text[block.open_fence.start] == ";":
        block, reading = _as_yaml(block, content, reading)
    if block.open_fence is AT_TOP and reading.place is not None and content[0] != "\n":
        return _finish_simple(text, block, reading)
    if not _is_front_matter(text, block, content, reading):
        return _nothing(text)
    if reading.problems and any(problem.code == "syntax" for problem in reading.problems):
        shorter = (
            _read_almost(text, block)
            or _closed_by_dots(text, block, content)
            or _closed_too_late(text, block, content)
        )
        if shorter is not None:
            return shorter
    return _finish(text, block, reading)


def _read_almost(text: str, block: Block) -> FrontMatter | None:
    """A block whose fields end at a line that is almost a fence."""
    if block.format != "yaml" or block.style not in ("fenced", "unclosed"):
        return None
    from contentlint.document.frontmatter.almost_fences import almost_closed

    closed = almost_closed(text, block)
    if closed is None:
        return None
    return _finish(text, closed, _handle(closed, text[slice(*closed.content)]))


def _nothing(text: str) -> FrontMatter:
    return FrontMatter(text, None, _NONE, _NONE, _NONE, None, None)


def _as_yaml(block: Block, content: str, reading: Reading) -> tuple[Block, Reading]:
    """What stands between semicolons and is no JSON as YAML, if it is that."""
    if not content or content[0] in "\"'{}" or content.isspace():
        return block, reading
    fields = _handlers().yaml.parse(content, block.content.start)
    if fields.problems or not any(key in KNOWN_KEYS for key in fields.values or ()):
        return block, reading
    return block._replace(format="yaml", style="almost"), fields


def _handle(block: Block, content: str) -> Reading:
    base = block.content.start
    simple = read_simple(content, base) if block.format == "yaml" else None
    if simple is not None:
        return simple
    handlers = _handlers()
    if block.format == "yaml":
        return handlers.yaml.parse(content, base)
    if block.format == "toml":
        return handlers.toml.read(content, base)
    return handlers.json.read(content, base, braces=block.braces)


def _handlers() -> type[Handlers]:
    """Imported when something is not simple: they are made of libraries that take long to load."""
    from contentlint.document.frontmatter.handlers import Handlers

    return Handlers


def _is_front_matter(text: str, block: Block, content: str, reading: Reading) -> bool:
    """Whether the block was meant as front matter, not as two rules across a page."""
    certain = block.style == "fenced" and not content.startswith("\n")
    if block.format != "yaml":
        return certain or bool(reading.values) or bool(reading.problems)
    if reading.values is None:
        return certain and reading.shape == "list"
    if not content.strip():
        return certain
    if reading.problems and not reading.values:
        start, end = block.content
        if certain:
            if _COMMENTS.sub("", content)[:1] in (" ", "\t"):  # all fields may be indented
                content = _INDENTS.sub("", content)
                return holds_known_key(content, 0, len(content))
            return looks_mapped(text, start, end) or holds_field_like(content)
        return holds_known_key(text, start, end)
    return (
        certain
        or any(key in KNOWN_KEYS for key in reading.values)
        or (bool(reading.values) and not reading.problems and _is_likely(block, content, reading))
    )


def _is_likely(block: Block, content: str, reading: Reading) -> bool:
    """Whether fields of names that nobody knows, in a block that is not certain, are meant.

    Text right above a second rule would be a heading, and Hugo takes names in any case.
    """
    if block.style == "fenced" and not content.endswith("\n\n"):
        return True
    if block.style == "dots" and not content.startswith("\n"):
        return True
    names = [name for name in reading.values or () if type(name) is str]
    return any(name[:1].lower() + name[1:] in KNOWN_KEYS for name in names)


def _finish_simple(text: str, block: Block, reading: Reading) -> FrontMatter:
    """What `_finish` comes to for simple fields between dashes at the top."""
    _, _, fence, content, closing, end, _ = block
    whole = _new(Span, (0, end))
    matter = FrontMatter(text, "yaml", whole, content, fence, closing, reading)
    after = text[end : end + _NEAR].lstrip("\n")[:3]
    if len(after) < 3 or after in _FENCES:
        matter.problems.extend(_repeated_block(text, block, matter))
    return matter


def _finish(text: str, block: Block, reading: Reading) -> FrontMatter:
    matter = FrontMatter(
        text,
        block.format,
        Span(block.open_fence.start, block.end),
        block.content,
        block.open_fence,
        block.close_fence,
        reading,
    )
    if not _is_plain(text, block) or reading.values is None:
        from contentlint.document.frontmatter.block_problems import problems_around

        before, behind = problems_around(text, block, reading)
        matter.problems = [*before, *matter.problems, *behind]
    if text.startswith(("---", "+++", "\n"), block.end):
        matter.problems.extend(_repeated_block(text, block, matter))
    return matter


def _is_plain(text: str, block: Block) -> bool:
    """Whether the block begins the file, between fences of three signs each on a line of its own.

    Nearly all do.
    """
    opening, closing = block.open_fence, block.close_fence
    return (
        block.style == "fenced"
        and closing is not None
        and opening.start == 0
        and opening.end <= 3
        and closing.end - closing.start <= 3
        and text.startswith("\n", opening.end)
        and text.startswith("\n", closing.end)
    )


def _repeated_block(text: str, block: Block, matter: FrontMatter) -> list[Problem]:
    """A second block right after the first, as sync tools leave it."""
    start = block.end
    while text.startswith("\n", start):
        start += 1
    second = find_block(text[start:]) if text.startswith(("---", "+++"), start) else None
    if second is None or second.style != "fenced" or second.open_fence.start:
        return []
    content = text[start + second.content.start : start + second.content.end]
    if content.startswith("\n"):
        return []
    reading = _handle(second, content)
    if not any(key in KNOWN_KEYS for key in reading.values or ()):
        return []
    span = Span(start, start + second.end)
    same = reading.values == matter.values
    edits = (Edit(start, start + second.end, ""),)
    # readers saw the copy as text, so taking it away is not for a machine to decide
    fix = Fix("unsafe", "Remove the second block", edits)
    related = (("the first block", Span(block.open_fence.start, block.end)),)
    shown = Span(span.start, span.start + len(text[span.start : span.end].rstrip()))
    return [Problem("duplicate-block", shown, "same" if same else "other", {}, related, fix)]


def _read_unclosed(text: str, block: Block) -> FrontMatter:
    """Only an opening fence: front matter if mapping lines with a known key follow it."""
    start = block.content.start
    match = _MAPPING_RUN.match(text, start)
    end = match.end() if match else start
    content = text[start:end]
    if not looks_mapped(text, start, end) and block.format == "yaml":
        return _nothing(text)
    if block.format != "yaml" and not content.strip():
        return _nothing(text)
    reading = _handle(block, content)
    if not reading.values and not reading.problems:
        return _nothing(text)
    other = _OTHER_FENCE.match(text, end) if content.endswith("\n") else None
    # what opens a code block closes no fields
    if other is not None and not (other[0][0] in "`~" and f"\n{other[0]}" in text[other.end() :]):
        return _finish_misclosed(text, block, reading, Span(*other.span()))
    fence = text[block.open_fence.start : block.open_fence.end]
    line = fence + "\n" if content.endswith("\n") else "\n" + fence + "\n"
    fix = Fix("unsafe", "Close the front matter here", (Edit(end, end, line),))
    cause = "plus" if fence[0] == "+" else ""
    reading.problems.insert(0, Problem("unclosed", block.open_fence, cause, fix=fix))
    return _finish(text, block._replace(content=Span(start, end), end=end), reading)


def _finish_misclosed(text: str, block: Block, reading: Reading, closing: Span) -> FrontMatter:
    """Fields right after which a line stands that would close a block of another kind."""
    fence = text[block.open_fence.start : block.open_fence.end]
    words = {"written": text[closing.start : closing.end], "fence": fence}
    related = (("opened here", block.open_fence),)
    fix = Fix("safe", f"Write {fence}", (Edit(*closing, fence),))
    reading.problems.insert(0, Problem("unclosed", closing, "other", words, related, fix))
    content, end = Span(block.content.start, closing.start), after_line(text, closing.end)
    return _finish(text, block._replace(content=content, close_fence=closing, end=end), reading)


def _closed_by_dots(text: str, block: Block, content: str) -> FrontMatter | None:
    """Fields that end at a line of three dots, as Jekyll ends them, with a rule further down."""
    dots = _DOTS.search(content)
    if block.format != "yaml" or block.style != "fenced" or dots is None:
        return None
    start = block.content.start
    head = _handle(block, content[: dots.start()])
    if head.problems or not head.values:
        return None
    closing = Span(start + dots.start(), start + dots.start() + 3)
    inner, end = Span(start, closing.start), after_line(text, closing.end)
    block = block._replace(style="dots", content=inner, close_fence=closing, end=end)
    return _finish(text, block, head)


def _closed_too_late(text: str, block: Block, content: str) -> FrontMatter | None:
    """A block whose own fence is missing and that a rule further down seems to close.

    The lines up to the first blank one read well, and what follows them is prose.
    """
    at = content.find("\n\n")
    if block.format != "yaml" or block.style != "fenced" or at < 0:
        return None
    start = block.content.start
    head = _handle(block, content[: at + 1])
    if head.problems or not head.values or not any(key in KNOWN_KEYS for key in head.values):
        return None
    if looks_mapped(text, start + at + 1, block.content.end):
        return None
    open_block = block._replace(
        style="unclosed", content=Span(start, len(text)), close_fence=None, end=len(text)
    )
    return _read_unclosed(text, open_block)


def _read_json(text: str, block: Block) -> FrontMatter:
    from contentlint.document.frontmatter.json_reader import JsonFault, decode_object

    start = block.open_fence.start
    try:
        value, end, _ = decode_object(text, start)
    except JsonFault:
        return _read_broken_json(text, block)
    line_end = text.find("\n", end)
    rest = text[end:] if line_end < 0 else text[end:line_end]
    if not isinstance(value, dict) or rest.strip(" \t}],;"):
        return _nothing(text)
    matter = _finish_json(text, block, end)
    signs = rest.strip()
    if signs:
        at = end + rest.index(signs)
        edits = (Edit(at, at + len(signs), ""),)
        words = {"field": "", "character": signs, "reason": ""}
        fix = Fix("safe", "Remove it", edits)
        span = Span(at, at + len(signs))
        matter.problems.append(Problem("syntax", span, "json-rest", words, (), fix))
    return matter


def _read_broken_json(text: str, block: Block) -> FrontMatter:
    start = block.open_fence.start
    closing = text.find("\n}", start)
    blank = text.find("\n\n", start)
    end = len(text) if blank < 0 else blank
    if closing >= 0:
        end = closing + 2
    if not _JSON_NAME.search(text, start, end):
        return _nothing(text)
    return _finish_json(text, block, end)


def _finish_json(text: str, block: Block, end: int) -> FrontMatter:
    start = block.open_fence.start
    newline = text.find("\n", end)
    reading = _handlers().json.read(text[start:end], start)
    closing = Span(end - 1, end) if text.startswith("}", end - 1) else None
    block = block._replace(
        content=Span(start, end),
        close_fence=closing,
        end=len(text) if newline < 0 else newline + 1,
    )
    return _finish(text, block, reading)

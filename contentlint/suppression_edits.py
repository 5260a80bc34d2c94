"""Edits that take a comment, or one name in it, out of a post without changing the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span
from contentlint.suppression_comments import Comment, Directive, Target

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["remove_idle"]

_BLOCK_END = pattern(r"(?:</(?:p|h[1-6]|pre|blockquote|[uo]l|table|div)>|<hr />)\n\Z")
_ITEM = pattern(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ITEM_AT = pattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_FIRST_LINE = pattern(r"(?:[ \t>]*\n)*([^\n]+)")
_NEAR = 4_000
_LONGEST_END = len("</blockquote>\n")


def remove_idle(
    document: Document, directive: Directive, target: Target, *, alone: bool
) -> Fix | None:
    """Remove *target* from its comment, or the whole comment if nothing *alone* would remain.

    ``None`` where that could change what the page shows.
    """
    if alone:
        edit = _remove_comment(document, directive.comment)
        return None if edit is None else Fix("safe", "Remove the comment", (edit,))
    if not directive.comment.exact:
        return None
    index = directive.targets.index(target)
    if index + 1 < len(directive.targets):
        edit = Edit(target.span.start, directive.targets[index + 1].span.start, "")
    else:
        edit = Edit(directive.targets[index - 1].span.end, target.span.end, "")
    return Fix("safe", f"Remove {target.name}", (edit,))


def _remove_comment(document: Document, comment: Comment) -> Edit | None:
    source = document.source
    text = source.text
    start = source.line_span(source.line_of(comment.span.start)).start
    end = source.line_span(source.line_of(comment.span.end)).end
    before, after = text[start : comment.span.start], text[comment.span.end : end]
    is_markdown = not comment.in_front and document.kind == "markdown"
    is_line = not after.strip() and not (before.strip(" \t>") if is_markdown else before.strip())
    if is_line and is_markdown and _ends_list(text, start, end, before):
        return None
    if before.strip() or after.strip():
        return _remove_from_line(document, comment, before, after)
    if _leaves_a_gap(document, comment, Span(start, end)):
        return Edit(start, end, "")
    if end < len(text):
        return Edit(start, end + 1, "")
    return Edit(max(0, start - 1), end, "")


def _remove_from_line(document: Document, comment: Comment, before: str, after: str) -> Edit | None:
    """Remove a comment that shares its line; no blank may be left at the line's end."""
    start, end = comment.span
    if not after.strip():
        # but two blanks at the end of a line of Markdown break it
        is_break = after.endswith("  ") and not comment.in_front and document.kind == "markdown"
        low = start - (len(before) - len(before.rstrip()))
        return Edit(low, end if is_break else end + len(after), "")
    if not before.strip():
        # In Markdown a comment makes the rest of its line an HTML block.
        if document.kind == "markdown" and not after.lstrip().startswith("<"):
            return None
        return Edit(start, end + len(after) - len(after.lstrip()), "")
    both = before[-1].isspace() and after[0].isspace()
    return Edit(start, end + both, "")


def _ends_list(text: str, start: int, end: int, margin: str) -> bool:
    """Whether a list ends at the comment on the lines ``text[start:end]``, and would go on."""
    above = text[max(0, start - _NEAR) : start].rstrip(" \t\n>").rpartition("\n")[2]
    below = _FIRST_LINE.match(text, end, end + _NEAR)
    if margin:  # it belongs to a quote or an item, in which a list may end, too
        written = "" if below is None else below[1]
        if not written.startswith(margin) or _ITEM_AT.match(written, len(margin)) is None:
            return False
        return _ITEM.match(above.removeprefix(margin)) is not None or above.startswith(margin + " ")
    if below is None or not (_ITEM.match(above) or above.startswith((" ", "\t"))):
        return False
    return below[0].lstrip("\n").startswith(("    ", "\t")) or _ITEM.match(below[1]) is not None


def _leaves_a_gap(document: Document, comment: Comment, lines: Span) -> bool:
    """Whether the comment keeps two paragraphs apart, so that a blank line must take its place."""
    if comment.in_front or document.kind == "html":
        return False
    text = document.source.text
    above = text[text.rfind("\n", 0, max(0, lines.start - 1)) + 1 : lines.start]
    below = text[lines.end + 1 :].partition("\n")[0]
    if not above.strip() or not below.strip() or lines.start <= document.body_start:
        return False
    # Inside a block of HTML the line above was copied as it stands, and a gap would end the block.
    rendered, html = comment.rendered, document.page.html
    if rendered < 0:
        return True
    # Within a paragraph, as where the comment is indented, it keeps nothing apart.
    ends_block = _BLOCK_END.search(html, max(0, rendered - _LONGEST_END), rendered) is not None
    return ends_block and not html.endswith(above, 0, rendered)

"""Reads the comments that hold findings back: where they may stand, and what they say.

``contentlint-disable-next-line RULE, RULE -- reason`` and its kin stand in HTML comments, in
``#`` comments of YAML and TOML front matter, and in ``{/* … */}`` of MDX.  A comment is one only
where the language has comments: not in code, not in a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, cast

from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "MARK",
    "NAMED",
    "VERBS",
    "Comment",
    "Directive",
    "Malformed",
    "Target",
    "Verb",
    "read_comments",
    "text_beside",
]

MARK = "contentlint-"
"""What every such comment begins with."""
NAMED = "ontentlin"
"""A post without these letters holds no such comment, and none that was to be one."""

Verb = Literal["disable", "enable", "disable-line", "disable-next-line"]
VERBS: tuple[Verb, ...] = ("disable-next-line", "disable-line", "disable", "enable")

# how people begin such a comment, too: contentlint disable, contentlint:disable-line
_SLIP = (
    r"[Cc]ontentlint[-_:.–—\s]{0,3}(?P<verb>(?i:disable|enable|ignore|skip|off)"
    r"(?i:[-_ ]?next)?(?i:[-_ ]?line)?)(?![a-zA-Z])"
)
_SLIPPED = pattern(rf"\s*(?P<all>{_SLIP})")
_HEAD = rf"(?:{MARK}|{_SLIP})"
_OURS = pattern(rf"\s*{_HEAD}")
_SAYING = pattern(rf"\s*{MARK}(?P<verb>[^\s,:]*):?(?P<rest>.*)\Z", re.DOTALL)
# An editor's typography may have turned the two hyphens into a dash.
_REASON = pattern(r"--+|(?:^|(?<=\s))[–—]+(?=\s|$)")
# A Chinese keyboard gives commas of its own.
_COMMAS = frozenset(",，、")
_NAME = pattern(r"[^\s,，、]+")
_HASH = pattern(rf"(?:^|(?<=[ \t]))#[ \t]*{_HEAD}[^\n]*", re.MULTILINE)
_JSX = pattern(rf"\{{\s*/\*(?P<inside>\s*{_HEAD}.*)\*/\s*\}}\Z", re.DOTALL)
_TOML = pattern(
    r'"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_COMMENT_HEAD, _COMMENT_TAIL = len("<!--"), len("-->")


class Comment(NamedTuple):
    """A comment that speaks to the linter: its span, where it stands, and its words.

    *inside* is the span of the words between the delimiters, *exact* whether they stand there as
    they are read (and not, say, with the marks of a block quote in between), *rendered* where the
    comment begins in the page's HTML (-1 where it is none of the page's).
    """

    span: Span
    inside: Span
    words: str
    exact: bool = True
    in_front: bool = False
    rendered: int = -1


class Target:
    """One rule or family that a comment names, or all of them (an empty name)."""

    __slots__ = ("name", "span", "used")

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span
        self.used = False


class Directive:
    """A comment that can be obeyed."""

    __slots__ = ("comment", "targets", "verb")

    def __init__(self, comment: Comment, verb: Verb, targets: list[Target]) -> None:
        self.comment = comment
        self.verb = verb
        self.targets = targets


class Malformed(NamedTuple):
    """A comment that cannot be obeyed: its verb is unknown, or its list of rules is none.

    *words* are those in the way, at *span*: for a verb, all from the name of the linter on.
    """

    comment: Comment
    fault: Literal["verb", "list"]
    words: str
    span: Span


def read_comments(document: Document) -> Iterator[Directive | Malformed]:
    """Every comment of *document* that speaks to the linter, in the order of the text."""
    for comment in sorted(_find(document), key=lambda each: each.span):
        yield _parse(comment)


def text_beside(document: Document) -> str:
    """The text of *document* without the comments that speak to the linter."""
    text, parts, at = document.source.text, [], 0
    for each in read_comments(document):
        start, end = each.comment.span
        parts.append(text[at:start])
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _find(document: Document) -> Iterator[Comment]:
    front = document.front_matter
    text = document.source.text
    if text.find(NAMED, 0, document.body_start) >= 0:
        content = text[front.content.start : front.content.end]
        find = _FINDERS.get(front.format or "")
        for start, end in find(content) if find is not None else ():
            span = Span(front.content.start + start, front.content.start + end)
            inside = Span(span.start + 1, span.end)
            yield Comment(span, inside, content[start + 1 : end], in_front=True)
    if text.find(NAMED, document.body_start) >= 0:
        yield from _find_in_page(document)
        if document.is_mdx:
            yield from _find_in_jsx(document)


def _find_in_yaml(content: str) -> Iterator[tuple[int, int]]:
    candidates = list(_HASH.finditer(content))
    if not candidates:
        return
    scalars, known = _yaml_scalars(content)
    for found in candidates:
        start, end = found.span()
        if start >= known and content[content.rfind("\n", 0, start) + 1 : start].strip():
            continue  # beyond a syntax error only a line of its own is surely a comment
        if not any(low <= start < high for low, high in scalars):
            yield start, len(content[:end].rstrip())


def _yaml_scalars(content: str) -> tuple[list[tuple[int, int]], int]:
    """The spans of all scalars that hold the mark, and how far the YAML can be read."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    spans = []
    known = 0
    try:
        for token in yaml.scan(content, Loader=loader):
            known = token.end_mark.index
            if isinstance(token, yaml.ScalarToken) and NAMED in token.value:
                spans.append((token.start_mark.index, token.end_mark.index))
    except yaml.YAMLError:
        return spans, known
    return spans, len(content) + 1


def _find_in_toml(content: str) -> Iterator[tuple[int, int]]:
    for found in _TOML.finditer(content):
        if content[found.start()] == "#" and _HASH.match(content, found.start()):
            yield found.start(), len(content[: found.end()].rstrip())


_FINDERS = {"yaml": _find_in_yaml, "toml": _find_in_toml}


def _find_in_page(document: Document) -> Iterator[Comment]:
    from contentlint.document.pieces import COMMENT
    from contentlint.document.tokenizer import read_pieces

    page = document.page
    if NAMED not in page.html:
        return
    for piece in read_pieces(page.html):
        if piece.kind != COMMENT or not page.html.startswith("<!--", piece.start):
            continue
        words = page.html[piece.start + _COMMENT_HEAD : piece.end].removesuffix("-->")
        if not _OURS.match(words):
            continue
        span, verbatim = page.place(piece.start, piece.end)
        inside = Span(span.start + _COMMENT_HEAD, span.start + _COMMENT_HEAD + len(words))
        yield Comment(span, inside if verbatim else span, words, verbatim, rendered=piece.start)


def _find_in_jsx(document: Document) -> Iterator[Comment]:
    at = document.body_start
    for tag in document.templates.tags:
        if tag.kind != "mdx-expression":
            continue
        found = _JSX.match(document.body, tag.start, tag.end)
        if found is not None:
            low, high = found.span("inside")
            span = Span(at + tag.start, at + tag.end)
            yield Comment(span, Span(at + low, at + high), found["inside"])


def _parse(comment: Comment) -> Directive | Malformed:
    saying = _SAYING.match(comment.words)
    if saying is None or saying["verb"] not in VERBS:
        slip = _SLIPPED.match(comment.words) if saying is None else None
        low, high = slip.span("all") if slip else (0, 0)
        if saying is not None:
            low, high = saying.start("verb") - len(MARK), saying.end("verb")
        return Malformed(comment, "verb", comment.words[low:high], _inside(comment, low, high))
    rest, at = saying["rest"], saying.start("rest")
    reason = _REASON.search(rest)
    names = rest[: reason.start()] if reason else rest
    targets: list[Target] = []
    end = 0
    for found in _NAME.finditer(names):
        if targets and _COMMAS.isdisjoint(names[end : found.start()]):
            wrong = names[found.start() :].rstrip()
            low = at + found.start()
            return Malformed(comment, "list", wrong, _inside(comment, low, low + len(wrong)))
        end = found.end()
        targets.append(Target(found[0], _inside(comment, at + found.start(), at + end)))
    verb = cast(Verb, saying["verb"])
    return Directive(comment, verb, targets or [Target("", comment.span)])


def _inside(comment: Comment, low: int, high: int) -> Span:
    """The span of a part of the comment's words; the whole comment if they stand otherwise."""
    if not comment.exact:
        return comment.span
    return Span(comment.inside.start + low, comment.inside.start + high)

"""One walk over a page's tags: the names that occur, where its text stands, is it well nested.

Most posts are well nested, and html5lib, which knows what a browser has to repair, is slow.  This
walk proves cheaply that html5lib would have nothing to say: a stack on which every end tag meets
its own start tag, apart from the end tags the HTML standard lets an author leave out.  The proof
is one-sided.  Whatever it does not understand (foreign content, templates, ``<select>``, a
paragraph that may be open further down) is simply not cleared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress

from contentlint.document import nesting_made, turbo
from contentlint.document.nesting_proof import (
    ENDS_IMPLIED,
    HEADINGS,
    LISTS,
    ROW_GROUPS,
    SPACE,
    Proof,
)
from contentlint.document.nesting_states import TextPiece, Unproven, Walk, walk
from contentlint.document.spellings import (
    INLINE,
    MUTED,
    Names,
    Shape,
    Spelling,
    names_among,
    names_in,
    names_of,
    read_tag,
)
from contentlint.source import line_starts as plain_line_starts

__all__ = [
    "ENDS_IMPLIED",
    "HEADINGS",
    "INLINE",
    "LISTS",
    "MUTED",
    "ROW_GROUPS",
    "Survey",
    "TextPiece",
    "line_starts",
    "names_of",
    "survey",
]


Texts = str | Walk | list[TextPiece]
"""Where the text stands: found already, or to be found in a walk or in a page that was made."""


class Survey:
    """What one walk over the tags found; *clean* is the proof of clean nesting.

    *sources* are the tags that may have a value of interest, as they are spelt, without their
    brackets.  *names* are those that occur; on a page that Markdown made, all that its tags may
    have.  Where text stands is worked out when it is asked for.
    """

    __slots__ = (
        "_text",
        "_texts",
        "clean",
        "flawed",
        "made",
        "names",
        "nested",
        "plain",
        "sources",
    )

    def __init__(self, clean: bool, sources: frozenset[str], names: Names, texts: Texts) -> None:
        self.clean = clean
        self.flawed: Walk | None = None
        """The walk over a page that is not clean, if it knows all faults."""
        self.made: nesting_made.MadeTags | None = None
        """What is known of the tags if Markdown made every one."""
        self.nested = texts.nested if isinstance(texts, Walk) else not isinstance(texts, str)
        """Whether a block may stand in an element for words, if the page is nested as written."""
        self.plain = isinstance(texts, Walk)
        """Whether every ``<`` is known to begin a tag or comment that ends at the next ``>``."""
        self.sources = sources
        self.names = names
        self._text: str | None = None
        self._texts = texts

    @property
    def text(self) -> str:
        """The *sources* in lower case, each on a line of its own."""
        text = self._text
        if text is None:
            text = self._text = "\n".join([*self.sources, ""]).lower()
        return text

    @property
    def walk(self) -> Walk | None:
        """The walk over a page of which it is known what the tags open and end."""
        walked = self._texts
        return walked if isinstance(walked, Walk) and (self.clean or self.flawed) else None

    @property
    def tags(self) -> frozenset[str]:
        """The names of all tags, in lower case."""
        return self.names.tags

    @property
    def attributes(self) -> frozenset[str]:
        """The names of all attributes of start tags, in lower case."""
        return self.names.attributes

    @property
    def shapes(self) -> frozenset[Shape]:
        """The start tags: name, and names of attributes in the order they are written."""
        return self.names.shapes

    @property
    def texts(self) -> Sequence[TextPiece]:
        """The runs of text that are no code, in order."""
        texts = self._texts
        if isinstance(texts, str):
            with suppress(Unproven):  # a walk is faster than one tag after the other
                texts = self._texts = walk(texts)
        if not isinstance(texts, list):
            texts = self._texts = list(self.texts_in_turn())
        return texts

    def texts_in_turn(self) -> Iterable[TextPiece]:
        """The same for those who stop at one of the first."""
        texts = self._texts
        if isinstance(texts, str):
            return nesting_made.texts_in_turn(texts)
        return texts.texts() if isinstance(texts, Walk) else texts

    def texts_from_end(self) -> Iterable[TextPiece]:
        """The same from the last to the first, for those who stop early."""
        texts = self._texts
        if isinstance(texts, str):
            return nesting_made.texts_from_end(texts)
        return texts.texts_from_end() if isinstance(texts, Walk) else reversed(texts)


def line_starts(html: str) -> list[int]:
    """The offset at which each line of *html* begins, as turbohtml counts lines."""
    if "\r" in html:
        return [0, *(match.end() for match in re.finditer("\r\n?|\n", html))]
    return plain_line_starts(html)


def survey(html: str, has_errors: bool, *, made: bool = False) -> Survey:
    """Walk once over the tags of *html*: a body, or a whole page that has its doctype.

    *has_errors* says that the tokenizer reported an error that may change which tags there are:
    such a page is never cleared.  The names and texts are complete whether it is cleared or not.
    *made* says that Markdown made every tag, so that they are known to be well nested.
    """
    if made and not has_errors:
        known = nesting_made.read_made(html)
        if known is not None:
            found = Survey(True, known.addresses, known.names, html)
            found.made = known
            return found
    try:
        walked = walk(html)
    except Unproven:
        return _survey_tokens(html, has_errors)
    sources = frozenset(walked.sources[1:] if walked.has_doctype else walked.sources)
    found = Survey(walked.clean and not has_errors, sources, names_in(sources), walked)
    if walked.flawed and not has_errors:
        found.flawed = walked
    return found


def _survey_tokens(html: str, has_errors: bool) -> Survey:
    """Walk over the tokens, whatever they are."""
    proof = Proof()
    clean = not has_errors and "\0" not in html
    starts = line_starts(html)
    spellings: dict[str, Spelling] = {}
    texts: list[TextPiece] = []
    fresh = True
    after_text = False
    muted = end = 0
    for token in turbo.tokenize(html, capture_source=True):
        source = token.source
        if source is None:  # text: it stands between the markup
            after_text = True
            continue
        if after_text:
            after_text = False
            start = starts[token.line - 1] + token.col
            if not muted:
                texts.append((end, start, fresh))
                fresh = False
            if proof.bare and html[end:start].strip(SPACE):
                clean = False
            end = start
        spelling = spellings.get(source)
        if spelling is None:
            spelling = read_tag(token, source)
            if spelling is None:
                if token.type is turbo.TokenType.DOCTYPE:
                    clean &= proof.doctype(source, not html[:end].strip(SPACE))
                end += len(source)
                continue
            spellings[source] = spelling
        name, kind, breaks, mutes, _names = spelling
        if breaks:
            fresh = True
        if mutes:
            muted = max(muted + mutes, 0)
        if clean:
            clean = proof.open(name, kind) if kind >= 0 else proof.close(name)
        end += len(source)
    if end < len(html) and not muted:
        texts.append((end, len(html), fresh))
    clean = clean and proof.ended(html[end:])
    sources = frozenset([source[1:-1] for source in spellings])
    return Survey(clean, sources, names_among(spellings.values()), texts)

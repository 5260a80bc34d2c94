"""What a tag means by the way it is spelt: its name, its kind, its attributes' names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from contentlint.document import turbo
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = [
    "BLOCK",
    "FRAME",
    "HARD",
    "INLINE",
    "ITEM",
    "MUTED",
    "ORDINARY",
    "PART",
    "RUBY",
    "RULE",
    "SINGLE",
    "TABLE",
    "TERM",
    "UNSURE",
    "VOID",
    "VOID_NAMES",
    "Names",
    "Shape",
    "Spelling",
    "names_among",
    "names_in",
    "names_of",
    "read_inside",
    "read_spelling",
    "read_tag",
]


def names_of(text: str) -> frozenset[str]:
    """The names that *text* lists, separated by spaces."""
    return frozenset(text.split())


MUTED: Final = names_of(
    "code iframe kbd listing math noembed noframes noscript plaintext pre samp script style svg "
    "template textarea title xmp"
)
"""Elements whose text is no prose: code, raw text, foreign content."""

UNSURE: Final = names_of("image math noscript plaintext svg")
"""In these a page may have elements that its tags do not tell of; and one is read as another."""

INLINE: Final = names_of(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp "
    "rt rtc ruby s samp small span strike strong sub sup time tt u var wbr"
)

VOID_NAMES: Final = names_of("area base br col embed hr img input link meta param source track wbr")
"""Elements that have no end tag and hold nothing."""

# How a start tag is taken; a name that is not listed is an ordinary element.
ORDINARY, VOID, BLOCK, RULE, ITEM, TERM, TABLE, PART, SINGLE, RUBY, FRAME, HARD = range(12)
_KINDS: Final[dict[str, int]] = {
    name: kind
    for kind, names in (
        (VOID, "area base br embed img input link meta param source track wbr"),
        (
            BLOCK,
            "address article aside blockquote center details dialog dir div dl fieldset "
            "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup listing main menu nav "
            "ol p pre search section summary ul xmp",
        ),
        (RULE, "hr"),
        (ITEM, "li"),
        (TERM, "dd dt"),
        (TABLE, "table"),
        (PART, "caption col colgroup tbody td tfoot th thead tr"),
        (SINGLE, "a button"),
        (RUBY, "rp rt"),
        (FRAME, "body head html"),
        (
            HARD,
            "basefont bgsound command frame frameset image isindex keygen math menuitem nextid "
            "nobr noscript optgroup option plaintext rb rtc select svg template",
        ),
    )
    for name in names.split()
}

Spelling = tuple[str, int, bool, int, tuple[str, ...]]
"""The tag's name, its kind (below zero for an end tag), whether it breaks the text, how it changes
the depth of muted elements, its attributes' names.  A comment has no name."""

_COMMENT: Final[Spelling] = ("", VOID, False, 0, ())
# The same few tags, spelt alike but for the values of attributes, make up most of all pages.
_PLAIN: Final[dict[str, Spelling]] = {}
_ODD: Final[dict[str, Spelling]] = {}
_PLAIN_COMMENT: Final = pattern("<!--(?!-)[^-<>]*(?:-[^-<>]+)*-->")
_VALUES: Final = pattern('="[^"]*"')
# a tag without values, of which nothing was taken that stood outside a value
_PLAIN_TAG: Final = pattern(
    '</?[a-zA-Z][-\\w]*(?:[ \\n]+[^\\s"\'=<>/`]+(?:="")?)*+[ \\n]*/?>', re.ASCII
)
_MOST_KEPT: Final = 4000
_LONGEST_KEPT: Final = 400


def read_tag(token: turbo.Token, source: str) -> Spelling | None:
    """What the tag *token*, spelt *source*, means; ``None`` for a comment or doctype."""
    name = token.tag
    if name is None:
        return None
    kind = -1
    mutes = 0
    names: tuple[str, ...] = ()
    if source[1] != "/":
        kind = _KINDS.get(name, ORDINARY)
        if len(source) > len(name) + 2:
            names = tuple([pair[0] for pair in token.attrs or ()])
    if name in MUTED and not token.self_closing:
        mutes = -1 if kind < 0 else 1
    return name, kind, name not in INLINE, mutes, names


def read_spelling(source: str) -> Spelling | None:
    """What *source*, from ``<`` to the next ``>``, means where a tag can begin.

    ``None`` for what is not one whole tag or plain comment: text, or the begin of a tag with
    ``>`` in a value.
    """
    # what stands between quotes does not change what the tag is (HTML, 13.2.5.36)
    bare = _VALUES.sub('=""', source)
    spelling = _PLAIN.get(bare)
    if spelling is not None:
        return spelling
    if _PLAIN_TAG.fullmatch(bare):
        return _keep(_PLAIN, bare, _tokenize(bare))
    spelling = _ODD.get(source)
    if spelling is not None:
        return spelling
    if source.startswith("<!"):
        return _COMMENT if _PLAIN_COMMENT.fullmatch(source) else None
    return _keep(_ODD, source, _tokenize(source))


def _tokenize(source: str) -> Spelling | None:
    tokens = list(turbo.tokenize(source, capture_source=True))
    tags = turbo.TokenType.START_TAG, turbo.TokenType.END_TAG
    if len(tokens) != 1 or tokens[0].source != source or tokens[0].type not in tags:
        return None
    return read_tag(tokens[0], source)


def _keep(kept: dict[str, Spelling], source: str, spelling: Spelling | None) -> Spelling | None:
    if spelling is not None and len(source) <= _LONGEST_KEPT:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[source] = spelling
    return spelling


Shape = tuple[str, tuple[str, ...]]
"""The name of a start tag, and the names of its attributes in the order they are written."""


class Names(NamedTuple):
    """The names that occur in a set of tags."""

    tags: frozenset[str]
    attributes: frozenset[str]
    shapes: frozenset[Shape]


_NOTHING: Final[Spelling] = ("", VOID, False, 0, ())
_KNOWN: Final[dict[str, Spelling]] = {}
# Posts of one site have the same few sets of tags.
_NAMES: Final[dict[frozenset[Spelling], Names]] = {}
_MOST_NAMES: Final = 2000
_MOST_IN_A_SET: Final = 200


def read_inside(source: str) -> Spelling | None:
    """The same as `read_spelling` for a tag without its brackets."""
    spelling = _KNOWN.get(source)
    if spelling is None:
        # links and pictures are new on each page, but alike without their values; where the quotes
        # of a plain tag are left, each two of them follow an equals sign
        parts = source.split('"')
        spelling = _PLAIN.get(f"""<{'""'.join(parts[::2])}>""") if len(parts) & 1 else None
        if spelling is None:
            spelling = read_spelling(f"<{source}>")
        _keep(_KNOWN, source, spelling)
    return spelling


def names_in(sources: Collection[str]) -> Names:
    """The names in tags that are spelt as *sources*, without their brackets; comments have none."""
    try:
        return names_among([_KNOWN[source] for source in sources])
    except KeyError:
        return names_among([read_inside(source) or _NOTHING for source in sources])


def names_among(spellings: Iterable[Spelling]) -> Names:
    """The names in tags that mean *spellings*."""
    distinct = frozenset(spellings)
    names = _NAMES.get(distinct)
    if names is None:
        shapes = frozenset([(name, names) for name, kind, _, _, names in distinct if kind >= 0])
        attributes = frozenset().union(*[names for _, names in shapes])
        tags = frozenset([name for name, *_ in distinct if name])
        names = Names(tags, attributes, frozenset([shape for shape in shapes if shape[0]]))
        if len(distinct) <= _MOST_IN_A_SET:
            if len(_NAMES) >= _MOST_NAMES:
                _NAMES.clear()
            _NAMES[distinct] = names
    return names

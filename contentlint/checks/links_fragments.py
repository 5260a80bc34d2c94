"""Finds links to a part of the post that does not exist, whatever way headings get their ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint.checks.links_places import is_masked, link_text
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["heading_slugs", "may_miss", "missing"]

_IN_SMALL_LETTERS = frozenset({"astro", "docusaurus", "hugo", "jekyll", "mkdocs", "vitepress"})
"""The generators that give headings ids in small letters, whatever their settings."""
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
_HEADINGS = "h1, h2, h3, h4, h5, h6"
# an id of one's own: {#id}, {: #id}, as kramdown, Hugo, Docusaurus and Pandoc take it
_OWN_ID = pattern(r"\{:?[^{}\n]*?#([^\s{}]+)[^{}\n]*\}")
_WORD = pattern(r"[\w:.-]+")
_NUMBER = pattern(r"[-_]\d+$")
_NO_SLUG = pattern(r"[^\w\- ]")
# words of which every generator makes the same id
_PLAIN_WORDS = pattern(r"[a-z][a-z0-9]*(?:[ -][a-z0-9]+)*")
_FIRST_LETTERS = pattern(r"^[^a-z]+")
# letters that keep their stroke when accents are taken off; Hexo takes it off, too
_STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe"}
)
# what Python-Markdown calls headings of which it keeps nothing
_UNNAMED = pattern(r"_\d{1,4}")
# where MkDocs puts in what mkdocstrings reads out of a program
_DOCSTRINGS = pattern(r"^[ \t>]*:::[ ]+[\w.]", re.MULTILINE)
_INCLUDES = pattern(r"include|import|render|partial|component|readfile|content|markdownify")


def may_miss(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may lead to a part of the post."""
    return lambda address: address.startswith("#")


def missing(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links to ``#part`` where the post has no such part."""
    targets: _Targets | None = None
    for link in links:
        fragment = (link.attr("href") or "").strip()[1:].partition(":~:")[0]
        if not fragment or fragment[0] in "/!" or is_masked(document, fragment):
            continue
        if targets is None:
            if document.has_unread_markdown or _takes_in_other_text(document):
                return
            targets = _Targets(document, options["ids"])
        meant = ""
        if targets.has(fragment):
            meant = targets.spell(fragment)
            if not meant:
                continue
        place = document.page.attribute(link, "href")
        if place is not None:
            name = unquote(fragment)
            words = {"fragment": name, "text": link_text(link), "meant": meant}
            yield Hit(place.span, words, element=link, message="spelling" if meant else None)


def _takes_in_other_text(document: Document) -> bool:
    """Whether a template tag may bring headings from elsewhere, or the docstrings of a program."""
    if "mkdocs" in document.settings.generators and _DOCSTRINGS.search(document.body):
        return True
    return any(
        tag.kind in ("component", "mdx-component", "mdx-import") or _INCLUDES.search(tag.name)
        for tag in document.templates.tags
    )


def _words_of_tags(document: Document) -> Iterator[str]:
    """The words that stand in template tags, each of which may become an id."""
    body = document.body
    for tag in document.templates.tags:
        yield from _WORD.findall(body[tag.start : tag.end])


def _ids_of(notes: Sequence[str]) -> Iterator[str]:
    """The ids by which generators call footnotes, and the marks in the text that lead to them."""
    for number, name in enumerate(notes, 1):
        for each in (name, str(number)):
            for head in ("fn", "fn-", "fn:", "fnref", "fnref-", "fnref:"):
                yield head + each


class _Targets:
    """What a fragment may name: the ids of the page, and all slugs of its headings."""

    def __init__(self, document: Document, further: Sequence[str]) -> None:
        page = document.page
        notes = [note.name for note in page.source_map.footnotes] if "[^" in document.body else []
        self._ids = {element.attr("id") for element in page.select("[id]")}
        self._ids.update(element.attr("name") for element in page.select("a[name]"))
        self._ids.update(_OWN_ID.findall(document.body) if "{" in document.body else ())
        # in order, so that it is the same one in every run where several differ in capitals only
        self._written: dict[str, str] = {
            name.casefold(): name for name in sorted(filter(None, self._ids))
        }
        # a shortcode may give its picture or its anchor an id
        names = (*further, *_words_of_tags(document), *_ids_of(notes))
        self._further = {name.casefold() for name in names if name}
        generators = document.settings.generators
        self._is_lower = bool(generators) and generators <= _IN_SMALL_LETTERS
        self._has_vue = "vitepress" in generators
        self._headings = [_OWN_ID.sub("", heading.text) for heading in page.select(_HEADINGS)]
        self._slugs: set[str] = set()
        foreign = False
        unnamed = 0
        for heading in self._headings:
            slugs = heading_slugs(heading)
            self._slugs.update(slugs)
            foreign = foreign or not all(slug.isascii() for slug in slugs)
            unnamed += "section" in slugs
        # by MkDocs' own way, headings without an ASCII letter are _1, _2 and so on
        self._unnamed = unnamed if "mkdocs" in document.settings.generators else 0
        # Zola spells a heading in Latin letters, by a table that is not known here
        self._romanised = foreign and "zola" in document.settings.generators

    def has(self, fragment: str) -> bool:
        """Whether *fragment*, as written in a link, leads somewhere."""
        for name in {fragment, unquote(fragment)}:
            plain = name.removeprefix("user-content-")
            if plain.casefold() in self._written or plain.casefold() in self._further:
                return True
            if self._romanised and plain.isascii():
                return True
            if self._unnamed and _UNNAMED.fullmatch(plain) and 0 < int(plain[1:]) <= self._unnamed:
                return True
            if not _skeletons(plain).isdisjoint(self._slugs):
                return True
        return False

    def spell(self, fragment: str) -> str:
        """What *fragment*, which leads somewhere, should be if it is not spelt as the id is.

        Browsers compare exactly; what a theme has, and how most generators spell headings, is not
        known that well, so only fragments with capital letters are looked at.
        """
        name = unquote(fragment)
        if name.islower() or not name.isascii() or name in self._ids:
            return ""
        folded = name.casefold()
        if folded in self._further or name.startswith("user-content-"):
            return ""
        if not _skeletons(name).isdisjoint(self._slugs):
            return self._spell_slug(folded) if self._is_lower and folded != name else ""
        return self._written.get(folded, "")

    def _spell_slug(self, name: str) -> str:
        """How generators spell the id of the heading that *name* means; empty if they differ."""
        number = _NUMBER.search(name)
        bases = [(name, "")]
        if number is not None:
            bases.append((name[: number.start()], number.group()))
        texts = [" ".join(heading.lower().split()) for heading in self._headings]
        for base, end in bases:
            alike = [text for text in texts if _skeleton(text) == _skeleton(base)]
            slugs = [_NO_SLUG.sub("", text).replace(" ", "-") for text in alike]
            if base in slugs and not self._has_vue:
                return name
            for text, slug in zip(alike, slugs, strict=True):
                if _PLAIN_WORDS.fullmatch(text):
                    return slug + end
        return ""


def _skeletons(fragment: str) -> set[str]:
    return {_skeleton(fragment), _skeleton(_NUMBER.sub("", fragment))} - {""}


def heading_slugs(text: str) -> set[str]:
    """What any generator may make of a heading, with all signs, blanks and case taken out.

    GitHub, Hexo, Hugo, Docusaurus and VuePress keep every letter and differ in the signs between
    them; kramdown drops what is not ASCII and whatever stands before the first letter, and calls
    a heading of which nothing remains ``section``.
    """
    full = _skeleton(text)
    ascii_only = full if full.isascii() else full.encode("ascii", "ignore").decode()
    bare = _FIRST_LETTERS.sub("", ascii_only)
    slugs = {full, ascii_only, bare, full.lstrip("0123456789"), bare or "section"}
    if not full.isascii():
        slugs.add(full.translate(_STROKES))
    return slugs - {""}


def _skeleton(text: str) -> str:
    if text.isascii():
        return text.lower().translate(_SIGNS)
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in folded if character.isalnum())

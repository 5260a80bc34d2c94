"""Finds tags that name a post or a file which is not there: Hexo's here, the others' elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.checks.templates_hugo import missing_in_hugo
from contentlint.checks.templates_jekyll import missing_in_jekyll
from contentlint.checks.templates_places import shown_code, source_of, span_of
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.reading import read_start
from contentlint.site_memory import for_a_run
from contentlint.site_settings import changed_at, jekyll_settings

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

    _Told = tuple[dict[str, str], str | None]
    """The values of a message, and its name."""

__all__ = ["missing_targets"]

_TO_POSTS = ("post_link", "post_path")
_TO_FILES = ("asset_img", "asset_image", "asset_path", "asset_link")
_NAMES = frozenset((*_TO_POSTS, *_TO_FILES))
_WORD = pattern(r"\"([^\"]*)\"|'([^']*)'|([^\s\"'][^\s]*)")
_TITLE = pattern(r"^\"?title\"?[ \t]*:[ \t]*(.+)$", re.MULTILINE)
_SHOWS_DRAFTS = pattern(r"^render_drafts:[ \t]*true\b", re.MULTILINE)
_FOLDERS = ("_posts", "_drafts")
# the title stands in the first lines of a post
_HEAD = 4000
# a run over a large site shall not read all of it because of one tag
_MOST = 20_000


def missing_targets(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Tags that name what the site does not have, for the generator that makes it."""
    generators = document.settings.generators
    if "hexo" in generators:
        yield from _missing_in_hexo(document, options)
    if "hugo" in generators:
        yield from missing_in_hugo(document, options)
    if "jekyll" in generators:
        yield from missing_in_jekyll(document, options)


def _missing_in_hexo(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """``{% post_link … %}`` to no post, and ``{% asset_img … %}`` with no file."""
    tags = [tag for tag in document.templates.tags if tag.name in _NAMES and tag.kind == "tag"]
    if not tags:
        return
    code = shown_code(document)
    named = []
    for tag in tags:
        if code.touch(tag.start, tag.end):
            continue
        words = _words(document, tag)
        if words and (tag.name in _TO_FILES or _slug_of(words[0])):
            named.append((tag, words))
        elif tag.name == "post_link":
            span = span_of(document, tag.start, tag.end)
            yield Hit(span, {"name": "", "folder": ""}, message="nameless")
    site = document.look_outside(options["root"])
    post = Path(document.source.path)
    if site is None or not (os.path.isfile(post) or options["root"]):
        return
    for tag, words in named:
        hit: _Told | None
        if tag.name in _TO_FILES:
            hit = _file_hit(post.parent / post.stem, words, tag)
        else:
            slug = _slug_of(words[0])
            hit = _post_hit(site / "source", slug, tag, bool(options["root"]))
        if hit is not None and not (hit[1] == "draft" and _FOLDERS[1] in post.parts):
            values, message = hit
            yield Hit(
                span_of(document, tag.start, tag.end),
                values,
                message=message,
                severity="error" if message is None else "warning",
            )


def _words(document: Document, tag: TemplateTag) -> list[str]:
    """What stands after the tag's name, as Nunjucks parts it."""
    inside = source_of(document, tag)[2:-2].strip("-+ \t\n")
    return ["".join(found) for found in _WORD.findall(inside.removeprefix(tag.name))]


def _file_hit(folder: Path, words: list[str], tag: TemplateTag) -> _Told | None:
    """Of the words, any may be the file; those before it are classes."""
    tried = words[:1] if tag.name in ("asset_path", "asset_link") else words
    try:
        if any(_stays_inside(word) and (folder / word).is_file() for word in tried):
            return None
    except (OSError, ValueError):
        return None
    name = next((word for word in tried if "." in word), tried[0])
    return {"name": name, "folder": folder.name}, "file"


def _slug_of(word: str) -> str:
    """What names the post in *word*, which may name a part of it as well."""
    return word.partition("#")[0]


def _post_hit(source: Path, slug: str, tag: TemplateTag, certain: bool) -> _Told | None:
    if not (certain or os.path.isdir(source / _FOLDERS[0])):
        return None
    try:
        tried = [source / folder / f"{slug}.md" for folder in _FOLDERS if _stays_inside(slug)]
        there = [path.is_file() for path in tried]
        changed = tuple(changed_at(source / folder) for folder in _FOLDERS)
    except (OSError, ValueError):
        return None
    if any(there):
        return None if there[0] else _draft_hit(source, slug)
    slugs = _slugs(str(source), changed)
    if slugs is None or slug in slugs:
        return None
    is_post = _titles(str(source), changed).get(slug)
    if is_post is not None:
        return None if is_post else _draft_hit(source, slug)
    return {"name": slug, "folder": ""}, None if tag.name == "post_link" else "path"


def _draft_hit(source: Path, name: str) -> _Told | None:
    is_shown = _shows_drafts(source.parent)
    return None if is_shown else ({"name": name, "folder": ""}, "draft")


def _shows_drafts(site: Path) -> bool:
    # Hexo's settings have the name of Jekyll's
    return _SHOWS_DRAFTS.search(jekyll_settings(site)) is not None


def _stays_inside(name: str) -> bool:
    """Whether *name*, below a folder, is in it; Hexo knows no others."""
    parts = name.replace("\\", "/").split("/")
    return bool(parts[0]) and ".." not in parts and not os.path.splitdrive(name)[0]


def _files(source: str) -> Iterator[tuple[str, str]]:
    """The paths of the first posts, from their folder on and in full."""
    return islice(_all_files(source), _MOST)


def _all_files(source: str) -> Iterator[tuple[str, str]]:
    for folder in _FOLDERS:
        top = os.path.join(source, folder)
        for place, _, names in os.walk(top):
            for name in names:
                path = os.path.join(place, name)
                yield path[len(top) + 1 :].replace(os.sep, "/"), path


@for_a_run(8)
def _slugs(source: str, _changed: tuple[int, ...]) -> frozenset[str] | None:
    """What a tag may call the posts: their paths, and the ends of these that may be slugs.

    A site's `new_post_name` says which part of a file's name is the slug.  ``None`` where there
    are too many to be asked.
    """
    slugs: set[str] = set()
    paths = [path for path, _ in _files(source)]
    if len(paths) == _MOST:
        return None
    for path in paths:
        stem = os.path.splitext(path)[0]
        ends = [at + 1 for at, character in enumerate(stem) if character in "/-_."]
        slugs.update(stem[end:] for end in (0, *ends))
    return frozenset(slugs)


@for_a_run(8)
def _titles(source: str, _changed: tuple[int, ...]) -> Mapping[str, bool]:
    """The titles of all posts, and whether one of them is no draft.

    They are asked for only where no file has the name.
    """
    titles: dict[str, bool] = {}
    drafts = os.path.join(source, _FOLDERS[1], "")
    for _, path in _files(source):
        found = _TITLE.search(read_start(path, _HEAD) or "")
        if found is not None:
            title = found[1].strip().strip("\"',").strip()
            titles[title] = titles.get(title, False) or not path.startswith(drafts)
    return titles

"""Finds tags that name a part, a page or a post that a site of Jekyll's does not have."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_held import HEAD, why_jekyll_skips
from contentlint.checks.templates_inside import code_inside
from contentlint.checks.templates_liquid import left_alone
from contentlint.checks.templates_places import span_of
from contentlint.document.nesting import names_of
from contentlint.findings import Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.presets import find_site
from contentlint.reading import read_short, read_start
from contentlint.site_memory import for_a_run
from contentlint.site_settings import changed_at, jekyll_settings, without_comments
from contentlint.slips import near_miss

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["missing_in_jekyll"]

_BUILT_IN: Final = names_of(
    "assign break capture case comment continue cycle decrement doc echo else elsif for highlight "
    "if ifchanged include include_relative increment inline_comment link liquid post_url raw "
    "render snippet tablerow unless when"
)
_WRONG_ELSE: Final = names_of("elseif elif")  # another rule tells the right name
_NAMING: Final = names_of("include include_relative link post_url")
# which take no ".." in a path
_LEADING_OUT: Final = {"include": "include", "include_relative": "beside", "link": "link"}
_CHOICES: Final = names_of("if unless case for tablerow")
_TARGET: Final = pattern(r"\{%-?\s*\w+\s+([^\s{}%]+)")
_PLAIN: Final = pattern(r"[\w./#-]+\Z")
_POST: Final = pattern(r"(?:.*/)?(\d{1,9})-(\d{1,9})-(\d{1,9})-(.+)")
_MOVED: Final = pattern(r"^(?:source|includes_dir|collections_dir)\s*:", re.MULTILINE)
_THEME: Final = pattern(r"^(?:remote_)?theme\s*:\s*(\S+)", re.MULTILINE)
_KNOWN_THEMES: Final = ("minima", '"minima"', "jekyll/minima")
_GEMS: Final = pattern(r"^[ \t]*gem[ \t(]+['\"]([\w.-]+)", re.MULTILINE)
_PLUGINS: Final = pattern(
    r"^(?:plugins|gems|whitelist)\s*:[ \t]*(?:\[([^\]]*)\]|((?:\s*\n[ \t]*-[^\n]*)+)|(\S.*))",
    re.MULTILINE,
)
_WORD: Final = pattern(r"[\w.-]*\w")
# those that bring no tags, or only tags named here
_TAGLESS: Final = names_of(
    "html-proofer http_parser.rb jekyll jekyll-archives jekyll-coffeescript jekyll-commonmark "
    "jekyll-default-layout jekyll-feed jekyll-optional-front-matter jekyll-paginate "
    "jekyll-readme-index jekyll-redirect-from jekyll-relative-links jekyll-remote-theme "
    "jekyll-sass-converter jekyll-seo-tag jekyll-sitemap jekyll-titles-from-headings jekyll-watch "
    "jemoji kramdown kramdown-parser-gfm minima rake rouge tzinfo tzinfo-data wdm webrick"
)
# GitHub Pages brings its plug-ins unasked
_BROUGHT: Final = names_of("avatar feed_meta gist github_edit_link octicon seo include_cached")
_UNREAD: Final = names_of("_site node_modules vendor")
_MOST_FILES: Final = 20_000
_DATED: Final = pattern(r"^date\s*:", re.MULTILINE)
_OVERRIDE: Final = pattern(r"register_tag|includes_load_paths")


class _Site(NamedTuple):
    """The site's *folder*, whether its theme may bring parts, and whether all tags are known."""

    folder: Path
    themed: bool
    closed: bool


def missing_in_jekyll(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Tags that Jekyll does not know, and those that name what is not there."""
    read = [*document.templates.tags, *code_inside(document)]
    tags = [tag for tag in read if tag.kind == "tag" and _is_asked(tag)]
    if not tags or not document.runs_templates:
        return
    site = _site_of(document, options["root"])
    if site is None:
        return
    spared = left_alone(document)
    chosen = _chosen(sorted(read))
    for tag in tags:
        if spared.touch(tag.start, tag.end):
            continue
        told = None
        if tag.name not in _NAMING:
            told = _unknown(tag) if site.closed else None
        elif tag not in chosen:
            told = _missing(document, tag, site)
        if told is not None:
            message, name, near = told
            values = {"name": name, "near": near, "folder": ""}
            yield Hit(span_of(document, tag.start, tag.end), values, message=message)


def _is_asked(tag: TemplateTag) -> bool:
    name = tag.name
    if name in _NAMING:
        return True
    return not (
        name in _BUILT_IN or name in _BROUGHT or name in _WRONG_ELSE or name.startswith("end")
    )


def _chosen(tags: list[TemplateTag]) -> set[TemplateTag]:
    """Those of *tags* inside of choices and loops, which may never be run."""
    depth, found = 0, set()
    for tag in tags:
        if tag.name in _CHOICES:
            depth += 1
        elif tag.name.startswith("end") and tag.name[3:] in _CHOICES:
            depth -= 1
        elif depth > 0:
            found.add(tag)
    return found


def _unknown(tag: TemplateTag) -> tuple[str, str, str]:
    near = near_miss(tag.name, _BUILT_IN)
    return ("tag-near" if near else "tag"), tag.name, near or ""


def _missing(document: Document, tag: TemplateTag, site: _Site) -> tuple[str, str, str] | None:
    found = _TARGET.match(document.body, tag.start, tag.end)
    if found is None or not _PLAIN.match(found[1]):
        return None
    name = found[1]
    if document.body.startswith(("{", "%"), found.end(1)) and not document.body.startswith(
        "%}", found.end(1)
    ):
        return None
    folder = site.folder
    if ".." in name.split("/") and tag.name in _LEADING_OUT:
        return _LEADING_OUT[tag.name], name, ""  # whatever is there
    try:
        if tag.name == "include":
            place = folder / "_includes" / name
            missing = not site.themed and not place.is_file() and not _is_empty(place.parent)
            return ("include", name, "") if missing else None
        if tag.name == "include_relative":
            here = Path(document.source.path).parent / name
            return ("beside", name, "") if not here.is_file() else None
        if tag.name == "link":
            missing_file = _missing_file(folder, name, site.themed)
            return missing_file or _skipped(document, folder, [name])
    except (OSError, ValueError):
        return None
    if _is_twice(folder, name):
        return None
    names = [f"_posts/{name}.{ending}" for ending in ("md", "markdown", "html")]
    return _missing_post(folder, name) or _skipped(document, folder, names)


def _is_twice(folder: Path, name: str) -> bool:
    """Whether several posts, in folders of their own, have the day and the slug of *name*."""
    found = _POST.match(name)
    posts = _posts(str(folder), changed_at(folder), changed_at(folder / "_posts"))
    if found is None or posts is None:
        return False
    day = tuple(int(part) for part in found.group(1, 2, 3))
    return posts.get(found[4], ()).count(day) > 1


def _skipped(document: Document, folder: Path, names: list[str]) -> tuple[str, str, str] | None:
    """What to say of the one file of *names* that is there, if Jekyll makes no page of it."""
    said = _settings(folder)
    for name in names:
        text = read_start(folder / name, HEAD)
        why = None if text is None else why_jekyll_skips(name, text, said)
        if why is None:
            continue
        own = os.path.relpath(os.path.abspath(document.source.path), os.path.abspath(folder))
        start = document.source.text[:HEAD]
        return (
            None if why_jekyll_skips(own.replace(os.sep, "/"), start, said) else ("held", name, why)
        )
    return None


def _is_empty(folder: Path) -> bool:
    """Whether the folder is there without a file, as one that git was not told to fetch."""
    return folder.is_dir() and not any(folder.iterdir())


def _missing_file(folder: Path, name: str, themed: bool) -> tuple[str, str, str] | None:
    if name.startswith("/") and name.endswith(".md"):
        head = read_start(folder / name[1:], 3)
        if head == "---":
            return "slash", name, f"{{% link {name[1:]} %}}"
    if (folder / name.lstrip("/")).exists() or (themed and name.lstrip("/").startswith("assets/")):
        return None
    path, mark, anchor = name.partition("#")
    if mark and (folder / path.lstrip("/")).is_file():
        return "anchor", name, f"{{% link {path} %}}#{anchor}"
    if not (folder / path.lstrip("/")).parent.is_dir():
        return None  # what makes folders may make the page
    return "link", name, ""


def _missing_post(folder: Path, name: str) -> tuple[str, str, str] | None:
    if name.endswith((".md", ".markdown", ".html")):
        return None  # another rule tells how a post is named
    found = _POST.match(name)
    if found is None:
        return "post-form", name, ""
    posts = _posts(str(folder), changed_at(folder), changed_at(folder / "_posts"))
    if posts is None:
        return None
    slug = found[4]
    dates = posts.get(slug, ())
    day = tuple(int(part) for part in found.group(1, 2, 3))
    if any(each is None or each == day for each in dates):
        return None
    if dates and dates[0] is not None:
        return "post-date", name, "{}-{:02}-{:02}-{}".format(*dates[0], found[4])
    return "post-gone", name, ""


@for_a_run(8)
def _posts(folder: str, *_changed: int) -> Mapping[str, tuple[tuple[int, ...] | None, ...]] | None:
    """Of each post's slug the days that its files' names tell; ``None`` for one not certain."""
    found: dict[str, tuple[tuple[int, ...] | None, ...]] = {}
    count = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        # Jekyll reads no folder whose name begins with a dot either
        folders[:] = [each for each in folders if each not in _UNREAD and each[0] != "."]
        if any(os.path.islink(os.path.join(place, each)) for each in folders):
            return None
        count += len(names)
        if count > _MOST_FILES:
            return None
        parts = os.path.relpath(place, folder).split(os.sep)
        if "_drafts" in parts:
            found.update({_slug(name): (None,) for name in names})
        elif "_posts" in parts:
            for name in names:
                _note_post(found, os.path.join(place, name))
    return found


def _slug(name: str) -> str:
    return name.rpartition(".")[0]


def _note_post(found: dict[str, tuple[tuple[int, ...] | None, ...]], path: str) -> None:
    dated = _POST.match(_slug(os.path.basename(path)))
    if dated is None:
        return
    day: tuple[int, ...] | None = tuple(int(part) for part in dated.group(1, 2, 3))
    head = read_start(path, HEAD)
    if head is None or _DATED.search(head):
        found[dated[4]] = (*found.get(dated[4], ()), None)
    for slug in {dated[4], *_given_slugs(head or "")}:
        found[slug] = (*found.get(slug, ()), day)


_SLUG: Final = pattern(r"^slug\s*:\s*['\"]?([^'\"\n]+)", re.MULTILINE)


def _given_slugs(head: str) -> list[str]:
    return [slug.strip() for slug in _SLUG.findall(head)]


def _site_of(document: Document, root: str) -> _Site | None:
    """The site, where the post is a page of it and all its parts are where Jekyll looks."""
    document.looks_outside = True
    if root:
        return _look(Path(root), _settings(Path(root)))
    post = os.path.abspath(document.source.path)
    known = document.settings.root is not None and document.front_matter.format is not None
    if not known or not os.path.isfile(post):
        return None
    folder = find_site(Path(post).parent)
    said = _settings(folder)
    site = _look(folder, said)
    if site is None:
        return None
    parts = os.path.relpath(post, folder).split(os.sep)
    hidden = (each for each in parts if each[0] == "_" and each not in ("_posts", "_drafts"))
    if any(each[1:] not in said for each in hidden):
        return None  # no collection, so that Jekyll does not read it
    return None if "exclude" in said and parts[0] in said else site


def _settings(folder: Path) -> str:
    return without_comments(jekyll_settings(folder))


def _look(folder: Path, said: str) -> _Site | None:
    """The site in *folder*, whose settings are *said*; ``None`` where its parts are elsewhere."""
    if _MOVED.search(said):
        return None
    theme = _THEME.search(said)
    own = os.path.isdir(folder / "_plugins") or "plugins_dir" in said
    if own and _is_changed_by_plugins(folder):
        return None
    closed = (
        not own and (theme is None or theme[1] in _KNOWN_THEMES) and _has_known_gems(folder, said)
    )
    return _Site(folder, theme is not None, closed)


def _is_changed_by_plugins(folder: Path) -> bool:
    """Whether the site's own plug-ins may read the tags that Jekyll has in another way."""
    count = 0
    for place, _, names in os.walk(folder / "_plugins"):
        for name in names:
            text = read_short(os.path.join(place, name))
            count += 1
            if count > 100 or text is None or _OVERRIDE.search(text):
                return True
    return False


def _has_known_gems(folder: Path, said: str) -> bool:
    """Whether the site has no plug-ins but such as bring no tags of their own."""
    gems: set[str] = set()
    for found in _PLUGINS.findall(said):
        gems.update(_WORD.findall(" ".join(found)))
    text = without_comments(read_short(folder / "Gemfile") or "")
    gems.update(_GEMS.findall(text))
    return gems <= _TAGLESS and "gemspec" not in text and "eval_gemfile" not in text

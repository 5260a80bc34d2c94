"""Finds shortcodes and pages that a site of Hugo's does not have, and ends that none can have."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_held import left_out, why_left_out
from contentlint.checks.templates_places import fenced_code, loose_code, source_of, span_of
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.presets import find_site
from contentlint.reading import read_short, read_start
from contentlint.site_memory import for_a_run
from contentlint.site_settings import changed_at, hugo_settings
from contentlint.slips import near_miss

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["missing_in_hugo", "needless_ends", "shown_calls"]

# those of any version
_BUILT_IN: Final = names_of(
    "comment details figure gist highlight instagram instagram_simple param qr ref relref "
    "speakerdeck tweet twitter twitter_simple vimeo vimeo_simple x youtube"
)
_CHILDLESS: Final = names_of("figure gist instagram param ref relref tweet twitter vimeo x youtube")
_TAXONOMIES: Final = names_of("tags categories")
_REF: Final = pattern(
    r"\{\{[<%][ \t\r\n]*(?:rel)?ref[ \t\r\n]+(?:path=)?"
    r"(?:\"(?P<a>[^\"\\\n]*)\"|`(?P<b>[^`\n]*)`|(?P<c>[\w.-]+)(?=\s))"
)
_FIGURE: Final = pattern(r"\{\{[<%]\s*figure\s+(?P<src>[\"`][^\"`\\\n]*[\"`])(?P<more>\s*)[>%]\}\}")
_PLAIN_CALL: Final = pattern(
    r"\{\{(?P<before>[ \t]{0,20})(?P<name>figure|gist|tweet|vimeo|youtube)"
    r"[ \t]+(?:\w+=)?[\"\w][^{}<>%\n]{0,500}?(?P<after>[ \t]{0,20})\}\}"
)
_COMMENT: Final = pattern(r"^[ \t]*#.*$", re.MULTILINE)
_INDENT: Final = pattern(r"^[ \t]+", re.MULTILINE)
_TABLE: Final = pattern(r"^[ \t]*\[", re.MULTILINE)
_THEME: Final = pattern(r"^[\"']?theme[\"']?[ \t]*[:=][ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)
_NAME: Final = pattern(r"[\w./-]+")
# settings that take templates or pages from elsewhere
_ELSEWHERE: Final = pattern(r"\b(?:imports|mounts|layoutDir|contentDir|themesDir)\b", re.IGNORECASE)
_LENIENT: Final = pattern(r"\brefLinks", re.IGNORECASE)
# of the templates of a whole site one is there
_LAYOUTS: Final = (
    "_default",
    "baseof.html",
    "single.html",
    "page.html",
    "all.html",
    "home.html",
    "index.html",
)
_PAGES: Final = (".md", ".markdown", ".html")
_FOLDERS: Final = ("shortcodes", "_shortcodes")
_MOST_FILES: Final = 20_000
_LARGEST: Final = 100_000
# the front matter stands in the first lines of a page
_HEAD: Final = 4000
_MATTER: Final = pattern(
    r"\s*(?:---[ \t]*\n.*?(?:\n---|\Z)|\+\+\+[ \t]*\n.*?(?:\n\+\+\+|\Z)|\{.*)", re.DOTALL
)
# by which Hugo does not look for a page
_ADDRESS: Final = pattern(
    r"^[\"']?(?:slug|url|aliases|title|linkTitle)[\"']?\s*[:=].*$", re.MULTILINE | re.IGNORECASE
)
_BETWEEN: Final = pattern(r"[\n,:=\[\]\"'{}]+")


class _Site(NamedTuple):
    """The folders with *layouts* and *content*, of the site and its themes, and the settings."""

    layouts: tuple[str, ...]
    content: tuple[str, ...]
    settings: str


def missing_in_hugo(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Shortcodes that the site does not have, and links of Hugo's to no page."""
    tags = [tag for tag in document.templates.tags if tag.kind == "shortcode" and _is_asked(tag)]
    site = _site_of(document, options["root"]) if tags else None
    known = _shortcodes(site) if site is not None else None
    if site is None or known is None:
        return
    names = _BUILT_IN.union(known)
    for tag in tags:
        name = tag.name.lower()
        if name in known:
            continue  # a built-in one, too, may have been replaced
        hit = None
        if name not in _BUILT_IN:
            hit = _unknown_hit(document, tag, names)
        elif name in ("ref", "relref"):
            hit = _page_hit(document, tag, site)
        elif name == "figure":
            hit = _picture_hit(document, tag)
        if hit is not None:
            yield hit


def _is_asked(tag: TemplateTag) -> bool:
    name = tag.name.lower()
    if name.startswith("/") or "." in name:
        return False  # the latter is defined where it stands
    return name not in _BUILT_IN or name in ("ref", "relref", "figure")


def _unknown_hit(document: Document, tag: TemplateTag, known: frozenset[str]) -> Hit:
    near = near_miss(tag.name, known)
    values = {"name": tag.name, "near": near or "", "folder": ""}
    message = "shortcode-near" if near else "shortcode"
    return Hit(span_of(document, tag.start, tag.end), values, message=message)


def _page_hit(document: Document, tag: TemplateTag, site: _Site) -> Hit | None:
    found = _REF.match(document.body, tag.start, tag.end)
    target = (found["a"] or found["b"] or found["c"] or "") if found is not None else ""
    path = target.partition("#")[0].partition("?")[0]
    name = _last(path)
    if not name or ":" in path or "{" in path or path.startswith("//"):
        return None
    if _LENIENT.search(site.settings):
        return None
    changed = tuple(map(changed_at, site.content))
    names = _page_names(site.content, changed)
    if names is not None and name in names:
        return _held_hit(document, tag, site, target, path)
    if names is None or not _has_folder(document, site, path):
        return None
    # the page of a tag is found by its name as well
    named = _words_in_heads(site.content, changed) | _words(site.settings) | _TAXONOMIES
    if name in named:
        return None
    values = {"name": target, "near": "", "folder": ""}
    return Hit(span_of(document, tag.start, tag.end), values, message="page")


def _held_hit(
    document: Document, tag: TemplateTag, site: _Site, target: str, path: str
) -> Hit | None:
    """What to say of a page that is there, and of which Hugo makes none."""
    name = _last(path)
    changed = tuple(map(changed_at, site.content))
    is_file = "/" in path.strip("/") or path.endswith(_PAGES)
    if not is_file and name in _words_in_heads(site.content, changed) | _TAXONOMIES:
        return None  # a tag, perhaps
    why = left_out(_files_of_pages(site.content, changed).get(name, (None,)), site.settings)
    if why is None or why_left_out(document.source.text[:_HEAD], site.settings):
        return None
    values = {"name": target, "near": why, "folder": ""}
    return Hit(span_of(document, tag.start, tag.end), values, message="held")


def _has_folder(document: Document, site: _Site, path: str) -> bool:
    """Whether the folder that *path* names is there; what makes others may make its pages."""
    folder = os.path.dirname(path.rstrip("/")).lstrip("/")
    beside = os.path.dirname(document.source.path)
    return not folder or any(
        _is_filled(os.path.join(above, folder)) for above in (*site.content, beside)
    )


def _picture_hit(document: Document, tag: TemplateTag) -> Hit | None:
    found = _FIGURE.match(document.body, tag.start, tag.end)
    if found is None or "=" in found["src"]:
        return None
    span = span_of(document, tag.start, tag.end)
    at = document.body_start + found.start("src")
    fix = Fix("unsafe", "Write src= before the address", (Edit(at, at, "src="),))
    values = {"name": found["src"], "near": "", "folder": ""}
    return Hit(span, values, message="picture", severity="warning", fix=fix)


def shown_calls(document: Document) -> Iterator[Hit]:
    """Shortcodes between plain braces, which readers see as they are written."""
    calls = list(_PLAIN_CALL.finditer(document.body))
    if not calls:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    for call in calls:
        if fenced.touch(*call.span()) or loose.touch(*call.span()):
            continue
        span = span_of(document, *call.span())
        edits = (
            Edit(span.start + 2, span.start + 2 + len(call["before"]), "< "),
            Edit(span.end - 2 - len(call["after"]), span.end - 2, " >"),
        )
        fix = Fix("unsafe", "Write it as a shortcode", edits)
        right = f"{{{{< {call['name']} … >}}}}"
        values = {"text": call[0], "name": right}
        yield Hit(span, values, message="shown", severity="warning", fix=fix)


def needless_ends(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Shortcodes that are closed, though their template takes nothing between the two tags."""
    tags = [tag for tag in document.templates.tags if tag.kind == "shortcode"]
    closed = [tag for tag in tags if _is_closed(document, tag)]
    site = _site_of(document, options["root"]) if closed else None
    known = _shortcodes(site) if site is not None else None
    if known is None:
        return
    opened = {tag.name for tag in tags}
    for tag in closed:
        name = tag.name.lstrip("/")
        if known.get(name.lower(), name.lower() not in _CHILDLESS):
            continue
        is_end = tag.name.startswith("/")
        if is_end and name not in opened:
            continue  # an end tag alone is another fault
        span, fix = span_of(document, tag.start, tag.end), None
        if not is_end:
            slash = span.end - 4
            while document.source.text[slash - 1] in " \t":
                slash -= 1
            fix = Fix("safe", "Remove the slash", (Edit(slash, span.end - 3, " "),))
        values = {"text": source_of(document, tag), "name": name}
        yield Hit(span, values, message="inner", fix=fix)


def _is_closed(document: Document, tag: TemplateTag) -> bool:
    if tag.name.startswith("/"):
        return True
    return document.body.endswith(("/>}}", "/%}}"), tag.start, tag.end) and "." not in tag.name


def _site_of(document: Document, root: str) -> _Site | None:
    """What makes the site, where all of it is on the disk and nothing is taken from elsewhere."""
    document.looks_outside = True
    post = os.path.abspath(document.source.path)
    if root:
        site = Path(root)
    elif document.settings.root is None or not os.path.isfile(post):
        return None
    else:
        site = find_site(Path(post).parent)
        if not post.startswith(os.path.join(str(site), "content", "")):
            return None
    own = hugo_settings(site)
    if not own and not root:
        return None
    themes = _themes(site, own)
    if themes is None or not (themes or not own or _has_layouts(site)):
        return None
    texts = [text for _, text in own]
    for theme in themes:
        theirs = hugo_settings(theme)
        if _themes(site, theirs) != []:
            return None
        texts += [text for _, text in theirs]
    settings = _COMMENT.sub("", "\n".join(texts))
    if _ELSEWHERE.search(settings):
        return None
    folders = [str(site), *map(str, themes)]
    return _Site(
        tuple(os.path.join(each, "layouts") for each in folders),
        tuple(os.path.join(each, "content") for each in folders),
        settings,
    )


def _themes(site: Path, settings: Iterable[tuple[str, str]]) -> list[Path] | None:
    """The folders of the themes that *settings* name; ``None`` where they are not all there."""
    names: list[str] = []
    for file, text in settings:
        stem, _, ending = file.partition(".")
        if stem not in ("hugo", "config"):
            continue
        if ending == "json":
            return None
        top = text
        if ending == "toml":
            top = _INDENT.sub("", _TABLE.split(text, maxsplit=1)[0])
        for said in _THEME.findall(top):
            value = said.partition("#")[0].strip()
            if not value or (value[0] == "[" and value[-1] != "]"):
                return None
            names += _NAME.findall(value)
    folders = [site / "themes" / name for name in dict.fromkeys(names)]
    # the folder of a theme that git was not told to fetch is empty
    return folders if all(_is_filled(theme / "layouts") for theme in folders) else None


def _is_filled(folder: str | Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entries)
    except (OSError, ValueError):
        return False


def _has_layouts(site: Path) -> bool:
    """Whether the site has templates for its pages, and not only some in place of a theme's."""
    return any(os.path.exists(site / "layouts" / name) for name in _LAYOUTS)


def _shortcodes(site: _Site) -> Mapping[str, bool] | None:
    """The site's own shortcodes, and whether they may take something between two tags."""
    folders = [os.path.join(above, name) for above in site.layouts for name in _FOLDERS]
    return _read_shortcodes(tuple(folders), tuple(map(changed_at, (*site.layouts, *folders))))


@for_a_run(16)
def _read_shortcodes(
    folders: tuple[str, ...], _changed: tuple[int, ...]
) -> Mapping[str, bool] | None:
    found: dict[str, bool] = {}
    for folder in folders:
        paths = _files(folder)
        if paths is None:
            return None
        for path in paths:
            below = os.path.relpath(path, folder).replace(os.sep, "/")
            above, slash, last = below.rpartition("/")
            name = f"{above}{slash}{last.partition('.')[0]}".lower()
            found[name] = found.get(name, False) or _takes_inner(path)
    return found


def _takes_inner(path: str) -> bool:
    text = read_short(path, _LARGEST)
    return text is None or "Inner" in text


def _files(folder: str) -> list[str] | None:
    """The files below *folder*; ``None`` where there may be others that are not seen."""
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names]
        if not (folders or names or place == folder):
            return None  # git keeps no empty folder, but leaves one for what it did not fetch
        if len(found) > _MOST_FILES or any(
            os.path.islink(os.path.join(place, each)) for each in folders
        ):
            return None
    return found


@for_a_run(16)
def _page_names(content: tuple[str, ...], _changed: tuple[int, ...]) -> frozenset[str] | None:
    """The last parts of the paths of all pages, sections and files."""
    names: set[str] = set()
    for folder in content:
        paths = _files(folder)
        if paths is None or any("_content." in path for path in paths):
            return None  # the latter make pages
        for path in paths:
            stem = os.path.basename(path)
            while stem:
                names.add(_plain_name(stem))
                stem = stem.rpartition(".")[0]
            below = os.path.dirname(os.path.relpath(path, folder))
            names.update(map(_plain_name, below.split(os.sep)))
    return frozenset(names)


@for_a_run(16)
def _files_of_pages(
    content: tuple[str, ...], _changed: tuple[int, ...]
) -> Mapping[str, tuple[str | None, ...]]:
    """The files of pages by their names; ``None`` stands for a section, and for what is no page."""
    found: dict[str, set[str | None]] = {}
    for folder in content:
        paths = _files(folder) or ()
        bundles = {os.path.dirname(path) for path in paths if _stem(path) == "index"}
        for path in paths:
            above, stem = os.path.dirname(path), _stem(path)
            is_page = path.endswith(_PAGES) and (above in bundles) == (stem == "index")
            name = os.path.basename(above) if stem == "index" else os.path.basename(path)
            while name:
                found.setdefault(_plain_name(name), set()).add(path if is_page else None)
                name = name.rpartition(".")[0]
            if above not in bundles:
                below = os.path.relpath(above, folder)
            else:
                below = os.path.relpath(os.path.dirname(above), folder)
            for each in below.split(os.sep):
                found.setdefault(_plain_name(each), set()).add(None)
    return {name: tuple(paths) for name, paths in found.items()}


def _stem(path: str) -> str:
    return os.path.basename(path).partition(".")[0]


def _last(path: str) -> str:
    """The last part of a page's *path*, without what its file alone has."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    if parts and parts[-1] in ("index.md", "_index.md", "index", "_index"):
        del parts[-1]
    if not parts:
        return ""
    stem, dot, ending = parts[-1].rpartition(".")
    return _plain_name(stem if dot and ending in ("md", "html", "markdown") else parts[-1])


def _plain_name(name: str) -> str:
    """*name* without all that generators may change in it."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_plain_name, _BETWEEN.split(text)))


@for_a_run(8)
def _words_in_heads(content: tuple[str, ...], _changed: tuple[int, ...]) -> frozenset[str]:
    """What the front matter of all pages says between commas, quotes and the like."""
    words: set[str] = set()
    for folder in content:
        for path in _files(folder) or ():
            if not path.endswith(_PAGES):
                continue
            matter = _MATTER.match(read_start(path, _HEAD) or "")
            words.update(_words(_ADDRESS.sub("", matter[0])) if matter is not None else ())
    return frozenset(words)

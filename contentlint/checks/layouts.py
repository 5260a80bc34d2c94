"""Looks into a site's own layouts: whether they show a heading above the text of a post."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contentlint.patterns import pattern
from contentlint.reading import read_short
from contentlint.site_memory import for_a_run

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["shows_title"]

_FOLDERS: Final = {
    "eleventy": ("_includes", "src/_includes", "_layouts", "src/_layouts"),
    "jekyll": ("_layouts", "_includes"),
}
"""Where a generator finds layouts, and the parts that these take in, by their names."""
_ENDS: Final = ("", ".html", ".njk", ".liquid", ".webc")
_HIDDEN: Final = pattern(r"<(style|script)\b|<!--", re.IGNORECASE)
_HEADING: Final = pattern(r"\bh1\b", re.IGNORECASE)
_MATTER: Final = pattern(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_LAYOUT: Final = pattern(r"^layout[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_PART: Final = pattern(
    r"\{%-?[ \t]*(?:include|render|extends|import|from)\w*[ \t]+[\"']?([^\s\"'%,]+)"
)
_MODULE: Final = pattern(r"\bimport\b[^;\"'\n]*[\"']([^\"'\n]+\.(?:astro|jsx|tsx|vue|svelte))[\"']")
_MOST: Final = 16


def shows_title(document: Document) -> bool:
    """Whether the site may show the title of *document* as a heading above its text.

    It does not if the layout that the post names is at hand, with all parts of it, and has none.
    """
    if not document.may_show_title:
        return False
    layout, generators = document.front_matter.values.get("layout"), document.settings.generators
    generator = next(iter(generators)) if len(generators) == 1 else ""
    if not isinstance(layout, str) or generator not in ("astro", *_FOLDERS):
        return True
    root = document.look_outside()
    post = Path(document.source.path)
    return root is None or not _lacks_heading(generator, root, post.parent, layout)


@for_a_run(256)
def _lacks_heading(generator: str, root: Path, folder: Path, layout: str) -> bool:
    """Whether the *layout* that a post in *folder* names has no first-level heading."""
    wanted: list[tuple[Path, str]] = [(folder, layout)]
    seen: set[Path] = set()
    while wanted:
        path = _find(generator, root, *wanted.pop())
        text = read_short(path) if path is not None else None
        if path is None or text is None or len(seen) > _MOST:
            return False
        if path in seen:
            continue
        seen.add(path)
        if any(_HEADING.search(part) for part in _shown(text)):
            return False
        wanted += [(path.parent, name) for name in _parts(generator, text)]
    return True


def _shown(text: str) -> Iterator[str]:
    """What of a layout is no style sheet, program or comment."""
    at = 0
    for hidden in _HIDDEN.finditer(text):
        if hidden.start() < at:
            continue
        end = text.find(f"</{hidden[1]}" if hidden[1] else "-->", hidden.end())
        if end < 0:
            break
        yield text[at : hidden.start()]
        at = end
    yield text[at:]


def _find(generator: str, root: Path, folder: Path, name: str) -> Path | None:
    """The file of a layout, or of a part of one, if it is at hand."""
    if generator == "astro":
        is_known = name.startswith(("/", "."))
        places = [root / name[1:] if name[0] == "/" else folder / name] if is_known else []
    else:
        folders = [root / each for each in _FOLDERS[generator]]
        places = [each / f"{name}{end}" for each in folders for end in _ENDS]
    top = os.path.join(os.path.realpath(root), "")
    for place in places:
        if place.suffix and os.path.isfile(place) and os.path.realpath(place).startswith(top):
            return place
    return None


def _parts(generator: str, text: str) -> Iterator[str]:
    """The names of what *text*, a layout or a part of one, takes in."""
    if generator == "astro":
        yield from _MODULE.findall(text)
        return
    matter = _MATTER.match(text)
    if matter is not None:
        yield from _LAYOUT.findall(matter[1])
    yield from _PART.findall(text)

"""Finds what Vue adds to Markdown in VitePress: its attributes, components, scripts and styles."""

from __future__ import annotations

import re
from itertools import chain

from contentlint.document.nesting import names_of
from contentlint.document.template_mdx import Scanner, is_void
from contentlint.document.template_tags import TemplateTag
from contentlint.patterns import pattern

__all__ = ["merge_component_tags", "merge_vue_tags"]

_TOKEN = pattern(
    r"^[ \t>]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|^ {0,3}(?P<block><(?:script|style)(?=[\s>]))"
    r"|(?P<ticks>`+)"
    r"|\\."
    r"|(?P<comment><!--)"
    r"|(?P<tag><)(?=/?[A-Za-z])",
    re.MULTILINE,
)
_ATTRIBUTE = pattern(
    r"(?<=\s)(?P<name>[^\s\"'<>/=]+)"
    r"(?:\s*=\s*(?:\"(?P<value>[^\"]*)\"|'(?P<single>[^']*)'|[^\s\"'=<>`]+))?",
    re.DOTALL,
)
# what an element must have may be computed
_BINDING = pattern(r"(:|v-bind:)(alt|href|src)")
_PLAIN_NAME = pattern(r"[A-Za-z_:][\w.:-]*", re.ASCII)
_CAPITAL = pattern(r"</?[A-Z]")
# with capitals these are components; a mask of a shorter name has no room
_ELEMENTS = names_of(
    "article aside audio base body button canvas caption center code col data details dialog "
    "div embed figure font footer form frame head header html iframe image img input label "
    "legend link main map mark marquee menu meta meter nav noscript object option output "
    "param picture progress script search section select slot small source span strong style "
    "summary table template textarea time title track video"
)


def merge_vue_tags(body: str, tags: list[TemplateTag]) -> list[TemplateTag]:
    """*tags* of *body* and those of Vue, in order; of what overlaps, the first is kept."""
    return _merge(tags, _VueScanner(body).scan())


def merge_component_tags(body: str, tags: list[TemplateTag]) -> list[TemplateTag]:
    """*tags* of *body* and its components whose names differ from HTML's in capitals alone."""
    if _CAPITAL.search(body) is None:
        return tags
    return _merge(tags, _ComponentScanner(body).scan())


def _merge(tags: list[TemplateTag], others: list[TemplateTag]) -> list[TemplateTag]:
    merged: list[TemplateTag] = []
    for tag in sorted(chain(tags, others)):
        if not merged or tag.start >= merged[-1].end:
            merged.append(tag)
    return merged


class _ComponentScanner(Scanner):
    """Finds ``<Summary>`` and ``</Summary>``, which the program that makes the page knows apart."""

    token = _TOKEN

    def _read_tag(self, start: int, name: str, begin: int, end: int) -> int:
        if ":" in name:
            return begin  # an address between < and >
        plain = name.removeprefix("/")
        if not plain[:1].isupper():
            return end
        if name == plain and self._closes_itself(begin, end) and not is_void(name):
            return self._add(start, end, "component", name)
        return end if plain.isupper() else self._hide_name(plain, begin, end)

    def _hide_name(self, name: str, begin: int, end: int) -> int:
        if name.lower() in _ELEMENTS:
            self._add(begin - len(name), begin, "component-name", "")
        return end

    def _read_block(self, match: re.Match[str]) -> int:
        return match.end()


class _VueScanner(_ComponentScanner):
    def __init__(self, body: str) -> None:
        super().__init__(body)
        self._endless: set[str] = set()

    def _read_tag(self, start: int, name: str, begin: int, end: int) -> int:
        """A tag that closes itself is a component; of others, what Markdown would stumble over."""
        if ":" in name:
            return begin  # an address between < and >
        if name[:1] == "/":
            return super()._read_tag(start, name, begin, end)
        if self._closes_itself(begin, end) and not is_void(name):
            return self._add(start, end, "component", name)
        if name[:1].isupper() and not name.isupper():
            self._hide_name(name, begin, end)
        attributes = list(_ATTRIBUTE.finditer(self._body, begin, end))
        names = {match["name"] for match in attributes}
        for match in attributes:
            bound = _BINDING.fullmatch(match["name"])
            if not _PLAIN_NAME.fullmatch(match["name"]):
                self._add(match.start(), match.end(), "vue-attribute", "")
            elif bound is not None and bound[2] not in names:
                self._add_binding(match, len(bound[1]))
        return end

    def _add_binding(self, match: re.Match[str], sign: int) -> None:
        start, end = match.span("value" if match["value"] else "single")
        if start < end:
            self._add(match.start(), match.start() + sign, "vue-binding", "")
            self._add(start, end, "vue-value", "")

    def _read_block(self, match: re.Match[str]) -> int:
        """A script or style that is taken out of the page, unless it is another site's."""
        start, at = match.span("block")
        end = self._tag_end(at)
        if end < 0 or any(
            each["name"] == "src" for each in _ATTRIBUTE.finditer(self._body, at, end)
        ):
            return at
        name = self._body[start + 1 : at]
        close = -1 if name in self._endless else self._body.find(f"</{name}>", end)
        if close < 0:
            self._endless.add(name)  # whatever begins further down has no end either
            return at
        return self._add(start, close + len(name) + 3, "vue-block", name)

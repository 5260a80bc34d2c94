"""Finds the template tags of a body: Nunjucks, Liquid and Hugo shortcodes.

A tag ends at the first closing marker, as the generators' own scanners have it.  What has no
closing marker, or reaches over lines as no tag does (LaTeX, C++ initialisers), is text.
"""

from __future__ import annotations

import re

from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["RAW_TAGS", "TemplateTag", "find_brace_tags"]

_OPENERS = pattern(r"\{\{[<%]|\{\{/\*|\{\{|\{%|\{#")
_TAG_NAME = pattern(r"\{%[-+]?\s*([A-Za-z_](?:[\w.]|-(?!%\}))*+)")
_CALL = pattern(r"\{%[-+]?\s*[\w.-]+\s*\(")
_SHORTCODE_NAME = pattern(r"\{\{[<%]\s*(/?\s*[^\W\d][\w./-]*)")
_VARIABLE_NAME = pattern(r"\{\{[-~]?\s*([A-Za-z_$][\w$.-]*)")
# a text between quotation marks may hold braces: it is how templates show them
_LITERAL = pattern(r"\{\{-?\s{0,20}(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')\s{0,20}-?\}\}")
_FENCE_LINE = pattern(r"\n[ \t>]*(?:```|~~~)")
_BLANK_LINE = pattern(r"\n[ \t]*\n")
# blocks whose content the generator takes as it stands: as text, or as code
RAW_TAGS = frozenset({"raw", "verbatim"})
_OPAQUE = frozenset(
    {
        "code",
        "code-toggle",
        "codeblock",
        "comment",
        "graphviz",
        "highlight",
        "katex",
        "math",
        "mermaid",
        "plantuml",
    }
)
_RAW_TAG = pattern(r"\{%-?\s*+(?:raw|verbatim)\b")
_LONGEST = 5000
_LONGEST_VARIABLE = 1000


class TemplateTag(NamedTuple):
    """A template tag at ``[start, end)`` of the body.

    *kind* is ``variable``, ``tag``, ``comment``, ``shortcode``, ``mdx-import``,
    ``mdx-expression``, ``mdx-component``, or Vue's ``component``, ``vue-attribute`` (with its
    value), ``vue-binding`` (the sign before a name whose ``vue-value`` is computed) and
    ``vue-block`` (a script or style), or ``component-name`` (one that differs from an element's in
    capitals alone); *name* is the tag's own (``if``, ``/figure``,
    ``page.title``), ``""`` where it has none.  A block of code, from ``{% highlight %}`` to
    ``{% endhighlight %}``, is one tag.
    """

    start: int
    end: int
    kind: str
    name: str


def find_brace_tags(body: str, dialects: frozenset[str]) -> list[TemplateTag]:
    """The tags of *body*, in order and without overlap, in linear time."""
    return _Scanner(body, dialects).scan()


class _Scanner:
    def __init__(self, body: str, dialects: frozenset[str]) -> None:
        self._body = body
        self._shortcodes = "hugo" in dialects
        self._braces = bool(dialects & {"nunjucks", "liquid"})
        self._comments = "nunjucks" in dialects
        self._nests = "nested-raw" in dialects
        self._next: dict[str, int] = {}
        self._tags: list[TemplateTag] = []

    def scan(self) -> list[TemplateTag]:
        at = 0
        while match := _OPENERS.search(self._body, at):
            tag = self._read(match.group(), match.start())
            if tag is None:
                at = match.end() if len(match.group()) == 2 else match.end() - 1
                continue
            self._tags.append(tag)
            at = tag.end
            if tag.kind == "tag" and tag.name in RAW_TAGS:
                at = self._skip_raw(tag)
        return self._tags

    def _find(self, marker: str, start: int) -> int:
        """Like ``str.find``, but no part of the body is ever searched twice for a marker."""
        known = self._next.get(marker, -2)
        if known == -1 or known >= start:
            return known
        known = self._body.find(marker, start)
        self._next[marker] = known
        return known

    def _read(self, opener: str, start: int) -> TemplateTag | None:
        if opener == "{%":
            return self._read_tag(start) if self._braces else None
        if opener == "{#":
            return self._read_comment("{#", "#}", start) if self._comments else None
        if len(opener) > 2 and self._shortcodes:
            if opener == "{{/*":
                return self._read_comment("{{/*", "*/}}", start)
            tag = self._read_shortcode(opener[2], start)
            if tag is not None:
                return tag
        return self._read_variable(start) if self._braces else None

    def _close(self, start: int, opener: str, closer: str, limit: int) -> int:
        """Where the tag that opens at *start* ends; -1 if it does not, or opens again before."""
        inside = start + len(opener)
        end = self._find(closer, inside)
        if end < 0 or end - inside > limit or self._body.find(opener, inside, end) >= 0:
            return -1
        return end + len(closer)

    def _read_tag(self, start: int) -> TemplateTag | None:
        name = _TAG_NAME.match(self._body, start)
        if name is None:
            return None
        end = self._close(start, "{%", "%}", _LONGEST)
        if end < name.end() or _FENCE_LINE.search(self._body, start, end):
            return None
        tag = TemplateTag(start, end, "tag", name.group(1))
        return self._extend(tag, "{%", "end", "%}")

    def _read_shortcode(self, mark: str, start: int) -> TemplateTag | None:
        closer = ">}}" if mark == "<" else "%}}"
        name = _SHORTCODE_NAME.match(self._body, start)
        if name is None:
            # {{</* figure */>}} shows a shortcode instead of running it
            shown = self._body.startswith("/*", start + 3)
            return self._read_comment("{{" + mark, "*/" + closer, start) if shown else None
        end = self._close(start, "{{" + mark, closer, _LONGEST)
        if end < name.end() or _FENCE_LINE.search(self._body, start, end):
            return None
        tag = TemplateTag(start, end, "shortcode", re.sub(r"\s", "", name.group(1)))
        if self._body.startswith("/", end - len(closer) - 1):
            return tag
        return self._extend(tag, "{{" + mark, "/", closer)

    def _extend(self, tag: TemplateTag, opener: str, prefix: str, closer: str) -> TemplateTag:
        """Let a tag whose content is code reach to the end of its block."""
        if tag.name not in _OPAQUE and not self._names_language(tag):
            return tag
        end = self._block_end(tag, opener, prefix, closer)
        return tag if end is None else tag._replace(end=end[1])

    def _names_language(self, tag: TemplateTag) -> bool:
        """Whether a shortcode says in which language its code is, as the tabs of Docsy do."""
        if tag.kind != "shortcode" or tag.end - tag.start < len("{{< tab lang= >}}"):
            return False
        if self._body.find(" codelang=", tag.start, tag.end) > 0:
            return True
        return tag.name == "tab" and self._body.find(" lang=", tag.start, tag.end) > 0

    def _block_end(
        self, tag: TemplateTag, opener: str, prefix: str, closer: str
    ) -> tuple[int, int] | None:
        """The range of the next end tag of *tag*'s block."""
        # Zola calls its shortcodes, and ends each with {% end %}
        name = "" if _CALL.match(self._body, tag.start, tag.end) else tag.name
        key = f"{opener}{prefix}{name}"
        known = self._next.get(key, -2)
        if known == -1:
            return None
        pattern = rf"{re.escape(opener)}[-+]?\s*{prefix}\s*{name}\s*[-+]?{re.escape(closer)}"
        match = re.compile(pattern).search(self._body, tag.end)
        if match is None:
            self._next[key] = -1
            return None
        return match.start(), match.end()

    def _skip_raw(self, tag: TemplateTag) -> int:
        """Where to go on after a raw block was opened: at its end tag, if it has one."""
        if self._nests:
            outer = self._outer_end(tag)
            if outer >= 0:
                return outer
        end = self._block_end(tag, "{%", "end", "%}")
        if end is None:
            return tag.end
        start, after = end
        if self._body.startswith("-", start + 2):
            # Nunjucks, LiquidJS and Liquid before 5.5, as Jekyll has it, take it for text
            plain = self._plain_end(tag.name, after)
            if plain >= 0 and not _RAW_TAG.search(self._body, after, plain):
                return plain
        return start

    def _outer_end(self, tag: TemplateTag) -> int:
        """Where the end tag of a raw block stands that may hold others, as in Nunjucks; else -1."""
        depth = 1
        mark = re.compile(rf"\{{%\s*+(end)?{tag.name}\s*+%\}}")
        for found in mark.finditer(self._body, tag.end):
            depth += -1 if found[1] else 1
            if not depth:
                return found.start()
        self._nests = False  # nor will the next be worth the look
        return -1

    def _plain_end(self, name: str, start: int) -> int:
        """Where the next end tag of a raw block stands that takes no blanks before it; -1 if none.

        As with `_find`, no part of the body is ever searched twice.
        """
        key = f"plain {name}"
        known = self._next.get(key, -2)
        if known == -1 or known >= start:
            return known
        match = re.compile(rf"\{{%\s*+end{name}\s*+-?%\}}").search(self._body, start)
        self._next[key] = -1 if match is None else match.start()
        return self._next[key]

    def _read_comment(self, opener: str, closer: str, start: int) -> TemplateTag | None:
        end = self._close(start, opener, closer, _LONGEST)
        return None if end < 0 else TemplateTag(start, end, "comment", "")

    def _read_variable(self, start: int) -> TemplateTag | None:
        literal = _LITERAL.match(self._body, start) if self._comments else None
        if literal is not None:
            return TemplateTag(start, literal.end(), "variable", "")
        end = self._close(start, "{{", "}}", _LONGEST_VARIABLE)
        if end < 0:
            return None
        if self._body.startswith("}", end) and self._body.startswith("{", start + 2):
            end += 1  # {{{ … }}}
        content = self._body[start + 2 : end - 2]
        if "\n" in content and not _may_span_lines(content):
            return None
        name = _VARIABLE_NAME.match(self._body, start)
        return TemplateTag(start, end, "variable", name.group(1) if name else "")


def _may_span_lines(content: str) -> bool:
    """Whether a ``{{ … }}`` with a line end in it looks like an expression after all."""
    if _BLANK_LINE.search(content) or _FENCE_LINE.search(content) or ";" in content:
        return False
    depth = 0
    for character in content:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0 and _VARIABLE_NAME.match("{{" + content) is not None

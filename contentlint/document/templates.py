"""Masks template tags, so that they are neither markup nor text and what surrounds them stays.

Every tag is replaced by characters of equal number.  Which ones depends on where it stands:

- alone on its line, it becomes an HTML comment, as Hexo makes it before Markdown runs; but Hugo
  puts a word in its place, so between two lines of a paragraph a shortcode is running text;
- at the beginning of a line of block markup, as in ``{% if x %}<p>``, likewise: generators run the
  tags first, so that for Markdown the line begins with the markup;
- in running text, a destination or an attribute value, a unique URL-like token (``qz:12xxx``),
  which survives wherever a word, a URL or a value may stand;
- as part of a tag's or an attribute's name, a name of that kind: equal tags give equal tag names,
  so that a start tag and its end tag still fit, while attribute names stay unique; and
  ``<h{{ level }}>`` is a heading.

Tags inside code are masked along with the rest; that is harmless, because rules about text look at
the original, and whoever needs to tell them apart compares with the code blocks and code spans of
the source map.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from contentlint.document.masks import MASK, letters
from contentlint.document.spellings import names_of
from contentlint.document.template_mdx import find_mdx_tags
from contentlint.document.template_tags import TemplateTag, find_brace_tags
from contentlint.document.template_vue import merge_component_tags, merge_vue_tags
from contentlint.patterns import pattern

__all__ = ["TemplateTag", "Templates", "mask"]

# where only elements may stand, text would be thrown out
_ELEMENTS_ONLY = pattern(
    r"(?:<(?:table|thead|tbody|tfoot|tr|colgroup|ul|ol|dl|select|optgroup)(?:\s[^<>]*)?>"
    r"|</(?:thead|tbody|tfoot|tr|td|th|caption|li|dd|dt|option|optgroup)\s*>)\s*\Z",
    re.IGNORECASE,
)
# after tags that write nothing themselves, markup begins its line all the same
_BLOCK_FOLLOWS = pattern(
    r"(?:[ \t]*\{%[^%\n]{0,200}%\}){0,3}[ \t]*</?(?:address|article|aside|blockquote|center|dd|"
    r"details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|"
    r"section|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>])"
    r"|[ \t]*<pre(?=[\s>])[^\n]*</pre>",
    re.IGNORECASE,
)
# a box or a tab of MkDocs, and what is indented below its first line
_BOX = pattern(
    r"^(?P<line>(?P<indent>[ ]*+)(?:!!!|\?\?\?\+?|===[+!]?)[ ]+[\"\w][^\n]*+)"
    r"(?P<content>(?:\n(?P=indent)[ ]{4}[^\n]*+)++)",
    re.MULTILINE,
)
_BLOCK_TAG = pattern(
    r"</?(?:address|article|aside|blockquote|center|details|div|dl|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|summary|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)
# so much above and below a tag is looked at
_NEAR = 500
_MARGIN = " \t>"
_BEGINS_BLOCK = pattern(r"[ \t>]*(?:<|\{\{[<%][ \t]*/)")
_URL_REST = pattern(r"[^\s<>\"'{}]{0,200}>")
_HEADING_OPENINGS = ("<h", "/h", "<H", "/H")
_BLANK_LINE = pattern(r"\n[ \t]*+\n")
_COMPONENTS = ("mdx-component", "component")
_SHORTEST_COMMENT = len("<!---->")
_SHORTEST_BREAK = len("<wbr>")


# what begins an HTML block wherever it begins a line (CommonMark, 4.6, the sixth kind)
_BLOCKS = names_of(
    "address article aside base basefont blockquote body caption center col colgroup dd "
    "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 "
    "h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol "
    "optgroup option p param search section summary table tbody td tfoot th thead title tr "
    "track ul"
)


class Templates:
    """The masked body (equal in length) and its tags, in order and without overlap."""

    __slots__ = ("_ends", "_spellings", "tags", "text")

    def __init__(self, text: str, tags: list[TemplateTag]) -> None:
        self.text = text
        self.tags = tags
        self._ends: list[int] | None = None
        self._spellings: dict[str, str] | None = None

    def unmask(self, words: str, body: str) -> str:
        """*words*, one line, with the tags masked in them (and perhaps cut off) as in *body*."""
        if words.isascii() and "q" not in words:
            return words
        if self._spellings is None:
            self._spellings = {
                self.text[start:end].strip(): " ".join(body[start:end].split())
                for start, end, _, _ in self.tags
            }
        return MASK.sub(self._spelling, words)

    def _spelling(self, match: re.Match[str]) -> str:
        """The tag whose mask *match* is, begins with (words follow it), or is the beginning of."""
        token, spellings = match.group(), self._spellings or {}
        for end in range(len(token), 1, -1):
            if token[:end] in spellings:
                return spellings[token[:end]] + token[end:]
        if match.string[match.end() : match.end() + 1] not in ("", "…"):
            return token
        return next((words for mask, words in spellings.items() if mask.startswith(token)), token)

    def overlap(self, start: int, end: int) -> bool:
        """Whether any tag shares a character with ``[start, end)`` of the body."""
        if not self.tags:
            return False
        if self._ends is None:
            self._ends = [tag.end for tag in self.tags]
        first = bisect_right(self._ends, start)
        return first < len(self.tags) and self.tags[first].start < end


def mask(body: str, dialects: frozenset[str], *, html: bool = False) -> Templates:
    """Mask the template tags of *body*; the very same string comes back where there is none.

    *dialects*: ``nunjucks`` and ``liquid`` (variables, tags; the former also comments), ``hugo``
    (shortcodes), ``nested-raw`` (raw blocks may hold others), ``vue``, ``components`` (those named
    like elements); or ``mdx``, which stands for itself alone: its braces are JavaScript, and
    ``docusaurus`` beside it takes fences of its away.
    *html* says that the body is no Markdown; ``boxes`` that MkDocs reads what is indented below a
    box as Markdown of its own: nobody else does, so that it is no paragraph, at least.
    """
    tags: list[TemplateTag] = []
    if "mdx" in dialects:
        tags = find_mdx_tags(body, unwraps="docusaurus" in dialects)
    elif "{" in body and ("{{" in body or "{%" in body or "{#" in body):
        tags = find_brace_tags(body, dialects)
    if "vue" in dialects and "<" in body:
        tags = merge_vue_tags(body, tags)
    elif "components" in dialects and "<" in body and not html:
        tags = merge_component_tags(body, tags)
    text = _Masker(body, tags, html).mask() if tags else body
    return Templates(_BOX.sub(_hide_box, text) if "boxes" in dialects else text, tags)


def _hide_box(found: re.Match[str]) -> str:
    """The first line of a box goes where blocks stand right below it: so they read as code."""
    line, content = found["line"], found["content"]
    if _BLOCK_TAG.search(content) is None:
        return found[0]
    return " " * len(line) + content


class _Masker:
    def __init__(self, body: str, tags: list[TemplateTag], html: bool) -> None:
        self._body = body
        self._tags = tags
        self._counters: dict[int, int] = {}
        self._names: dict[str, str] = {}
        self._closed_names = {
            self._source(tag) for tag in tags if body[max(0, tag.start - 2) : tag.start] == "</"
        }
        self._context = _Context(html)
        self._html = html
        self._ends: set[str] | None = None
        self._was_alone = False
        self._like_code = False
        self._follows_markup = False

    def mask(self) -> str:
        out = []
        done = 0
        alone = _find_alone(self._body, self._tags)
        for tag, (clean_before, clean_after) in zip(self._tags, alone, strict=True):
            chunk = self._body[done : tag.start]
            out.append(chunk)
            self._context.feed(chunk)
            self._feed_line(chunk)
            out.append(self._replace(tag, clean_before, clean_after))
            self._was_alone = clean_before and clean_after
            done = tag.end
        out.append(self._body[done:])
        return "".join(out)

    def _feed_line(self, chunk: str) -> None:
        """Note whether the tag's line is indented like code, and may be, and what stands above."""
        *above, line = chunk.rsplit("\n", 2)
        if not above:
            return  # still on the line of the tag before
        self._follows_markup = above[-1].lstrip()[:1] == "<"
        is_free = not above[-1].strip() if len(above) == 2 else self._was_alone
        self._like_code = is_free and line.isspace() and len(line.expandtabs(4)) >= 4

    def _source(self, tag: TemplateTag) -> str:
        return self._body[tag.start : tag.end]

    def _replace(self, tag: TemplateTag, clean_before: bool, clean_after: bool) -> str:
        length = tag.end - tag.start
        context = self._context
        if tag.kind in ("vue-binding", "mdx-fence"):
            return " " * length
        if context.where == "name":
            if self._body[tag.start - 2 : tag.start] in _HEADING_OPENINGS:
                return "2" + " " * (length - 1)
            if tag.kind == "tag" and self._ends_name(tag):
                return self._attribute_name(length, " ")
            return self._element_name(tag, length)
        if context.where == "attribute":
            return self._attribute_name(length)
        if context.where != "text":
            return self._token(length)
        alone = clean_before and clean_after
        if alone and self._like_code and tag.kind.startswith("mdx-"):
            return " " * length  # MDX has no indented code
        if tag.kind == "component" and clean_before and tag.name.islower():
            mask = self._empty_element(tag, alone)
            if mask:
                return mask
        if tag.kind in _COMPONENTS and not (alone and length >= _SHORTEST_COMMENT):
            return self._component(length, alone, clean_before)
        if length >= _SHORTEST_COMMENT and (
            (alone and tag.kind != "variable" and not self._goes_on(tag))
            or context.elements_only
            or (clean_before and tag.kind == "tag" and _BLOCK_FOLLOWS.match(self._body, tag.end))
        ):
            return _comment(length)
        return self._token(length)

    def _goes_on(self, tag: TemplateTag) -> bool:
        """Whether a shortcode of Hugo, alone on its line, stands in the middle of a paragraph.

        What has an end tag, and what has HTML around it, is taken for a block.
        """
        body = self._body
        if self._html or not body.startswith("{{", tag.start) or tag.name.startswith("/"):
            return False
        below = body[tag.end : tag.end + _NEAR].split("\n", 2)[1:2]
        if not below or not below[0].strip(_MARGIN) or _BEGINS_BLOCK.match(below[0]):
            return False
        above = body[max(0, tag.start - _NEAR) : tag.start].split("\n")[:-1]
        if not above or not above[-1].strip(_MARGIN) or self._has_end(tag):
            return False
        for line in (each.lstrip(_MARGIN) for each in reversed(above)):
            if not line:
                break
            if line.startswith("<"):
                return False
        return True

    def _has_end(self, tag: TemplateTag) -> bool:
        if self._ends is None:
            self._ends = {each.name[1:] for each in self._tags if each.name.startswith("/")}
        return tag.name in self._ends

    def _empty_element(self, tag: TemplateTag, alone: bool) -> str:
        """An element of HTML that ends itself at a line's start: it begins or is in a block."""
        length = tag.end - tag.start
        if tag.name not in _BLOCKS:
            # alone on its line, any tag may begin one
            is_element = alone and "-" not in tag.name and length >= _SHORTEST_BREAK
            return _void("<wbr", length) if is_element else ""
        return "" if self._context.elements_only else _void("<hr", length)

    def _component(self, length: int, alone: bool, clean_before: bool) -> str:
        """A component in a line of text, or one too short for a comment."""
        if alone and length >= _SHORTEST_BREAK and self._follows_markup:
            return _void("<wbr", length)  # an empty line would end the block around it
        if alone:
            return " " * length
        if length >= _SHORTEST_COMMENT and not clean_before:
            return _comment(length)
        if length >= _SHORTEST_BREAK:
            # a comment at a line's start would make the whole line an HTML block
            return _void("<wbr", length)
        return self._token(length)

    def _count(self, length: int) -> int:
        number = self._counters.get(length, 0)
        self._counters[length] = number + 1
        return number

    def _token(self, length: int) -> str:
        number = self._count(length)
        token = f"qz:{number}"
        if len(token) <= length:
            return token + "x" * (length - len(token))
        return letters(number, length)

    def _element_name(self, tag: TemplateTag, length: int) -> str:
        source = self._source(tag)
        if self._context.bare and source not in self._closed_names and self._is_autolink(tag):
            return self._token(length)
        known = self._names.get(source)
        if known is None:
            name = f"q-{len(self._names)}"
            if len(name) > length:
                return self._token(length)
            known = name + "x" * (length - len(name))
            self._names[source] = known
        return known

    def _is_autolink(self, tag: TemplateTag) -> bool:
        """``<{{ url }}/path>``: what follows up to the ``>`` could be part of a URL."""
        return _URL_REST.match(self._body, tag.end) is not None

    def _ends_name(self, tag: TemplateTag) -> bool:
        """``<ul{% if wide %} class="wide"{% endif %}>``: the element's name ends before the tag."""
        body, end = self._body, tag.end
        return body[tag.start - 1].isalnum() and body[end : end + 1] in (" ", "\t", "\n")

    def _attribute_name(self, length: int, space: str = "") -> str:
        space = " " if self._context.after_quote else space
        name = f"{space}data-q{self._count(-length)}"
        if len(name) > length:
            return self._token(length)
        return name + "x" * (length - len(name))


def _void(opening: str, length: int) -> str:
    return opening + " " * (length - len(opening) - 1) + ">"


def _comment(length: int) -> str:
    return "<!--" + "q" * (length - _SHORTEST_COMMENT) + "-->"


def _find_alone(body: str, tags: list[TemplateTag]) -> list[tuple[bool, bool]]:
    """For each tag, whether its line holds nothing but tags before it, and after it."""
    before, clean, done = [], True, 0
    for tag in tags:
        clean = _is_clean(body[done : tag.start], clean, last_line=True)
        before.append(clean)
        done = tag.end
    after, clean, done = [], True, len(body)
    for tag in reversed(tags):
        clean = _is_clean(body[tag.end : done], clean, last_line=False)
        after.append(clean)
        done = tag.start
    return list(zip(before, reversed(after), strict=True))


def _is_clean(chunk: str, otherwise: bool, *, last_line: bool) -> bool:
    """Whether the part of *chunk* on the tag's line is blank, or the prefix of a block quote."""
    if last_line:
        line = chunk.rpartition("\n")
        return not line[2].strip(" \t>") and (bool(line[1]) or otherwise)
    first = chunk.partition("\n")
    return not first[0].strip(" \t") and (bool(first[1]) or otherwise)


class _Context:
    """Where in the markup a tag stands, told from the text before it.

    *where* is ``text``, ``comment``, ``name`` (of a tag), ``attribute`` (its name) or ``value``.
    A blank line ends a tag in Markdown, though not in *html*.
    """

    _OPENING = re.compile(r"<!--|</?[A-Za-z][^\s<>/]*|</?\Z")
    _IN_TAG = re.compile(r"=\s*([\"'])|[<>]|\n[ \t]*\n")
    _IN_HTML_TAG = pattern(r"=\s*([\"'])|[<>]")
    _VALUE_END = re.compile(r"=\s*\Z")

    def __init__(self, html: bool) -> None:
        self._html = html
        self._state = "text"
        self._quote = ""
        self.where = "text"
        self.bare = False  # directly after the <
        self.after_quote = False
        self.elements_only = False

    def feed(self, chunk: str) -> None:
        """Read the text between the last template tag and the next one."""
        at, was = 0, self.where
        opened = -1
        while at < len(chunk):
            if self._state == "text":
                match = self._OPENING.search(chunk, at)
                if match is None:
                    break
                self._state = "comment" if match.group() == "<!--" else "tag"
                opened = at = match.end()
                self.bare = chunk[at - 1] == "<"
            elif self._state == "comment":
                end = chunk.find("-->", at)
                self._state, at = ("text", end + 3) if end >= 0 else ("comment", len(chunk))
            else:
                at = self._feed_tag(chunk, at)
        self._tell_where(chunk, was, opened == len(chunk))

    def _feed_tag(self, chunk: str, at: int) -> int:
        if self._state == "quoted":
            end = chunk.find(self._quote, at)
            blank = None if self._html else _BLANK_LINE.search(chunk, at)
            if blank is not None and not 0 <= end < blank.start():
                self._state = "text"
                return blank.start()
            self._state = "tag" if end >= 0 else "quoted"
            return end + 1 if end >= 0 else len(chunk)
        match = (self._IN_HTML_TAG if self._html else self._IN_TAG).search(chunk, at)
        if match is None:
            return len(chunk)
        if match.group(1):
            self._state, self._quote = "quoted", match.group(1)
            return match.end()
        self._state = "text"
        return match.start() if match.group() == "<" else match.end()

    def _tell_where(self, chunk: str, was: str, at_name: bool) -> None:
        self.after_quote = chunk[-1:] in ('"', "'")
        if self._state != "text":
            self.elements_only = False
        elif chunk and not chunk.isspace():
            self.elements_only = _ELEMENTS_ONLY.search(chunk[-200:]) is not None
        if self._state == "quoted":
            self.where = "value"
        elif self._state != "tag":
            self.where = self._state
        elif at_name or (was == "name" and not chunk):
            self.where = "name"
        elif self._VALUE_END.search(chunk[-50:]) or (was == "value" and chunk.isalnum()):
            self.where = "value"
        else:
            self.where = "attribute"

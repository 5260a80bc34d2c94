"""Posts by a grammar: front matter, Markdown and HTML, well formed, broken, and in between."""

from __future__ import annotations

from typing import NamedTuple

from bench.fuzz.choices import Choices, pick
from bench.fuzz.sites import SITES
from bench.fuzz.words import (
    ATTRIBUTES,
    COMMENTS,
    KEYS,
    NAMES,
    SCALARS,
    TAGS,
    TEMPLATES,
    URLS,
    VALUES,
    WORDS,
)

__all__ = ["Post", "make_post"]

_NEWLINES = ("\n", "\n", "\n", "\r\n", "\r\n", "\r")
_VOID = ("img", "br", "hr", "input", "meta", "link", "source", "col", "embed")
_DEEPEST = 4


class Post(NamedTuple):
    """A file: its name, its bytes, and the site it belongs to (`bench.fuzz.sites`)."""

    name: str
    data: bytes
    site: str = ""

    @property
    def text(self) -> str:
        """What the bytes say; what is no UTF-8 stands as surrogates."""
        return self.data.decode("utf-8", "surrogateescape")


def make_post(choices: Choices) -> Post:
    """One post, decided by *choices*."""
    name = pick(choices, NAMES)
    text = _front_matter(choices)
    text += pick(choices, ("\n\n", "\n", "", "\n")).join(
        _block(choices, 0) for _ in range(choices.number(6))
    )
    text += pick(choices, ("\n", "", "\n\n\n", " "))
    newline = pick(choices, _NEWLINES)
    if newline != "\n":
        kept = choices.number(20) == 1  # newlines of both kinds in one file
        text = text.replace("\n", newline, text.count("\n") // 2 if kept else -1)
    if choices.number(15) == 1:
        text = "\ufeff" + text
    data = text.encode("utf-8", "surrogatepass")
    if choices.number(60) == 1:
        data = text.encode("gb18030", "replace")
    return Post(name, data, pick(choices, SITES))


def _front_matter(choices: Choices) -> str:
    kind = choices.number(11)
    if kind == 0:
        return ""
    fields = [_field(choices, kind) for _ in range(choices.number(6))]
    if kind == 1:
        return "+++\n" + "".join(fields) + pick(choices, ("+++\n", "+++\n\n", "++\n", ""))
    if kind == 2:
        body = ",\n".join(fields)
        return pick(choices, ("{\n%s\n}\n\n", "{%s}\n", "{\n%s,\n}\n", "{\n%s\n\n")).replace(
            "%s", body
        )
    opening = pick(choices, ("---\n", "---\n", "---\n", "--- \n", "\n---\n", "----\n", "", ";;;\n"))
    closing = pick(choices, ("---\n", "---\n\n", "---\n", "--- \n", "...\n", "", "----\n", "---"))
    return opening + "".join(fields) + closing


def _field(choices: Choices, kind: int) -> str:
    key, value = pick(choices, KEYS), pick(choices, SCALARS)
    if kind == 1:
        quoted = value if choices.number(2) == 1 else f'"{value}"'
        return f"{key} = {quoted}\n" if choices.number(9) else f"[{key}]\n"
    if kind == 2:
        return f'"{key}": ' + pick(choices, (f'"{value}"', value, f'["{value}"]', "null", "{}"))
    blank = pick(choices, (" ", " ", " ", "", "  ", "\t"))
    shape = choices.number(12)
    if shape == 1:
        return f"{key}:\n  - {value}\n  - {pick(choices, SCALARS)}\n"
    if shape == 2:
        return f"{key}: [{value}, {pick(choices, SCALARS)}]\n"
    if shape == 3:
        return f"{pick(choices, COMMENTS)}\n# {value}\n"
    if shape == 4:
        return f"  {key}:{blank}{value}\n"
    return f"{key}:{blank}{value}\n"


def _block(choices: Choices, depth: int) -> str:
    makers = (_paragraph, _html, _html, _heading, _list, _quote, _fence, _table, _odd_block)
    return pick(choices, makers)(choices, depth)


def _paragraph(choices: Choices, depth: int) -> str:
    lines = [_line(choices, depth) for _ in range(1 + choices.number(2))]
    return pick(choices, ("\n", "  \n", "\\\n")).join(lines)


def _line(choices: Choices, depth: int) -> str:
    blank = pick(choices, (" ", " ", "", "  "))
    return blank.join(_inline(choices, depth) for _ in range(1 + choices.number(4)))


def _inline(choices: Choices, depth: int) -> str:
    kind = choices.number(15)
    if kind < 6 or depth > _DEEPEST:
        return pick(choices, WORDS)
    inner = _inline(choices, depth + 1)
    if kind == 6:
        mark = pick(choices, ("*", "**", "_", "~~", "`", "``", "$"))
        return mark + inner + (mark if choices.number(5) else "")
    if kind == 7:
        title = pick(choices, ("", ' "t"', " 't'", " (t"))
        return f"[{inner}]({pick(choices, URLS)}{title})"
    if kind == 8:
        return f"![{inner}]({pick(choices, URLS)})"
    if kind == 9:
        return pick(choices, ("[%s][1]", "[%s][]", "[%s]", "[^%s]", "<%s>")).replace("%s", inner)
    if kind == 10:
        return f"<{pick(choices, URLS)}>"
    if kind == 11:
        return pick(choices, TEMPLATES)
    if kind == 12:
        return pick(choices, COMMENTS)
    return _html(choices, depth + 1)


def _html(choices: Choices, depth: int) -> str:
    tag = pick(choices, TAGS)
    start = "<" + tag + "".join(_attribute(choices) for _ in range(choices.number(3)))
    start += pick(choices, (">", ">", ">", ">", " >", "/>", " />", "\n>", ""))
    if tag in _VOID:
        return start
    gap = pick(choices, ("", "", "\n", "\n\n", "\n    "))
    inner = gap.join(_content(choices, depth + 1) for _ in range(choices.number(3)))
    ending = choices.number(11)
    end = f"</{tag}>"
    if ending == 1:
        end = ""
    elif ending == 2:
        end = f"</{pick(choices, TAGS)}>"
    elif ending == 3:
        end += end
    elif ending == 4:
        end = pick(choices, (f"</{tag}", f"</{tag.upper()} >", f"</ {tag}>", f"</{tag} a=b>"))
    return start + gap + inner + gap + end


def _content(choices: Choices, depth: int) -> str:
    if depth > _DEEPEST:
        return pick(choices, WORDS)
    return pick(choices, (_html, _inline, _inline, _block))(choices, depth)


def _attribute(choices: Choices) -> str:
    name = pick(choices, ATTRIBUTES)
    value = pick(choices, URLS) if name in ("href", "src", "srcset") else pick(choices, VALUES)
    blank = pick(choices, (" ", " ", " ", "\n", "", "  "))
    written = pick(choices, ('="%s"', '="%s"', "='%s'", "=%s", "", ' = "%s"', '="%s', '=""%s"'))
    return blank + name + written.replace("%s", value)


def _heading(choices: Choices, depth: int) -> str:
    words = _line(choices, depth + 2)
    kind = choices.number(8)
    if kind == 1:
        return words + "\n" + pick(choices, ("===", "---", "-"))
    return "#" * (1 + choices.number(6)) + pick(choices, (" ", " ", "", "\t")) + words


def _list(choices: Choices, depth: int) -> str:
    mark = pick(choices, ("- ", "* ", "1. ", "1) ", "- [ ] ", "- [x] ", "-", "10. "))
    if depth > 2:
        return mark + pick(choices, WORDS)
    items = []
    for _ in range(1 + choices.number(3)):
        inner = _block(choices, depth + 1) if choices.number(3) == 1 else _line(choices, depth + 1)
        items.append(mark + inner.replace("\n", "\n" + " " * choices.number(5)))
    return pick(choices, ("\n", "\n\n")).join(items)


def _quote(choices: Choices, depth: int) -> str:
    if depth > 2:
        return "> " + pick(choices, WORDS)
    inner = _block(choices, depth + 1)
    return "> " + inner.replace("\n", "\n" + pick(choices, ("> ", ">", "")))


def _fence(choices: Choices, depth: int) -> str:
    inner = _line(choices, depth + 2)
    if choices.number(4) == 1:
        return "    " + inner + "\n\n    " + _html(choices, _DEEPEST)
    mark = pick(choices, ("```", "~~~", "````", "{% codeblock %}"))
    language = pick(choices, ("", "python", "html", " js {1}", "`"))
    return f"{mark}{language}\n{inner}\n" + (mark if choices.number(6) else "")


def _table(choices: Choices, depth: int) -> str:
    if depth > 2:
        return "| a |"
    rows = [f"| {_inline(choices, depth + 2)} | {_inline(choices, depth + 2)} |" for _ in range(3)]
    rows.insert(1, pick(choices, ("| --- | --- |", "|:--|--:|", "| --- |", "---|---")))
    return "\n".join(rows)


def _odd_block(choices: Choices, depth: int) -> str:
    kind = choices.number(7)
    if kind == 0:
        return pick(choices, ("---", "***", "___", "- - -"))
    if kind == 1:
        return f"[1]: {pick(choices, URLS)} 'x'"
    if kind == 2:
        return f"[^{pick(choices, WORDS)}]: {_inline(choices, depth + 2)}"
    if kind == 3:
        return pick(choices, COMMENTS)
    if kind == 4:
        return pick(choices, TEMPLATES)
    if kind == 5:
        return "    " + _html(choices, _DEEPEST)
    if kind == 6:
        return "<!DOCTYPE html>\n<html><head><title>x</title></head><body>"
    return _html(choices, depth + 1) + "\n\n    " + _html(choices, _DEEPEST)

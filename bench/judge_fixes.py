"""Judge fixes by other eyes: python-frontmatter's values and html5lib's text, before and after."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import frontmatter
import html5lib
import yaml

from contentlint.document import Document
from contentlint.source import Source

__all__ = ["judge_safe_fix"]

_UNSEEN = ("script", "style", "template", "title", "head", "noscript", "pre")


_COMMENT = re.compile(r"\{/\*.*?\*/\}")
"""A comment of MDX, which nobody sees."""

_OTHERWISE = ("<template", "<select")
"""html5lib shows what the one holds, and drops the tags in the other: browsers no longer do."""


def judge_safe_fix(before: str, after: str, name: str = "post.md") -> str | None:
    """Say what a reader or a generator would miss after a *safe* fix, or ``None``."""
    return _judge_values(before, after) or _judge_text(before, after, name)


def _values(text: str) -> dict[str, Any] | None:
    try:
        values, _ = frontmatter.parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError):
        return None
    return values if isinstance(values, dict) else None


def _judge_values(before: str, after: str) -> str | None:
    old, new = _values(before), _values(after)
    if not old:  # unreadable, empty, or not seen at all
        return None
    if new is None:
        return "the front matter was readable and is no more"
    new.update({_seen(str(key)): value for key, value in new.items()})
    for key, value in ((_seen(str(key)), value) for key, value in old.items()):
        if key not in new:
            return f"the field {key!r} is gone"
        if not _same(value, new[key], before):
            return f"the field {key!r} was {value!r} and is {new[key]!r}"
    return None


# hours of one or two digits, which browsers and Hexo read, and the email module takes for others
_SHORT_ZONE = re.compile(r"\d[+-]\d{1,3}\W*\Z")


def _same(old: Any, new: Any, source: str) -> bool:
    # a list in itself has a text, too
    if type(old) is type(new) and (str(old) == str(new) or old == new):
        return True
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(
            _same(a, b, source) for a, b in zip(old, new, strict=True)
        )
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[k], new[k], source) for k in old)
    if isinstance(new, str) and not isinstance(old, str):
        return new in source  # the exact spelling that stood there
    if isinstance(old, str) and isinstance(new, str) and _visible(old) == _visible(new):
        return True
    return _instant(old) is not None and _instant(old) == _instant(new)


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        text = _seen(value)
        try:
            if _SHORT_ZONE.search(text):
                raise ValueError(text)
            value = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            from contentlint.dates import read_date

            value = read_date(text)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) - (value.utcoffset() or datetime.min - datetime.min)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return None


def _seen(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))


def _visible(text: str) -> str:
    return "".join(
        c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )


def _judge_text(before: str, after: str, name: str) -> str | None:
    """Words a reader saw must still be there; code that became markup may add or drop tags."""
    if any(tag in before.lower() for tag in _OTHERWISE):
        return None
    old, new = page_text(before, name), page_text(after, name)
    if old == new:
        return None
    code_before, code_after = page_text(before, name, code=True), page_text(after, name, code=True)
    if code_before != code_after:  # code may have become markup: its words are all there
        # stars in code are letters, and may be emphasis where it is none
        stars = Counter(each for each in code_before if each in "*_`")
        for read in (str, _as_markdown):
            were, are = _letters(old, before, name, read), _letters(new, after, name, read)
            if are <= were <= are + stars:
                return None
    return f"the reader's text changed: {_first_difference(old, new)}"


def _as_markdown(code: str) -> str:
    return Document(Source.from_text(f"{code}\n", "code.md")).page.html


def _letters(prose: str, text: str, name: str, read: Callable[[str], str]) -> Counter[str]:
    """The characters of *prose* and of code as the markup it was meant to be: *read* has it."""
    parts: list[str] = []
    document = Document(Source.from_text(text, name))
    for code in document.page.dom.select("pre"):
        html = read(code.text.rstrip())
        tree = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
        _walk(tree, parts, None)
    return Counter(prose + _visible("".join(parts)))


def _first_difference(old: str, new: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return f"{old[max(0, at - 10) : at + 30]!r} became {new[max(0, at - 10) : at + 30]!r}"


def page_text(text: str, name: str, *, code: bool | None = False) -> str:
    """The visible characters of the page by html5lib: outside <pre>, inside, or both (``None``)."""
    document = Document(Source.from_text(text, name))
    tree = html5lib.parse(document.page.html, treebuilder="etree", namespaceHTMLElements=False)
    parts: list[str] = []
    _walk(tree, parts, code)
    shown = " ".join("".join(parts).split())
    if document.templates.tags:
        # a tag counts for what it says, whatever stands in for it while the page is read
        shown = document.templates.unmask(shown, document.body)
        shown = _COMMENT.sub("", shown) if document.is_mdx else shown
    return _visible(shown)


def _walk(element: Any, parts: list[str], code: bool | None) -> None:
    stack: list[tuple[Any, bool, bool]] = [(element, False, False)]
    while stack:
        node, in_code, is_tail = stack.pop()
        if is_tail:
            if node.tail and code in (None, in_code):
                parts.append(node.tail)
            continue
        if not isinstance(node.tag, str):
            continue
        if node.tag in _UNSEEN and node.tag != "pre":
            continue
        inside = in_code or node.tag == "pre"
        if node.text and code in (None, inside):
            parts.append(node.text)
        for child in reversed(list(node)):
            stack.append((child, inside, True))
            stack.append((child, inside, False))

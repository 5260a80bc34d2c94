"""What MDX does not take in a tag: values without quotes, names with signs, styles as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from contentlint.checks.expressions import is_broken
from contentlint.checks.mdx_blocks import FaultParts
from contentlint.findings import Edit
from contentlint.patterns import pattern

__all__ = ["find_faults"]

_PART: Final = pattern(
    r"(?P<brace>\{)"
    r"|(?P<name>(?<=[\s\"'])[^\s\"'<>/={}]+)(?P<equals>\s*=\s*)?+"
    r"(?:(?P<value>\"[^\"]*\"|'[^']*')|(?P<bare>(?<==)[\w.,:;%#?&+/@-]+?(?=\s|/?>)))?"
    r"|\"[^\"]*\"|'[^']*'"
)
_DECLARATION: Final = pattern(r"\s*(-?[a-z]+(?:-[a-z]+)*)\s*:\s*([^:;'\"{}\\!()]+?)\s*(?:;|\Z)")


def find_faults(
    body: str, begin: int, end: int, match_brace: Callable[[int], int], *, with_styles: bool
) -> Iterator[FaultParts]:
    """The faults of the attributes that stand in *body* from *begin* to *end*."""
    at = begin
    while part := _PART.search(body, at, end):
        at = max(part.end(), match_brace(part.start()) if part["brace"] else 0)
        if part["brace"]:
            code = body[part.end() : at - 1].strip()
            if code.removeprefix("...") == code and (not code or is_broken(code, jsx=True)):
                yield part.start(), at, "value", "", ()
        if part["bare"]:
            edits = (
                Edit(part.start("bare"), part.start("bare"), '"'),
                Edit(part.end(), part.end(), '"'),
            )
            yield *part.span(), "unquoted", part["name"], edits
        elif part["name"] and part["name"][0] in "@:#(":
            yield *part.span(), "attribute", part["name"], ()
        elif with_styles and part["name"] == "style" and part["value"]:
            yield *part.span(), "style", "", _as_object(part)


def _as_object(part: re.Match[str]) -> tuple[Edit, ...]:
    """The declarations of a style as an object; not where they are anything unusual."""
    declared, at = [], 0
    text = part["value"][1:-1]
    while at < len(text.rstrip()):
        each = _DECLARATION.match(text, at)
        if each is None:
            return ()
        declared.append(f"{_camel(each[1])}: '{each[2]}'")
        at = each.end()
    return (Edit(*part.span("value"), "{{" + ", ".join(declared) + "}}"),)


def _camel(name: str) -> str:
    first, *others = name.removeprefix("-ms-").lstrip("-").split("-")
    words = "".join([first, *(word.capitalize() for word in others)])
    if name.startswith("-ms-"):
        return "ms" + words[:1].upper() + words[1:]
    return words[:1].upper() + words[1:] if name.startswith("-") else words

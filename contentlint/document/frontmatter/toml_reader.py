"""TOML front matter: values by `tomllib`, places by our scanner, statements one by one on error."""

from __future__ import annotations

import re
from functools import partial

from contentlint.document.frontmatter.model import Problem, Reading, nests_deeper
from contentlint.document.frontmatter.toml_places import toml_places
from contentlint.patterns import pattern
from contentlint.source import Span
from contentlint.toml_text import load_toml

__all__ = ["read_toml"]

MAX_DEPTH = 64
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# a key of more parts than may lie in one another, at the beginning of a statement or an entry
_DEEP_KEY = pattern(
    rf"(?:^[ \t]*+\[?\[?|[{{,])[ \t]*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_DEPTH}}}",
    re.MULTILINE,
)


def read_toml(content: str, base: int) -> Reading:
    """Values, places and problems of *content*, which stands at offset *base*."""
    # `tomllib` takes time and memory by the square of the parts of a key
    if content.count(".") >= MAX_DEPTH and _DEEP_KEY.search(content):
        return _too_deep(content, base)
    try:
        values = load_toml(content)
    except RecursionError:
        return _too_deep(content, base)
    except ValueError as error:
        from contentlint.document.frontmatter.toml_recovery import recover_toml

        return recover_toml(content, base, error)
    if content.count("[") + content.count("{") + content.count(".") > MAX_DEPTH and nests_deeper(
        values, MAX_DEPTH
    ):
        return _too_deep(content, base)
    return Reading(values, partial(toml_places, content, base), [])


def _too_deep(content: str, base: int) -> Reading:
    whole = Span(base, base + len(content.rstrip()))
    return Reading({}, dict, [Problem("too-deep", whole, "", {"limit": MAX_DEPTH})])

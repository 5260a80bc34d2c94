"""What must hold of a fixed post: nothing is lost, and nothing is left to fix."""

from __future__ import annotations

import re
from collections import Counter

from bench.fuzz.faults import demand, within_bound
from bench.fuzz.grammar import Post
from bench.fuzz.sites import path_in, project_of
from bench.judge_fixes import judge_safe_fix
from contentlint.findings import FileResult
from contentlint.project import Fixing

__all__ = ["TALLY", "check"]

TALLY: Counter[str] = Counter()
"""What happened to the posts of this process."""

# text to a browser, up to an end tag; where components are known, <noscript/> is one that is closed
_TEXT_TO_BROWSERS = re.compile(
    r"<plaintext|<(?:iframe|noembed|noframes|noscript|script|style|textarea|title|xmp)\b[^<>]*/>",
    re.IGNORECASE,
)
_BARE_FEED = re.compile(r"(?<!\r)\n")


def check(post: Post) -> None:
    """Raise `Fault` if fixing *post* does harm, safely or not."""
    fixed, result = _fix(post, Fixing())
    TALLY["fixed" if result.fixed else "untouched"] += 1
    again, second = _fix(post._replace(data=fixed), Fixing())
    demand(again == fixed, f"a second run changed the file again ({second.fixed} fixes)")
    if fixed != post.data:
        before, after = _decoded(post.data), _decoded(fixed)
        harm = judge_safe_fix(before, after, _read_as(post))
        demand(harm is None or _TEXT_TO_BROWSERS.search(before) is not None, f"harm: {harm}")
        _check_newlines(before, after)
    bold, result = _fix(post, Fixing(unsafe=True))
    TALLY["fixed unsafely"] += bold != fixed
    bolder, second = _fix(post._replace(data=bold), Fixing(unsafe=True))
    demand(bolder == bold, f"a second unsafe run changed the file again ({second.fixed} fixes)")


def _read_as(post: Post) -> str:
    """The name by which a judge who knows of no sites reads *post* as its site does."""
    stem, _, ending = post.name.rpartition(".")
    return f"{stem}.mdx" if post.site == "docusaurus" and ending == "md" else post.name


def _fix(post: Post, fixing: Fixing) -> tuple[bytes, FileResult]:
    """Fix once, within its bound; a fix that was refused is no error."""
    outcome: list[tuple[bytes, FileResult]] = []
    project, path = project_of(post.site), path_in(post.site, post.name)
    # a round reads the post anew, and there are a few rounds
    within_bound(
        post._replace(data=post.data * 5),
        lambda: outcome.append(project.fix_bytes(post.data, path, fixing)),
    )
    fixed, result = outcome[-1]
    refused = [error for error in result.errors if "not applied" in error]
    TALLY["refused"] += bool(refused)
    rest = [error for error in result.errors if error not in refused]
    demand(not rest, f"an error of the run: {rest}")
    return fixed, result


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _check_newlines(before: str, after: str) -> None:
    if "\r\n" in before and not _BARE_FEED.search(before):
        demand(not _BARE_FEED.search(after), "a fix brought in another line ending")
    demand(before[:1] == "\ufeff" or after[:1] != "\ufeff", "a fix brought in a byte order mark")

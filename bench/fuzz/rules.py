"""What must hold of the findings of any post: exact places, the same every time, no errors."""

from __future__ import annotations

import json
import re

from bench.fuzz.faults import demand, within_bound
from bench.fuzz.grammar import Post
from bench.fuzz.sites import path_in, project_of
from contentlint.finding_json import encode_finding
from contentlint.findings import SEVERITIES, FileResult, Finding
from contentlint.packing import pack_result, unpack_result
from contentlint.project import Project
from contentlint.report import finding_to_dict
from contentlint.source import Position

__all__ = ["check"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_ABOUT_NEWLINES = ("encoding/", "suppressions/")


def check(post: Post) -> None:
    """Raise `Fault` if linting *post* breaks a promise."""
    project = project_of(post.site)
    post = post._replace(name=path_in(post.site, post.name))
    result = project.lint_bytes(post.data, post.name)
    demand(not result.errors, f"an error of the run: {result.errors}")
    again = project.lint_bytes(post.data, post.name)
    demand(result == again, "linting twice gives two results")
    within_bound(post, lambda: project.lint_bytes(post.data, post.name))
    _check_findings(project, post, result)
    _check_storage(result)
    _check_newlines(project, post, result)


def _check_findings(project: Project, post: Post, result: FileResult) -> None:
    raw = post.data.decode("utf-8", "replace").removeprefix("\ufeff")
    starts = [0, *(found.end() for found in _LINE_END.finditer(raw))]
    before: tuple[int, int, str] = (-1, 0, "")
    for finding in result.findings:
        where = (finding.start.offset, finding.end.offset, finding.rule)
        demand(before <= where, f"{finding.rule}: findings out of order")
        before = where
        demand(finding.start.offset <= finding.end.offset, f"{finding.rule}: ends before it starts")
        spots = [finding.start, finding.end]
        spots += [spot for place in finding.related for spot in (place.start, place.end)]
        for spot in spots:
            demand(_is_exact(raw, starts, spot), f"{finding.rule}: {spot} is no place of the file")
        _check_words(finding, raw, starts)
        _check_fix(finding, len(raw))
        if post.name.endswith(".html"):
            _check_construct(project, post, finding, raw)


def _is_exact(raw: str, starts: list[int], spot: Position) -> bool:
    """Whether line and column are those of the offset, counted anew."""
    line, column, offset = spot
    if not (0 <= offset <= len(raw) and 1 <= line <= len(starts)):
        return False
    begin = starts[line - 1]
    end = starts[line] if line < len(starts) else len(raw) + 1
    return begin <= offset < end and offset - begin + 1 == column


def _check_construct(project: Project, post: Post, finding: Finding, raw: str) -> None:
    """In HTML a finding of a rule without code of its own spans just the tag or attribute."""
    match = project.linter_for(post.name).rules.by_id[finding.rule].spec["match"]
    at = match.get("at", "tag")
    written = raw[finding.start.offset : finding.end.offset]
    if "select" in match and at in ("tag", "element"):
        whole = written[:1] == "<" and written[-1:] == ">"
        demand(whole, f"{finding.rule}: no tag, but {written[:60]!r}")
    elif "select" in match:
        found = written[:1] == "<" or written.lower().startswith(at)
        demand(found, f"{finding.rule}: not {at}, but {written[:60]!r}")
    elif "url" in match:
        names = [target.rpartition("[")[2].rstrip("]").partition("=")[0] for target in match["url"]]
        found = written.lower().startswith(tuple(name.rstrip("^*$~|") for name in names))
        demand(found, f"{finding.rule}: none of {names}, but {written[:60]!r}")


def _check_words(finding: Finding, raw: str, starts: list[int]) -> None:
    rule, message = finding.rule, finding.message
    demand(finding.severity in SEVERITIES, f"{rule}: severity {finding.severity}")
    demand(message.strip() and "\n" not in message, f"{rule}: its message is {message!r}")
    demand("its message failed" not in message, f"{rule}: {message}")
    excerpt = finding.excerpt
    begin = starts[finding.start.line - 1] + excerpt.skipped
    there = raw[begin : begin + len(excerpt.text)]
    same = there == excerpt.text or "•" in excerpt.text  # a secret is not shown
    demand(same, f"{rule}: its excerpt is {excerpt.text!r}, not {there!r}")


def _check_fix(finding: Finding, length: int) -> None:
    if finding.fix is None:
        return
    at = 0
    for start, end, _ in sorted(finding.fix.edits):
        inside = at <= start <= end <= length
        demand(inside, f"{finding.rule}: its edit {start}-{end} overlaps or is outside")
        at = end
    demand(finding.fix.edits, f"{finding.rule}: a fix without edits")


def _check_storage(result: FileResult) -> None:
    """What the cache and the reports make of a finding says the same."""
    unpacked = unpack_result(pack_result(result), result.path)
    demand(unpacked.findings == result.findings, "packing changes the findings")
    for finding in result.findings:
        plain = json.loads(json.dumps(finding_to_dict(finding), default=str))
        demand(json.loads(encode_finding(finding)) == plain, f"{finding.rule}: the JSON differs")


def _check_newlines(project: Project, post: Post, result: FileResult) -> None:
    """The same post with other line endings has the same findings on the same lines."""
    if b"\r" in post.data or b"\x85" in post.data:
        return
    other = project.lint_bytes(post.data.replace(b"\n", b"\r\n"), post.name)
    demand(_places(other) == _places(result), f"line endings matter: {_difference(result, other)}")


def _places(result: FileResult) -> list[tuple[str, int, int, int, int]]:
    return [
        (found.rule, found.start.line, found.start.column, found.end.line, found.end.column)
        for found in result.findings
        if not found.rule.startswith(_ABOUT_NEWLINES)
    ]


def _difference(one: FileResult, other: FileResult) -> str:
    rest = set(_places(one)) ^ set(_places(other))
    return ", ".join(sorted({place[0] for place in rest})) or "the order"

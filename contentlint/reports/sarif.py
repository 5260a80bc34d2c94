"""SARIF 2.1.0 for code scanning: rules with help, results with fixes and fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import PurePath
from typing import Any, BinaryIO
from urllib.parse import quote

from contentlint.findings import Finding, Fix, Related
from contentlint.json_text import encode_json
from contentlint.reports import Format, Piece, RuleInfo, encode
from contentlint.reports.parts.excerpts import part_excerpt
from contentlint.reports.parts.fingerprints import with_fingerprints
from contentlint.source import Position
from contentlint.totals import FileError, Totals, origin

__all__ = ["Writer"]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
BASE = "%SRCROOT%"
"""Stands for the directory that relative paths start from (section 3.4.4)."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_LONGEST_SNIPPET = 400
_BASE_IS = "The top of the repository, or the directory contentlint was started in"


class Writer(Format):
    """A log with one run, one result a line.

    The text of a file leaves out where in the list its rules stand: that is known at the end.
    """

    between = ",\n"
    joined = False
    tallied = True
    in_repository = True

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The results of one file."""
        return ",\n".join(
            encode_json(_describe_result(finding, fingerprint))
            for finding, fingerprint in with_fingerprints(self.named(findings))
        )

    def head(self, totals: Totals) -> str:
        """The tool, its rules, the run."""
        known = self.context.rules
        rules = [_describe_rule(rule, known.get(rule)) for rule in self._rules(totals)]
        listed = "".join(",\n" * bool(at) + encode_json(each) for at, each in enumerate(rules))
        listed = f"\n{listed}" if listed else ""
        results = "\n" * bool(totals.found)
        described = _describe_run(self.named_errors(totals))
        return (
            f'{{"$schema": {encode_json(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
            f'"tool": {{"driver": {encode_json(_describe_driver())[:-1]}, "rules": [{listed}'
            f']}}}},\n"columnKind": "unicodeCodePoints",\n{described},\n'
            f'"results": [{results}'
        )

    def tail(self, _totals: Totals) -> str:
        """The closing brackets."""
        return "]\n}]}\n"

    def write(self, totals: Totals, pieces: Iterable[Piece], out: BinaryIO) -> None:
        """Write the log."""
        places = {
            encode(f'{{"ruleId": {encode_json(rule)}'): encode(f', "ruleIndex": {at}')
            for at, rule in enumerate(self._rules(totals))
        }
        super().write(totals, (_number(piece, places) for piece in pieces), out)

    def _rules(self, totals: Totals) -> list[str]:
        return sorted(totals.rules | set(self.context.rules))


def _number(piece: Piece, places: Mapping[bytes, bytes]) -> Piece:
    """Say in each result of *piece* where its rule stands."""
    lines = []
    for line in piece.text.split(b"\n"):
        # within a string the quotes are escaped, so that this is not found in it
        rule, level, rest = line.partition(b', "level": "')
        lines.append(b"".join((rule, places[rule], level, rest)))
    return Piece(piece.findings, b"\n".join(lines))


def _describe_driver() -> dict[str, Any]:
    tool = origin()["tool"]
    return {"name": tool["name"], "semanticVersion": tool["version"], "version": tool["version"]}


def _describe_run(errors: Sequence[FileError]) -> str:
    invocation = {
        "executionSuccessful": not errors,
        "toolExecutionNotifications": [_describe_error(error) for error in errors],
    }
    base = {BASE: {"description": _message(_BASE_IS)}}
    newlines = ["\r\n", "\n", "\r"]
    return (
        f'"newlineSequences": {encode_json(newlines)},\n'
        f'"originalUriBaseIds": {encode_json(base)},\n"invocations": [{encode_json(invocation)}]'
    )


def _describe_error(error: FileError) -> dict[str, Any]:
    return {
        "level": "error",
        "message": _message(error.message),
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(error.path)}}],
    }


def _describe_rule(rule: str, info: RuleInfo | None) -> dict[str, Any]:
    if info is None:
        return {"id": rule}
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": _message(info.summary),
        "fullDescription": _message(info.why.strip() or info.summary),
        "help": _message(f"{info.summary}\n\n{info.why.strip()}".strip()),
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
        "properties": {"tags": list(dict.fromkeys(info.tags)), "fixable": info.fixable},
    }
    if info.url:
        described["helpUri"] = info.url
    return described


def _describe_result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    artifact = _artifact(finding.path)
    region = _region(finding.start, finding.end)
    snippet = _snippet(finding)
    if snippet:
        region["snippet"] = {"text": snippet}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"contentlint/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = list(_describe_related(finding.related, artifact))
    if finding.fix is not None:
        result["fixes"] = [_describe_fix(finding.fix, finding, artifact)]
    return result


def _describe_related(
    related: tuple[Related, ...], artifact: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for number, (message, start, end) in enumerate(related):
        place = {"artifactLocation": artifact, "region": _region(start, end)}
        yield {"id": number, "physicalLocation": place, "message": _message(message)}


def _describe_fix(fix: Fix, finding: Finding, artifact: dict[str, str]) -> dict[str, Any]:
    known = {
        position.offset: position
        for position in chain((finding.start, finding.end), *(r[1:] for r in finding.related))
    }
    replacements = [
        {
            "deletedRegion": _edit_region(start, end, known),
            "insertedContent": {"text": text},
        }
        for start, end, text in fix.edits
    ]
    return {
        "description": _message(fix.title),
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"safety": fix.safety},
    }


def _edit_region(start: int, end: int, known: dict[int, Position]) -> dict[str, Any]:
    """The region of an edit; with lines too, for viewers that read no offsets, where known."""
    first, last = known.get(start), known.get(end)
    if first is not None and last is not None:
        return _region(first, last)
    return {"charOffset": start, "charLength": end - start}


def _region(start: Position, end: Position) -> dict[str, Any]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": end.offset - start.offset,
    }


def _snippet(finding: Finding) -> str:
    """The marked text, if the excerpt holds all of it."""
    marked = part_excerpt(finding, _LONGEST_SNIPPET)
    return "" if marked.continues else marked.marked


@lru_cache(maxsize=16)
def _artifact(path: str) -> dict[str, str]:
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": BASE}


def _message(text: str) -> dict[str, str]:
    """*text* as it is to be read: no placeholder and no link (sections 3.11.5 and 3.11.6)."""
    escaped = text.replace("{", "{{").replace("}", "}}")
    if "](" in escaped:
        escaped = escaped.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": escaped}

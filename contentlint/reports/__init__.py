"""The report formats by name: one module each, loaded when it is asked for.

A format writes the findings of each file on their own, so that this can be done where the file is
linted and be kept, and then what stands around them, once the totals are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from contentlint.errors import ConfigError, suggest
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.findings import Finding, Severity
    from contentlint.report import Report
    from contentlint.totals import FileError, Totals

__all__ = [
    "FORMATS",
    "Format",
    "Piece",
    "ReportContext",
    "RuleInfo",
    "encode",
    "get",
    "write_report",
]

FORMATS: Mapping[str, str] = {
    "text": "for a person at a terminal",
    "concise": "one line for each finding",
    "json": "the whole report as one JSON object",
    "jsonl": "one JSON object a line, for streaming",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for test dashboards",
    "github": "annotations of GitHub Actions",
    "gitlab": "Code Quality of GitLab",
    "checkstyle": "Checkstyle XML",
    "markdown": "a summary for a job page or a pull request",
    "html": "one page to open in a browser",
    "statistics": "counts by rule, family and folder",
}
"""Format name → what it is for. The module of the same name in this package has its `Format`."""


_MOST_WAITING = 500_000


class RuleInfo(NamedTuple):
    """What a report tells about a rule; *url* is its documentation page, if it has one."""

    summary: str
    why: str
    severity: Severity
    url: str | None = None
    tags: tuple[str, ...] = ()
    fixable: bool = False


class ReportContext(NamedTuple):
    """How to write: *width* in terminal cells; *rules* by id, as many as are known.

    *quiet* leaves out the closing summary, *statistics* adds the counts by rule, family and
    folder, where the format is one for people.  *folder* is where in the repository paths start
    from, such as ``site/``, for formats that name files as the repository does.
    """

    color: bool = False
    width: int = 100
    quiet: bool = False
    statistics: bool = False
    rules: Mapping[str, RuleInfo] = {}
    folder: str = ""


class Piece(NamedTuple):
    """What a format has written about one file, in UTF-8, and how many findings that is about."""

    findings: int
    text: bytes


class Format:
    """A way to write a report; each module of this package has one, called ``Writer``.

    Attributes:
        live: what stands before the findings depends on none of them, nor on what else the run
            finds, so that they can be written as they come.
        alone: what is written about a file depends on its findings and the context only.
        between: what parts the texts of two files.
        joined: `write` writes the texts as they are, between `head` and `tail`.
        in_repository: files are named as the repository has them (`name_file`).
    """

    live = False
    alone = True
    between = ""
    joined = True
    in_repository = False

    def __init__(self, context: ReportContext) -> None:
        self.context = context

    @property
    def tallied(self) -> bool:
        """Whether the totals must have been tallied."""
        return self.context.statistics

    def name_file(self, path: str) -> str:
        """*path* as it starts from the top of the repository."""
        if not self.context.folder:
            return path
        from contentlint.reports.parts.repository import name_in_repository

        return name_in_repository(path, self.context.folder)

    def named(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """*findings*, all of one file, with its name as the repository has it."""
        if not (self.context.folder and findings):
            return findings
        name = self.name_file(findings[0].path)
        return [finding._replace(path=name) for finding in findings]

    def named_errors(self, totals: Totals) -> list[FileError]:
        """The errors of the run, with the names that the repository has."""
        return [error._replace(path=self.name_file(error.path)) for error in totals.errors]

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """What to write about the file at *path*, which has *findings*."""
        raise NotImplementedError

    def encode_file(self, path: str, findings: Sequence[Finding]) -> bytes:
        """The same in UTF-8."""
        return encode(self.format_file(path, findings))

    def opening(self) -> str:
        """What stands before the first file, where that is known before any file is read."""
        return ""

    def head(self, _totals: Totals) -> str:
        """What stands before the first file; of a live format, nothing but its `opening`."""
        return self.opening()

    def tail(self, _totals: Totals) -> str:
        """What stands after the last file."""
        return ""

    def write(self, totals: Totals, pieces: Iterable[Piece], out: BinaryIO) -> None:
        """Write the whole report; *pieces* are the files with findings, in order."""
        between = encode(self.between)
        waiting = [encode(self.head(totals))]
        size = 0
        for number, (_, text) in enumerate(pieces):
            if number:
                waiting.append(between)
            waiting.append(text)
            size += len(text)
            if size > _MOST_WAITING:
                out.write(b"".join(waiting))
                waiting.clear()
                size = 0
        waiting.append(encode(self.tail(totals)))
        out.write(b"".join(waiting))


def encode(text: str) -> bytes:
    """*text* in UTF-8; what UTF-8 has no form for is escaped."""
    return text.encode("utf-8", "backslashreplace")


def get(name: str) -> type[Format]:
    """The format called *name*; `ConfigError` with the nearest name when there is none."""
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise ConfigError(
            f"unknown output format '{name}'{suggest(name, tuple(FORMATS))}; there are {known}"
        )
    writer: type[Format] = import_module(f"{__name__}.{name}").Writer
    return writer


def write_report(name: str, report: Report, out: BinaryIO, context: ReportContext) -> None:
    """Write *report*, as it is returned by `contentlint.lint_paths`, in the format called *name*.

    Raises:
        ConfigError: there is no such format.
    """
    from contentlint.report import by_file

    form = get(name)(context)
    pieces = (
        Piece(len(findings), form.encode_file(path, findings))
        for path, findings in by_file(report.findings)
    )
    form.write(report.totals(), pieces, out)

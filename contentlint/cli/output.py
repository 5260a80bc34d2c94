"""Where reports go: one or several formats, to the terminal or to files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, TextIO

from contentlint.errors import ConfigError
from contentlint.project import Project
from contentlint.report import Report
from contentlint.reports import ReportContext, Reporter, RuleInfo, get

__all__ = ["write_reports"]

_DEFAULT_WIDTH = 100


def write_reports(
    options: Any,
    config: Any,
    report: Report,
    project: Project,
    folder: str,
    *,
    stream: TextIO | None = None,
) -> None:
    """Write *report* in every format asked for; errors of the run also go to standard error.

    Raises:
        ConfigError: an unknown format, or a file that cannot be written.
    """
    for error in report.errors:
        print(f"contentlint: error: {error.path}: {error.message}", file=sys.stderr)
    if options.diff:
        return
    if options.fix_only:
        report.findings = []
    rules = _rule_infos(report, project, folder)
    for reporter, path in _targets(options, config):
        if path is None:
            out = stream or sys.stdout
            reporter.write(report, out, _context(options, rules, out))
            continue
        try:
            with Path(path).open("w", encoding="utf-8", errors="backslashreplace") as file:
                reporter.write(report, file, _context(options, rules, file))
        except OSError as error:
            raise ConfigError(f"cannot write the report to {path}: {error.strerror}") from error


def _targets(options: Any, config: Any) -> list[tuple[Reporter, str | None]]:
    """The reporters, each with its file (``None``: standard output)."""
    wanted = options.output_format or config.values.get("output-format") or ["text"]
    wanted = [wanted] if isinstance(wanted, str) else wanted
    targets = []
    for name in wanted:
        form, _, path = name.partition("=")
        targets.append((get(form), path or options.output_file))
    printed = [path for _, path in targets]
    if len(set(printed)) < len(printed):
        raise ConfigError(
            "two reports would go to the same place: write one to a file, as in "
            "--output-format sarif=report.sarif"
        )
    return targets


def _rule_infos(report: Report, project: Project, folder: str) -> dict[str, RuleInfo]:
    names = {finding.rule for finding in report.findings}
    if not names:
        return {}
    entries = project.specs_for(project.config_for(Path(folder) / "post.md"))
    infos = {}
    for name in names:
        if name not in entries:
            continue
        spec = entries[name].spec
        infos[name] = RuleInfo(
            spec["summary"],
            " ".join(spec["why"].split()),
            spec["severity"],
            tags=tuple(spec.get("tags") or ()),
            fixable=spec.get("fix") is not None,
        )
    return infos


def _context(options: Any, rules: dict[str, RuleInfo], out: TextIO) -> ReportContext:
    return ReportContext(
        color=_use_color(options.color, out),
        width=_width(out),
        quiet=options.quiet,
        statistics=options.statistics,
        rules=rules,
    )


def _use_color(choice: str, out: TextIO) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def _width(out: TextIO) -> int:
    if not out.isatty():
        return _DEFAULT_WIDTH
    import shutil

    return max(40, shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns)

"""`contentlint check`: lint posts, fix them if asked, report, and end with the right status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.cli.output import write_reports
from contentlint.cli.session import (
    cache_folder,
    check_names,
    find_posts,
    make_project,
    open_baseline,
)
from contentlint.errors import ConfigError
from contentlint.findings import SEVERITIES, FileResult
from contentlint.limits import read_limits
from contentlint.project import Fixing, Project
from contentlint.report import FileError, Report
from contentlint.rules.registry import match_names
from contentlint.work import Work

if TYPE_CHECKING:
    from contentlint.baseline import Baseline
    from contentlint.changes import Changes

__all__ = ["run"]

_CACHE_PAYS = 10
"""From so many files on, looking results up costs less than it saves."""


def run(options: Any) -> int:
    """Run the command; 0 clean, 1 findings, 2 an error of the run."""
    _check_combinations(options)
    project = make_project(options)
    paths = options.paths or ["."]
    first = paths[0] if paths[0] != "-" else (options.stdin_filename or "stdin.md")
    folder = first if Path(first).is_dir() else str(Path(first).parent)
    check_names(project, folder, options)
    config = project.config_for(Path(folder) / "post.md")
    fixing = _fixing(options, project, config)
    if "-" in paths:
        return _run_stdin(options, project, config, fixing)
    report = Report()
    files, changes = _find_files(options, config, paths, report)
    baseline = open_baseline(options, config)
    results = _lint(options, project, config, files, fixing)
    _collect(_hold_back(results, baseline, changes), report, show_diff=options.diff)
    _say_baseline(options, baseline, report)
    write_reports(options, config, report, project, folder)
    return exit_status(options, config, report)


def _check_combinations(options: Any) -> None:
    for option, needed in (("unsafe_fixes", "fix"), ("fix_only", "fix")):
        if getattr(options, option) and not (options.fix or options.diff):
            flag = f"--{option.replace('_', '-')}"
            raise ConfigError(f"{flag} works together with --{needed} or --diff; add one of them")
    if options.changed_lines and not (options.changed or options.since):
        raise ConfigError("--changed-lines works together with --changed or --since REV")
    if options.no_baseline and options.baseline:
        raise ConfigError("--baseline and --no-baseline exclude each other")
    if options.stdin_filename and "-" not in options.paths:
        raise ConfigError("--stdin-filename names the post on standard input: add '-' as the path")
    if "-" in options.paths and len(options.paths) > 1:
        raise ConfigError("'-' (standard input) stands alone: give no further paths")


def _fixing(options: Any, project: Project, config: Any) -> Fixing | None:
    if not (options.fix or options.diff):
        return None
    known = project.specs_for(config)
    only = options.fixable if options.fixable is not None else config.values.get("fixable")
    never = [*config.values.get("unfixable", ()), *(options.unfixable or ())]
    return Fixing(
        unsafe=options.unsafe_fixes or config.values.get("unsafe-fixes", False),
        dry=options.diff,
        fixable=None if only is None else frozenset(match_names(only, known, "fixable")),
        unfixable=frozenset(match_names(never, known, "unfixable")),
    )


def _find_files(
    options: Any, config: Any, paths: list[str], report: Report
) -> tuple[list[str], Any]:
    found = find_posts(paths, options, config)
    report.errors.extend(FileError(error.path, error.message) for error in found.errors)
    if not (options.changed or options.since):
        return found.files, None
    from contentlint.changes import changed_files

    changes = changed_files(Path.cwd(), options.since)
    return [path for path in found.files if changes.has(path)], (
        changes if options.changed_lines else None
    )


def _lint(
    options: Any, project: Project, config: Any, files: list[str], fixing: Fixing | None
) -> Iterable[FileResult]:
    from contentlint.cli.progress import show_progress
    from contentlint.runner import run as run_files

    cache = None
    if len(files) >= _CACHE_PAYS and fixing is None and not options.no_cache:
        from contentlint.cache import Cache

        cache = Cache(cache_folder(options.cache_dir, config), config.root)
    limits = read_limits(config.values)
    results = run_files(
        files, project, jobs=options.jobs, fixing=fixing, cache=cache, limits=limits
    )
    yield from results if options.quiet else show_progress(results, len(files))
    if cache is not None:
        cache.close()
        for notice in cache.notices:
            print(f"contentlint: {notice}", file=sys.stderr)


def _collect(results: Iterable[FileResult], report: Report, *, show_diff: bool) -> None:
    failed: dict[str, list[str]] = {}
    for result in results:
        report.files_checked += 1
        report.findings.extend(result.findings)
        for message in result.errors:
            failed.setdefault(message, []).append(result.path)
        report.suppressed += result.suppressed
        report.fixed += result.fixed
        if show_diff and result.diff:
            sys.stdout.write(result.diff)
    for message, paths in failed.items():
        # a rule that fails fails on many files: that is one error
        count = len(paths) - 1
        more = f" (and in {count} more file{'s'[: count > 1]})" if count else ""
        report.errors.append(FileError(paths[0], message + more))


def _hold_back(
    results: Iterable[FileResult], baseline: Baseline | None, changes: Changes | None
) -> Iterator[FileResult]:
    """Drop what the baseline holds, and what stands on lines that did not change."""
    for result in results:
        findings = result.findings
        if baseline is not None:
            findings = baseline.hold_back(result.path, findings)
        if changes is not None:
            findings = [finding for finding in findings if changes.covers(finding)]
        yield result if findings is result.findings else result._replace(findings=findings)


def _say_baseline(options: Any, baseline: Baseline | None, report: Report) -> None:
    if baseline is None:
        return
    report.baselined = baseline.held
    if baseline.gone and not options.quiet:
        print(
            f"contentlint: {baseline.gone} findings of the baseline are gone; "
            "'contentlint baseline --prune' drops them",
            file=sys.stderr,
        )


def _run_stdin(options: Any, project: Project, config: Any, fixing: Fixing | None) -> int:
    """Lint standard input; with --fix the fixed post goes to standard output, alone."""
    data = sys.stdin.buffer.read()
    name = options.stdin_filename or "stdin.md"
    report = Report()
    stream = None
    work = Work(project, fixing, read_limits(config.values))
    work.start()
    if fixing is None:
        result = work.lint(data, name)
    else:
        fixed, result = work.fix(data, name)
        if not fixing.dry:
            sys.stdout.flush()
            sys.stdout.buffer.write(fixed)
            sys.stdout.buffer.flush()
            stream = sys.stderr
    work.stop()
    _collect([result], report, show_diff=options.diff)
    write_reports(options, config, report, project, str(Path(name).parent), stream=stream)
    return exit_status(options, config, report)


def exit_status(options: Any, config: Any, report: Report) -> int:
    """The status that *report* gives under --fail-on, --max-warnings and --exit-zero."""
    if report.errors:
        return 2
    if options.exit_zero:
        return 0
    if options.diff and report.fixed:
        return 1  # something would change
    least = options.fail_on or config.values.get("fail-on") or "warning"
    counts = report.summary()
    limit = options.max_warnings
    if limit is None:
        limit = config.values.get("max-warnings")
    for severity in SEVERITIES[: SEVERITIES.index(least) + 1]:
        tolerated = limit if severity == "warning" and limit is not None else 0
        if counts[severity] > tolerated:
            return 1
    if limit is not None and counts["warning"] > limit:
        return 1
    return 0

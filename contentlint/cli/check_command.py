"""`contentlint check`: lint posts, fix them if asked, report, and end with the right status."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from contentlint.cli import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS, say
from contentlint.cli.output import Reports, rule_infos
from contentlint.cli.progress import Progress
from contentlint.cli.session import (
    baseline_file,
    cache_folder,
    check_names,
    find_posts,
    is_left_out,
    make_project,
    open_baseline,
    unused_baseline,
)
from contentlint.discovery import display_path
from contentlint.errors import ConfigError
from contentlint.findings import SEVERITIES
from contentlint.limits import read_limits
from contentlint.posts import post_in
from contentlint.totals import FileError, FixError, Totals

if TYPE_CHECKING:
    from pathlib import Path

    from contentlint.baseline import Baseline
    from contentlint.cache import Cache
    from contentlint.changes import Changes
    from contentlint.config import Config
    from contentlint.findings import FileResult
    from contentlint.forms import FileReport
    from contentlint.project import Fixing, Project

__all__ = ["run"]

_CACHE_PAYS = 10
"""From so many files on, looking results up costs less than it saves."""


def run(options: Any) -> int:
    """Run the command; 0 clean, 1 findings, 2 an error of the run."""
    _check_combinations(options)
    project = make_project(options)
    paths = options.paths or ["."]
    first = paths[0] if paths[0] != "-" else (options.stdin_filename or "stdin.md")
    post = post_in(first)
    config = project.config_for(post)
    check_names(project, config, options)
    fixing = _fixing(options, project, post)
    infos = partial(rule_infos, project=project, config=config)
    if "-" in paths:
        return _run_stdin(options, project, config, fixing, infos)
    reports = Reports(options, config)
    totals = Totals()
    totals.only_fixed = options.fix_only
    files, changes = _find_files(options, project, paths, totals)
    _check_report_files(reports, options, config, files)
    baseline = open_baseline(options, project, config)
    progress = Progress(len(files), options.quiet)
    lint = _Lint(options, project, config, files, fixing)
    done = progress.watch(lint.reports(reports, baseline, changes))
    writes = fixing is not None and not fixing.dry
    with _ending(writes=writes):
        is_done = _collect(
            done,
            totals,
            reports,
            progress,
            show_diff=options.diff,
            # nobody reads on, and whatever comes, it does not make this a clean run
            is_settled=lambda: (
                not writes and (reports.failed or exit_status(options, config, totals) > 0)
            ),
        )
    if not options.quiet:
        _say_limits(project.other_limits(config))
    _say_baseline(options, baseline if is_done else None, totals)
    if totals.found and not (options.quiet or options.no_baseline or options.baseline):
        _say_unused(unused_baseline(files, project, config))
    reports.finish(totals, infos)
    return exit_status(options, config, totals)


def _ending(*, writes: bool) -> AbstractContextManager[None]:
    """How the run ends before its time: where it *writes* files, with none left half done."""
    if not writes:
        return nullcontext()
    from contentlint.signals import ending_tidily

    return ending_tidily()


def _check_report_files(reports: Reports, options: Any, config: Config, posts: list[str]) -> None:
    baseline = baseline_file(options.baseline, config)
    reports.check_files(posts, {"the configuration": config.origin, "the baseline": baseline})


def _check_combinations(options: Any) -> None:
    for option, needed in (("unsafe_fixes", "fix"), ("fix_only", "fix")):
        if getattr(options, option) and not (options.fix or options.diff):
            flag = f"--{option.replace('_', '-')}"
            raise ConfigError(f"{flag} works together with --{needed} or --diff; add one of them")
    for option in ("output_file", "output_format"):
        if options.diff and getattr(options, option):
            flag = f"--{option.replace('_', '-')}"
            raise ConfigError(f"--diff shows changes and writes no report: leave out {flag}")
    if options.changed_lines and not (options.changed or options.since):
        raise ConfigError("--changed-lines works together with --changed or --since REV")
    if options.no_baseline and options.baseline:
        raise ConfigError("--baseline and --no-baseline exclude each other")
    if options.stdin_filename and "-" not in options.paths:
        raise ConfigError("--stdin-filename names the post on standard input: add '-' as the path")
    if "-" in options.paths and len(options.paths) > 1:
        raise ConfigError("'-' (standard input) stands alone: give no further paths")
    if "-" in options.paths and (options.changed or options.since):
        raise ConfigError(
            "'-' (standard input) is one post, so --changed and --since are not for it"
        )


def _fixing(options: Any, project: Project, first: str) -> Fixing | None:
    if not (options.fix or options.diff):
        return None
    from contentlint.project import Fixing

    only = options.fixable
    fixing = Fixing(
        unsafe=options.unsafe_fixes,
        dry=options.diff,
        fixable=None if only is None else tuple(only),
        unfixable=tuple(options.unfixable or ()),
    )
    project.check_fixing(first, fixing)
    return fixing


def _find_files(
    options: Any, project: Project, paths: list[str], totals: Totals
) -> tuple[list[str], Any]:
    found = find_posts(paths, options, project)
    totals.errors.extend(FileError(error.path, error.message) for error in found.errors)
    totals.files_failed = len(totals.errors)
    if not (options.changed or options.since):
        return found.files, None
    from contentlint.changes import changed_files

    changes = changed_files(paths, options.since)
    if not options.quiet:
        _say_others(changes.others(found.files))
    return [path for path in found.files if changes.has(path)], (
        changes if options.changed_lines else None
    )


def _say_others(folders: list[str]) -> None:
    if folders:
        more = f" (and {len(folders) - 1} more)" if len(folders) > 1 else ""
        say(
            f"{folders[0]}{more} is a git repository of its own, whose changes this run did not "
            f"look at: 'contentlint check --changed {folders[0]}' does"
        )


class _Lint:
    """The linting of many files, with the cache where it pays."""

    def __init__(
        self, options: Any, project: Project, config: Any, files: list[str], fixing: Fixing | None
    ) -> None:
        self._options = options
        self._project = project
        self._config = config
        self._files = files
        self._fixing = fixing

    def reports(
        self, reports: Reports, baseline: Baseline | None, changes: Changes | None
    ) -> Iterator[FileReport]:
        """What each file gave, as *reports* take it, without what is held back."""
        form = None if self._options.diff else reports.form
        if form is None or baseline is not None or changes is not None or self._options.fix_only:
            from contentlint.forms import Findings

            only_fixed = self._options.fix_only
            done = _hold_back(self._run(Findings()), baseline, changes)
            for result in map(_with_limits_as_errors, done) if self._options.diff else done:
                yield reports.make(result._replace(findings=[]) if only_fixed else result)
        else:
            yield from self._run(form)

    def _run(self, form: Any) -> Iterator[Any]:
        from contentlint.runner import run_as

        cache = self._open_cache()
        yield from run_as(
            form,
            self._files,
            self._project,
            jobs=self._options.jobs,
            fixing=self._fixing,
            cache=cache,
            limits=read_limits(self._config.values),
        )
        if cache is not None:
            cache.close()
            for notice in cache.notices:
                say(notice)

    def _open_cache(self) -> Cache | None:
        unwanted = self._fixing is not None or self._options.no_cache
        if unwanted or len(self._files) < _CACHE_PAYS:
            return None
        from contentlint.cache import Cache

        return Cache(cache_folder(self._options.cache_dir, self._config), self._config.root)


def _collect(
    done: Iterable[FileReport],
    totals: Totals,
    reports: Reports,
    progress: Progress,
    *,
    show_diff: bool,
    is_settled: Callable[[], bool],
) -> bool:
    """Give *reports* and *totals* what is *done*; whether that was all.

    Where nobody reads the reports any more, the rest is left as soon as the run *is_settled*.
    """
    is_done = True
    errors = _Errors(totals)
    for report in done:
        gc.enable()  # the start is over, in which all that was made stays
        path, counts, _, _, suppressed, fixed, diff, tally, _ = report
        totals.files_checked += 1
        totals.suppressed += suppressed
        totals.fixed += fixed
        totals.add(path, counts, tally)
        if report.errors or report.unfixed:
            errors.take(report)
        if show_diff and diff:
            progress.clear()
            reports.show(diff)
        reports.take(report, progress.clear)
        if reports.unread and is_settled():
            is_done = False
            break
    errors.finish()
    return is_done


class _Errors:
    """The errors of all files: a rule that fails fails on many of them, and that is one error."""

    def __init__(self, totals: Totals) -> None:
        self._totals = totals
        self._files: dict[tuple[type[FileError], str], tuple[str, int]] = {}

    def take(self, report: FileReport) -> None:
        """Take what could not be done with a file, and count it once."""
        if report.errors:
            self._totals.files_failed += 1
        else:
            self._totals.files_unfixed += 1
        for kind, messages in (FileError, report.errors), (FixError, report.unfixed):
            for message in messages:
                first, number = self._files.get((kind, message), (report.path, 0))
                self._files[kind, message] = first, number + 1

    def finish(self) -> None:
        """Give the errors to the totals."""
        for (kind, message), (path, number) in self._files.items():
            count = number - 1
            more = f" (and in {count} more file{'s'[: count > 1]})" if count else ""
            self._totals.errors.append(kind(path, message + more))


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


def _with_limits_as_errors(result: FileResult) -> FileResult:
    """*result* for a diff, which shows no finding: what was given up has not been looked at."""
    given_up = [
        finding.message for finding in result.findings if finding.rule.startswith("limits/")
    ]
    return result._replace(errors=[*result.errors, *given_up]) if given_up else result


def _say_baseline(options: Any, baseline: Baseline | None, totals: Totals) -> None:
    if baseline is None:
        return
    totals.baselined = baseline.held
    if baseline.gone and not options.quiet:
        say(
            f"findings of the baseline that are gone: {baseline.gone}; "
            "'contentlint baseline --prune' drops them"
        )


def _say_unused(folder: str | None) -> None:
    if folder is not None:
        say(
            f"{folder} has a baseline of its own, which this run does not use: "
            f"the first path decides; 'contentlint check {folder}' uses it"
        )


def _say_limits(file: Path | None) -> None:
    if file is not None:
        say(
            f"{display_path(str(file))} sets [limits] of its own, which this run does not use: "
            "the first path decides"
        )


def _run_stdin(
    options: Any, project: Project, config: Any, fixing: Fixing | None, infos: Any
) -> int:
    """Lint standard input; with --fix the fixed post goes to standard output, alone."""
    from contentlint.cli.standard_input import give_post, lint_standard_input

    gives_post = fixing is not None and not fixing.dry
    reports, totals = Reports(options, config, sys.stderr if gives_post else None), Totals()
    _check_report_files(reports, options, config, ["/dev/stdin"])
    baseline = open_baseline(options, project, config)
    name = options.stdin_filename or "stdin.md"
    leave_out = partial(is_left_out, options.stdin_filename, options=options, project=project)
    limits = read_limits(config.values)
    fixed, result = lint_standard_input(name, project, fixing, limits, leave_out)
    if gives_post:
        give_post(fixed)
    results = _hold_back([result] if result else [], baseline, None)
    if options.diff:
        results = map(_with_limits_as_errors, results)
    if options.fix_only:
        results = (result._replace(findings=[]) for result in results)
    totals.only_fixed = options.fix_only
    done = [reports.make(result) for result in results]
    progress = Progress(1, quiet=True)
    _collect(done, totals, reports, progress, show_diff=options.diff, is_settled=lambda: False)
    _say_baseline(options, baseline, totals)
    reports.finish(totals, infos)
    return exit_status(options, config, totals)


def exit_status(options: Any, config: Any, totals: Totals) -> int:
    """The status that *totals* gives under --fail-on, --max-warnings and --exit-zero."""
    if totals.errors:
        return EXIT_ERROR
    if options.exit_zero:
        return EXIT_CLEAN
    if options.diff:
        return EXIT_FINDINGS if totals.fixed else EXIT_CLEAN  # whether something would change
    least = options.fail_on or config.values.get("fail-on") or "warning"
    counts = totals.summary()
    limit = options.max_warnings
    if limit is None:
        limit = config.values.get("max-warnings")
    for severity in SEVERITIES[: SEVERITIES.index(least) + 1]:
        tolerated = limit if severity == "warning" and limit is not None else 0
        if counts[severity] > tolerated:
            return EXIT_FINDINGS
    if limit is not None and counts["warning"] > limit:
        return EXIT_FINDINGS
    return EXIT_CLEAN

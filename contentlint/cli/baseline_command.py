"""`contentlint baseline`: record the findings that exist, or drop those that are gone."""

from __future__ import annotations

from typing import Any

from contentlint.baseline import Baseline
from contentlint.cli import say
from contentlint.cli.session import (
    baseline_file,
    check_names,
    find_posts,
    has_baseline,
    make_project,
    rules_asked,
)
from contentlint.errors import ConfigError
from contentlint.limits import read_limits
from contentlint.posts import post_in
from contentlint.reports.parts.tally import plural
from contentlint.reports.parts.visible import visible
from contentlint.runner import run as run_files

__all__ = ["run"]


def run(options: Any) -> int:
    """Write the baseline; 2 if a path or a file could not be read."""
    project = make_project(options)
    paths = options.paths or ["."]
    config = project.config_for(post_in(paths[0]))
    check_names(project, config, options)
    file = baseline_file(options.baseline, config)
    has_one = has_baseline(file)
    if options.prune and not has_one:
        raise ConfigError(f"there is no baseline {file} to prune")
    rules = rules_asked(project, config, options)
    baseline = Baseline.read(file, rules) if has_one else Baseline(file.parent, rules)
    found = find_posts(paths, options, project)
    errors = [f"{error.path}: {error.message}" for error in found.errors]
    limits = read_limits(config.values)
    for result in run_files(found.files, project, jobs=options.jobs, limits=limits):
        errors += [f"{result.path}: {message}" for message in result.errors]
        if result.errors:
            continue  # what could not be read keeps its record
        if options.prune:
            baseline.hold_back(result.path, result.findings)
        else:
            baseline.record(result.path, result.findings)
    for error in errors:
        say(f"error: {error}")
    if errors and not found.files:
        return 2  # a new baseline would hold nothing, and look as if all were well
    written = baseline.write(file)
    number = baseline.gone + baseline.dropped
    gone = "that is gone was" if number == 1 else "that are gone were"
    pruned = f", {number} {gone} dropped" if options.prune else ""
    count, posts = plural(written.findings, "finding"), plural(written.posts, "post")
    print(f"{visible(str(file))}: {count} in {posts}{pruned}")
    return 2 if errors else 0

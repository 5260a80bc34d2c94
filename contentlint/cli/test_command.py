"""`contentlint test`: run the examples of a rule folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contentlint.cli import write_error
from contentlint.errors import ConfigError, RuleError, suggest
from contentlint.project import Project
from contentlint.reports.parts.tally import plural
from contentlint.rules.loader import load_folder
from contentlint.rules.registry import SpecEntry, builtin_folder, check_yields, verify
from contentlint.rules_examples import run_examples

__all__ = ["run"]


def run(options: Any) -> int:
    """Run every example; 0 if all hold, 1 if one does not, 2 if a rule does not load."""
    folder = Path(options.rules_dir) if options.rules_dir else builtin_folder()
    if folder.is_file():
        hint = f"to try one rule, add --rule {folder.absolute().parent.name}/{folder.stem}"
        raise RuleError(f"{folder}: this is a file: give the folder in which the rules are; {hint}")
    if not folder.is_dir():
        raise RuleError(f"{folder}: this rule folder does not exist")
    trusted = options.rules_dir is None or folder.resolve() == builtin_folder().resolve()
    specs = load_folder(folder)
    check_yields(specs, {*(spec["id"] for spec in specs), *(() if trusted else _others(folder))})
    if options.rule:
        known = [spec["id"] for spec in specs]
        unknown = sorted(set(options.rule).difference(known))
        if unknown:
            raise ConfigError(f"{folder} has no rule '{unknown[0]}'{suggest(unknown[0], known)}")
        specs = [spec for spec in specs if spec["id"] in options.rule]
    verify(specs, trusted)
    examples = failed = 0
    for spec in specs:
        failures = run_examples(SpecEntry(spec, trusted, False))
        examples += len(spec["examples"])
        failed += len(failures)
        for failure in failures:
            print(f"{spec['file']}: {failure.rule}, example {failure.example}: {failure.problem}")
            if failure.diff:
                print(_indent(failure.diff))
    held = examples - failed
    tried = f"{plural(len(specs), 'rule')}, {plural(examples, 'example')}"
    write_error(f"{tried}: {held} hold, {failed} fail\n")
    return 1 if failed else 0


def _others(folder: Path) -> Iterable[str]:
    """The rules known beside those of a site's *folder*: ours, and those of its other folders."""
    project = Project()
    return project.specs_for(project.config_for(folder / "post.md"))


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

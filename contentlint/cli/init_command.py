"""`contentlint init`: look at a site, write its contentlint.toml, baseline and hook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from contentlint import __version__
from contentlint.discovery import discover
from contentlint.errors import ConfigError
from contentlint.presets import PRESETS, guess_preset
from contentlint.project import Project
from contentlint.report import Report

__all__ = ["run"]

_SAMPLE = 500
_HOOK_FILE = ".pre-commit-config.yaml"


def run(options: Any) -> int:
    """Write the files; say what was seen and what to do next."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    target = folder / "contentlint.toml"
    if target.exists() and not options.force:
        raise ConfigError(f"{target} is already there; --force writes it anew")
    files = discover([str(folder)]).files
    presets = _presets(folder, files)
    report = _survey(files[:_SAMPLE], presets)
    target.write_text(
        _config_text(folder, files, presets, report, options.schema), encoding="utf-8"
    )
    print(f"wrote {target}: {len(files)} posts, preset {', '.join(presets)}")
    _print_problem(files, report)
    if options.baseline and report.findings:
        _write_baseline(folder)
    if options.pre_commit:
        _add_hook(folder)
    print("Next: contentlint check, then contentlint explain RULE for what you do not know yet.")
    return 0


def _presets(folder: Path, files: list[str]) -> list[str]:
    """The generator, and `news` where the posts look made from feeds."""
    presets = list(guess_preset(folder.absolute()))
    sample = [Path(path).read_bytes()[:4000] for path in files[:50]]
    fed = sum(b" GMT\n" in head or b"referrerpolicy" in head for head in sample)
    if sample and fed * 3 >= len(sample):
        presets.append("news")
    return presets


def _survey(files: list[str], presets: list[str]) -> Report:
    from contentlint.config import CommandChoice
    from contentlint.runner import run as run_files

    project = Project(CommandChoice(presets=tuple(presets)), isolated=True)
    report = Report()
    for result in run_files(files, project, jobs=None):
        report.files_checked += 1
        report.findings.extend(result.findings)
    return report


def _config_text(
    folder: Path, files: list[str], presets: list[str], report: Report, schema: bool
) -> str:
    counts = Counter(finding.rule for finding in report.findings)
    lines = [
        f"# Settings of contentlint {__version__} for this site.",
        "# 'contentlint config' shows what applies to a post, 'contentlint explain RULE' a rule.",
        "",
        f"# {'; '.join(PRESETS[name] for name in presets)}",
        f"preset = {_toml(presets)}",
        "",
        "# Patterns of files to leave out, as in .gitignore.",
        "exclude = []",
        "",
        "# Rules or families to switch off. What was found most when this file was written:",
        *(f"#   {count:>6}  {rule}" for rule, count in counts.most_common(10)),
        "ignore = []",
        "",
        '# [rules."links/hotword"]',
        '# severity = "error"',
        "",
        "# [[overrides]]",
        '# paths = ["drafts/"]',
        '# ignore = ["text"]',
    ]
    if schema and files:
        lines += ["", _inferred_fields(files)]
    return "\n".join(lines) + "\n"


def _toml(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _inferred_fields(files: list[str]) -> str:
    from contentlint.document import Document
    from contentlint.schemas import infer_schema
    from contentlint.source import Source

    posts = (
        Document(Source.from_bytes(Path(path).read_bytes(), path)).front_matter.values
        for path in files
    )
    text: str = infer_schema(posts)
    return text.rstrip()


def _print_problem(files: list[str], report: Report) -> None:
    summary = report.summary()
    looked = f"{report.files_checked} of {len(files)} posts" if len(files) > _SAMPLE else "them"
    print(
        f"found in {looked}: {summary['error']} errors, {summary['warning']} warnings, "
        f"{summary['info']} pieces of advice; {summary['fixable_safe']} can be fixed safely"
    )


def _write_baseline(folder: Path) -> None:
    import os

    from contentlint.cli import main

    status = main(["baseline", os.fspath(folder)])
    if status > 1:
        raise ConfigError("the baseline could not be written")


def _add_hook(folder: Path) -> None:
    path = folder / _HOOK_FILE
    hook = "\n".join(
        [
            "  - repo: local",
            "    hooks:",
            "      - id: contentlint",
            "        name: contentlint",
            "        entry: contentlint check --force-exclude",
            "        language: python",
            f"        additional_dependencies: [contentlint=={__version__}]",
            "        types_or: [markdown, mdx, html, plain-text]",
            "        require_serial: true",
            "",
        ]
    )
    old = path.read_text(encoding="utf-8") if path.exists() else "repos:\n"
    if "id: contentlint" in old:
        print(f"{path} has the hook already")
        return
    if not old.rstrip().endswith("repos:") and "\nrepos:" not in f"\n{old}":
        raise ConfigError(f"{path} has no 'repos:' list; add the hook by hand:\n{hook}")
    path.write_text(old.rstrip("\n") + "\n" + hook, encoding="utf-8")
    print(f"added the hook to {path}; 'pre-commit install' switches it on")

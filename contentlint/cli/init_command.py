"""`contentlint init`: look at a site, write its contentlint.toml, baseline and hook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.config import find_config
from contentlint.discovery import discover
from contentlint.errors import ConfigError
from contentlint.presets import guess_preset
from contentlint.report import Report

if TYPE_CHECKING:
    from contentlint.schemas.infer import InferredSchema

__all__ = ["run"]

_SAMPLE = 500
"""So many posts, spread over the site, show what it is like."""


def run(options: Any) -> int:
    """Write the files; say what was seen and what to do next."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    _refuse_to_overwrite(folder, options.force)
    hook = None if options.no_pre_commit else _plan_hook(folder)
    files = discover([str(folder)]).files
    sample = files[:: max(1, len(files) // _SAMPLE)][:_SAMPLE]
    presets = _presets(folder, sample)
    report = _survey(sample, presets)
    _write_config(folder, files, presets, report, _fields(sample), options.schema)
    _print_problem(len(files), report)
    if not options.no_baseline:
        _write_baseline(folder, bool(report.findings))
    if hook is not None:
        path, text = hook
        path.write_text(text, encoding="utf-8")
        print(f"added the hook to {path}; 'pre-commit install' switches it on")
    print("Next: contentlint check, then contentlint explain RULE for what you do not know yet.")
    return 0


def _refuse_to_overwrite(folder: Path, force: bool) -> None:
    there = find_config(folder.absolute())
    if there is None or there.parent != folder.absolute() or force:
        return
    shown = folder / there.name
    if there.name == "contentlint.toml":
        raise ConfigError(f"{shown} is already there; --force writes it anew")
    raise ConfigError(
        f"{shown} holds settings already; --force writes a contentlint.toml that outranks it"
    )


def _plan_hook(folder: Path) -> tuple[Path, str] | None:
    """The hook file of the repository and its new text; ``None`` where nothing is to be written."""
    from contentlint.cli.init_hook import HOOK_FILE, add_hook

    top = _repository(folder)
    if top is None:
        print("no git repository here, so no pre-commit hook was added")
        return None
    path = top / HOOK_FILE
    text = add_hook(path.read_text(encoding="utf-8") if path.exists() else "", path)
    if text is None:
        print(f"{path} has the hook already")
        return None
    return path, text


def _repository(folder: Path) -> Path | None:
    """The top of the work tree, shown relative to the working directory where it is below it."""
    if (folder / ".git").exists():
        return folder
    above = folder.absolute().parents
    return next((parent for parent in above if (parent / ".git").exists()), None)


def _presets(folder: Path, sample: list[str]) -> list[str]:
    """The generator, and `news` where the posts look made from feeds."""
    presets = list(guess_preset(folder.absolute()))
    heads = [Path(path).read_bytes()[:4000] for path in sample[:50]]
    fed = sum(b" GMT\n" in head or b"referrerpolicy" in head for head in heads)
    if heads and fed * 3 >= len(heads):
        presets.append("news")
    return presets


def _survey(sample: list[str], presets: list[str]) -> Report:
    from contentlint.config import CommandChoice
    from contentlint.project import Project
    from contentlint.runner import run as run_files

    project = Project(CommandChoice(presets=tuple(presets)), isolated=True)
    report = Report()
    for result in run_files(sample, project, jobs=None):
        report.files_checked += 1
        report.findings.extend(result.findings)
    return report


def _fields(sample: list[str]) -> InferredSchema:
    from contentlint.document import Document
    from contentlint.schemas.infer import infer_fields
    from contentlint.source import Source

    return infer_fields(
        Document(Source.from_bytes(Path(path).read_bytes(), path)).front_matter.values
        for path in sample
    )


def _write_config(
    folder: Path,
    files: list[str],
    presets: list[str],
    report: Report,
    fields: InferredSchema,
    schema: bool,
) -> None:
    from contentlint.cli.init_config import config_text

    target = folder / "contentlint.toml"
    text = config_text(str(folder), files, presets, report, fields, declare=schema)
    target.write_text(text, encoding="utf-8")
    print(f"wrote {target}: {len(files)} posts, preset {', '.join(presets)}")


def _print_problem(posts: int, report: Report) -> None:
    summary = report.summary()
    looked = f"{report.files_checked} of {posts} posts" if report.files_checked < posts else "them"
    print(
        f"found in {looked}: {summary['error']} errors, {summary['warning']} warnings, "
        f"{summary['info']} pieces of advice; {summary['fixable_safe']} can be fixed safely"
    )


def _write_baseline(folder: Path, wanted: bool) -> None:
    import os

    from contentlint.cli import main

    if not wanted:
        print("nothing was found, so no baseline is needed")
        return
    status = main(["baseline", os.fspath(folder)])
    if status > 1:
        raise ConfigError("the baseline could not be written")

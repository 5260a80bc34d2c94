"""`contentlint init`: look at a site, write its contentlint.toml, baseline and hook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from contentlint.cli import EXIT_CLEAN, say
from contentlint.cli.session import has_baseline
from contentlint.config import find_config
from contentlint.discovery import discover
from contentlint.errors import ConfigError
from contentlint.presets import guess_preset
from contentlint.reading import is_there, read_file, read_text
from contentlint.report import Report
from contentlint.reports.parts.tally import plural

if TYPE_CHECKING:
    from io import TextIOWrapper

    from contentlint.schemas.infer import InferredSchema

__all__ = ["run"]

_SAMPLE = 500
"""So many posts, spread over the site, show what it is like."""


def run(options: Any) -> int:
    """Write the files; say what was seen and what to do next; 2 if a post could not be read."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder")
    _refuse_to_overwrite(folder, options.force)
    if not options.no_baseline:
        _check_baseline(folder)
    hook = None if options.no_pre_commit else _plan_hook(folder)
    files, unseen = discover([str(folder)])
    errors = [f"{error.path}: {error.message}" for error in unseen]
    sample = files[:: max(1, len(files) // _SAMPLE)][:_SAMPLE]
    presets = _presets(folder, sample)
    report = _survey(folder, sample, presets, errors)
    _write_config(folder, files, presets, report, _fields(sample), options.schema)
    _print_problem(len(files), report)
    status = 0 if options.no_baseline else _write_baseline(folder, bool(report.findings))
    if errors and not status:  # a baseline would have told of them
        for error in errors:
            say(f"error: {error}")
        status = 2
    if hook is not None:
        path, text, newline = hook
        _write(path, text, newline)
        print(f"added the hook to {path}; 'pre-commit install' switches it on")
    print("Next: contentlint check, then contentlint explain RULE for what you do not know yet.")
    return status


def _refuse_to_overwrite(folder: Path, force: bool) -> None:
    target = folder / "contentlint.toml"
    if os.path.lexists(target) and not target.is_file():
        raise ConfigError(f"{target} is in the way: it is no file; remove or rename it")
    there = find_config(folder.absolute())
    if there is None or there.parent != folder.absolute() or force or _is_empty(there):
        return
    shown = folder / there.name
    if there.name == "contentlint.toml":
        raise ConfigError(f"{shown} is already there; --force writes it anew")
    raise ConfigError(
        f"{shown} holds settings already; --force writes a contentlint.toml that outranks it"
    )


def _is_empty(path: Path) -> bool:
    try:
        return not read_text(path).strip()
    except (OSError, UnicodeDecodeError):
        return False


def _check_baseline(folder: Path) -> None:
    """Find out before anything is written whether the baseline that is there can be read."""
    from contentlint.baseline import Baseline
    from contentlint.places import SITE_BASELINE

    file = folder / SITE_BASELINE
    if has_baseline(file):
        Baseline.read(file)


def _write(path: Path, text: str, newline: str | None = None) -> None:
    """Write *text* to *path*, which is as it was if that fails; its lines end in *newline*.

    Raises:
        ConfigError: it cannot be written.
    """
    from contentlint.cli.report_files import beside
    from contentlint.files import WriteError

    try:
        with beside(Path(os.path.realpath(path))) as file:
            cast("TextIOWrapper", file).reconfigure(newline=newline)
            file.write(text)
    except WriteError as error:
        raise ConfigError(f"cannot write {path}: {error}") from error
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def _plan_hook(folder: Path) -> tuple[Path, str, str] | None:
    """The hook file of the repository, its new text, and how its lines end.

    ``None`` where nothing is to be written.
    """
    from contentlint.cli.init_hook import HOOK_FILE, add_hook

    top = _repository(folder)
    if top is None:
        print("no git repository here, so no pre-commit hook was added")
        return None
    path = top / HOOK_FILE
    old = _read_hook(path)
    text = add_hook(old.replace("\r\n", "\n"), path)
    if text is None:
        print(f"{path} has the hook already")
        return None
    return path, text, "\r\n" if "\r\n" in old else "\n"


def _read_hook(path: Path) -> str:
    try:
        return read_file(path)[0].decode("utf-8-sig") if is_there(path) else ""
    except OSError as error:
        words = error.strerror or error
        raise ConfigError(f"cannot read {path}: {words}; --no-pre-commit does without") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8: save it in that encoding") from error


def _repository(folder: Path) -> Path | None:
    """The top of the work tree, shown relative to the working directory where it is below it."""
    if (folder / ".git").exists():
        return folder
    above = folder.absolute().parents
    return next((parent for parent in above if (parent / ".git").exists()), None)


def _presets(folder: Path, sample: list[str]) -> list[str]:
    """The generator, and `news` where the posts look made from feeds."""
    presets = list(guess_preset(folder.absolute()))
    heads = [_read_post(path)[:4000] for path in sample[:50]]
    fed = sum(b" GMT\n" in head or b"referrerpolicy" in head for head in heads)
    if heads and fed * 3 >= len(heads):
        presets.append("news")
    return presets


def _read_post(path: str) -> bytes:
    """The post at *path*; nothing where it cannot be read, which the baseline tells of."""
    try:
        return read_file(path)[0]
    except OSError:
        return b""


def _survey(folder: Path, sample: list[str], presets: list[str], errors: list[str]) -> Report:
    """What is found under the configuration that is to be written."""
    from contentlint.config import CommandChoice, Config
    from contentlint.project import Project
    from contentlint.runner import run as run_files

    config = Config(root=folder.absolute())
    project = Project(CommandChoice(presets=tuple(presets)), config=config)
    report = Report()
    for result in run_files(sample, project, jobs=None):
        report.files_checked += 1
        errors += [f"{result.path}: {message}" for message in result.errors]
        report.findings.extend(result.findings)
    return report


def _fields(sample: list[str]) -> InferredSchema:
    from contentlint.document import Document
    from contentlint.schemas.infer import infer_fields
    from contentlint.source import Source

    return infer_fields(
        Document(Source.from_bytes(_read_post(path), path)).front_matter.values for path in sample
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
    _write(target, text)
    print(f"wrote {target}: {plural(len(files), 'post')}, preset {', '.join(presets)}")


def _print_problem(posts: int, report: Report) -> None:
    summary = report.summary()
    looked = f"{report.files_checked} of {posts} posts" if report.files_checked < posts else "them"
    print(
        f"found in {looked}: {plural(summary['error'], 'error')}, "
        f"{plural(summary['warning'], 'warning')}, {plural(summary['info'], 'piece')} of advice; "
        f"{summary['fixable_safe']} can be fixed safely"
    )


def _write_baseline(folder: Path, wanted: bool) -> int:
    """Record what there is; 2 if that failed, which was told, or not all could be read."""
    from contentlint.cli import main

    if not wanted:
        print("nothing was found, so no baseline is needed")
        return EXIT_CLEAN
    return main(["baseline", "--", os.fspath(folder)])

"""The commented contentlint.toml that `contentlint init` writes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from contentlint import __version__
from contentlint.discovery import display_path
from contentlint.presets import PRESETS
from contentlint.report import Report

if TYPE_CHECKING:
    from contentlint.schemas.infer import InferredSchema

__all__ = ["config_text"]

_SHOWN = 10
_DRAFTS = ("_drafts", "drafts", "draft")


def config_text(
    folder: str,
    files: list[str],
    presets: list[str],
    report: Report,
    fields: InferredSchema,
    *,
    declare: bool,
) -> str:
    """The settings for the posts *files* of the site in *folder*.

    Args:
        folder: the site's folder, as reports show it.
        files: all its posts.
        presets: the names of presets that fit.
        report: what was found in a sample of the posts.
        fields: the front-matter fields of that sample.
        declare: whether the fields become declarations, or only a comment.
    """
    folders = _folders(folder, files)
    lines = [
        f"# Settings of contentlint {__version__} for this site.",
        "# 'contentlint config' shows what applies to a post, 'contentlint explain RULE' a rule.",
        "",
        *(f"# {name}: {PRESETS[name]}" for name in presets),
        f"preset = {_toml(presets)}",
        "",
        *_comment_counts("Where the posts are:", folders),
        "# Patterns of files to leave out, as in .gitignore.",
        "exclude = []",
        "",
        *_comment_counts("What was found most when this file was written:", _rules(report)),
        "# Rules or families to switch off.",
        "ignore = []",
        "",
        '# [rules."links/hotword"]',
        '# severity = "error"',
        "",
        "# [[overrides]]",
        f'# paths = ["{_draft_folder(folders)}/"]',
        '# ignore = ["text"]',
        "",
    ]
    if fields.fields:
        lines += [fields.toml().rstrip()] if declare else _comment_fields(fields)
    return "\n".join(lines).rstrip() + "\n"


def _toml(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _folders(folder: str, files: list[str]) -> Counter[str]:
    """How many posts each folder at the top of the site holds, ``.`` for the site's own."""
    top = display_path(folder)
    prefix = "" if top == "." else top + "/"
    relative = (path.removeprefix(prefix) for path in files)
    counts = Counter(path.rpartition("/")[0] or "." for path in relative)
    while len(counts) > _SHOWN and any("/" in name for name in counts):
        merged: Counter[str] = Counter()
        deepest = max(name.count("/") for name in counts)
        for name, count in counts.items():
            merged[name.rpartition("/")[0] if name.count("/") == deepest else name] += count
        counts = merged
    return counts


def _rules(report: Report) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings)


def _comment_counts(title: str, counts: Counter[str]) -> list[str]:
    if not counts:
        return []
    shown = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    return [f"# {title}", *(f"#   {count:>6}  {_one_line(name)}" for name, count in shown)]


def _comment_fields(fields: InferredSchema) -> list[str]:
    width = max(len(_one_line(field.name)) for field in fields.fields)
    return [
        "# The front matter of these posts; 'contentlint init --schema --force' declares it,",
        "# so that a missing or misspelt field is found.",
        *(
            f"#   {_one_line(field.name):<{width}}  {field.type}, {_share(field.posts, fields)}"
            for field in fields.fields
        ),
    ]


def _share(posts: int, fields: InferredSchema) -> str:
    return f"in {round(100 * posts / fields.posts)} % of the posts"


def _one_line(name: str) -> str:
    """*name* fit for a TOML comment, which ends at the line and holds no control characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


def _draft_folder(folders: Counter[str]) -> str:
    names = [name for name in folders if name.rpartition("/")[2] in _DRAFTS]
    plain = [name for name in sorted(names) if name.isprintable() and not set(name) & set('"\\')]
    return plain[0] if plain else "drafts"

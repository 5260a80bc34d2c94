"""Which commands there are, and the options of each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from contentlint.findings import SEVERITIES
from contentlint.places import SITE_BASELINE

__all__ = ["COMMANDS"]


def _commas(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise argparse.ArgumentTypeError(f"'{text}' names nothing")
    return names


def _patterns(text: str) -> list[str]:
    from contentlint.ignores import can_match

    patterns = _commas(text)
    for pattern in patterns:
        if not can_match(pattern):
            raise argparse.ArgumentTypeError(f"the pattern '{pattern}' matches nothing")
    return patterns


def _several(what: str, read: Callable[[str], list[str]] = _commas) -> dict[str, Any]:
    """How an option is made that takes several, with commas between or by being repeated."""
    return {"action": "extend", "type": read, "metavar": what}


def _report(text: str) -> str:
    if text.endswith("="):
        raise argparse.ArgumentTypeError(f"'{text}' names no file behind the equals sign")
    return text


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a count (0, 1, 2, …)")
    return number


def _add_choice(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which rules")
    add = group.add_argument
    add("--select", **_several("RULES"), help="only these rules or families")
    add("--ignore", **_several("RULES"), help="not these rules or families")
    add("--extend-select", **_several("RULES"), help="these as well")
    add("--preset", **_several("NAME"), help="hexo, hugo, news, …; may be repeated")
    add("--config", metavar="FILE", help="use this configuration file for every path")
    add(
        "--isolated",
        action="store_true",
        help="ignore configuration files and the site's generator",
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (-: standard input)"
    )
    _add_choice(parser)
    _add_fixing(parser)
    _add_files(parser)
    _add_output(parser)


def _add_fixing(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("fixing").add_argument
    add("--fix", action="store_true", help="apply the safe fixes")
    add(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also those a reader may notice",
    )
    add("--diff", action="store_true", help="show what --fix would change; write nothing")
    add("--fix-only", action="store_true", help="fix, and report nothing else")
    add("--fixable", **_several("RULES"), help="only these rules may fix")
    add("--unfixable", **_several("RULES"), help="these rules may not fix")


def _add_files(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("which files").add_argument
    _add_exclude(add)
    add(
        "--force-exclude",
        action="store_true",
        help="leave out even paths named here, and any .txt without front matter",
    )
    add("--changed", action="store_true", help="only files changed since the last commit")
    add("--since", metavar="REV", help="only files changed since the branch left REV")
    add(
        "--changed-lines", action="store_true", help="with --changed or --since: only changed lines"
    )
    add("--stdin-filename", metavar="NAME", help="the name of the post on standard input")
    add("--baseline", metavar="FILE", help="report only what this baseline does not hold")
    add("--no-baseline", action="store_true", help="ignore the baseline")
    add("--no-cache", action="store_true", help="neither read nor write the result cache")
    add("--cache-dir", metavar="DIR", help="where the result cache is kept")
    add("-j", "--jobs", type=_count, metavar="N", help="processes (default: as many as help)")


def _add_exclude(add: Callable[..., object]) -> None:
    add("--exclude", **_several("PATTERNS", _patterns), help="leave out, as in .gitignore")


def _add_either_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="for people or programs"
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("output").add_argument
    add(
        "--output-format",
        action="append",
        type=_report,
        metavar="FMT",
        help="text, concise, json, sarif, … or FMT=FILE",
    )
    add("-o", "--output-file", metavar="FILE", help="write the report to a file")
    add("--statistics", action="store_true", help="end with counts by rule, family and folder")
    add("--fail-on", choices=SEVERITIES, help="the least severity that gives status 1 (warning)")
    add("--max-warnings", type=_count, metavar="N", help="tolerate this many warnings")
    add("--exit-zero", action="store_true", help="status 0 in spite of findings")
    add("-q", "--quiet", action="store_true", help="no summary and no progress")
    add(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours in text reports",
    )


def _add_rules(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    parser.add_argument("--all", action="store_true", help="also the rules that are off")
    _add_either_format(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE", help="a rule id, such as links/hotword")
    parser.add_argument("--config", metavar="FILE", help="use this configuration file")
    parser.add_argument("--isolated", action="store_true", help="ignore configuration files")


def _add_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rules_dir", nargs="?", metavar="RULES_DIR", help="a rule folder (default: ours)"
    )
    parser.add_argument("--rule", action="append", metavar="RULE", help="only this rule")


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="config, rule, report or front-matter")
    parser.add_argument("--preset", **_several("NAME"), help="for front-matter")
    parser.add_argument("--config", metavar="FILE", help="for front-matter: the site's own fields")


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default=".", help="a post or folder")
    _add_choice(parser)
    _add_either_format(parser)


def _add_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default=".", help="the site's folder")
    parser.add_argument(
        "--force", action="store_true", help="overwrite a contentlint.toml that is there"
    )
    parser.add_argument(
        "--schema", action="store_true", help="infer the front-matter fields from the posts"
    )
    parser.add_argument(
        "--no-baseline", action="store_true", help="do not record what exists as the baseline"
    )
    parser.add_argument(
        "--no-pre-commit", action="store_true", help="leave .pre-commit-config.yaml alone"
    )


def _add_baseline(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders")
    _add_choice(parser)
    parser.add_argument("--baseline", metavar="FILE", help=f"the file to write ({SITE_BASELINE})")
    parser.add_argument("--prune", action="store_true", help="only drop what is gone; add nothing")
    _add_exclude(parser.add_argument)
    parser.add_argument("-j", "--jobs", type=_count, metavar="N", help="processes")


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("info", "clear"), help="show or empty the result cache")
    parser.add_argument("--cache-dir", metavar="DIR", help="where the result cache is kept")


COMMANDS = (
    ("check", "Check posts, and fix them with --fix.", _add_check),
    ("rules", "List the rules that are on.", _add_rules),
    ("explain", "Explain one rule: reason, options, examples, fix.", _add_explain),
    ("test", "Run the examples of a rule folder.", _add_test),
    ("schema", "Print a JSON Schema: config, rule, report, front-matter.", _add_schema),
    ("config", "Show the settings that apply to a path, and where each comes from.", _add_config),
    ("init", "Look at a site; write its contentlint.toml, baseline and hook.", _add_init),
    ("baseline", "Record the findings that exist, so that check reports new ones.", _add_baseline),
    ("cache", "Show or empty the result cache.", _add_cache),
)

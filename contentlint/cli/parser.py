"""The options of every command; unknown ones are errors with a suggestion."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, NoReturn

from contentlint import __version__
from contentlint.errors import ContentlintError, suggest
from contentlint.places import SITE_BASELINE

__all__ = ["build_parser", "parse"]

_SEVERITIES = ("error", "warning", "info")
_STATUS_NOTE = "exit status: 0 clean, 1 findings, 2 a bad option, configuration, rule or path"


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are ours: one sentence, a suggestion, status 2."""

    _helping = False

    def __init__(self, **arguments: Any) -> None:
        super().__init__(allow_abbrev=False, **arguments)

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self._helping = True
        return super().format_help()

    def print_help(self, file: Any = None) -> None:
        """Print the help; unlike the base class, raise `OSError` if that cannot be done."""
        (file or sys.stdout).write(self.format_help())

    def _get_formatter(self) -> argparse.HelpFormatter:
        # each option is tried on a formatter: that need not ask the terminal for its width
        if self._helping:
            return super()._get_formatter()
        return argparse.HelpFormatter(prog=self.prog, width=80)

    def error(self, message: str) -> NoReturn:
        raise ContentlintError(f"{message}{self._hint(message)} (see '{self.prog} --help')")

    def _hint(self, message: str) -> str:
        if message.startswith("unrecognized arguments: "):
            words = message.partition(": ")[2]
            if os.path.lexists(words):
                return f" (the file of that name is ./{words})"
            return self.hint_option(words.partition(" ")[0].split("=")[0])
        if "invalid choice: " in message:
            where, _, said = message.partition(": invalid choice: ")
            word = said.split(" (", maxsplit=1)[0].strip("'")
            choices = [
                str(choice)
                for action in self._actions
                for choice in action.choices or ()
                if argparse._get_action_name(action) == where.removeprefix("argument ")
            ]
            if where == "argument COMMAND" and os.path.lexists(word):
                return f"; to check it: contentlint check {word}"
            return suggest(word, choices)
        return ""

    def hint_option(self, word: str) -> str:
        """The option that *word* may have been meant for, as the end of a message."""
        known = list(self._option_string_actions)
        if not word.startswith("--"):
            return suggest(word, known)
        # the dashes would make all names alike
        hint = suggest(word[2:], [name[2:] for name in known if name.startswith("--")])
        return hint.replace("'", "'--", 1)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Like the base class, but an unknown option is reported by the command it stands in."""
        options, rest = self.parse_known_args(args, namespace)
        end = rest.index("--") if "--" in rest else len(rest)
        unknown = [word for word in rest[:end] if word.startswith("-") and word != "-"]
        if rest and (unknown or not hasattr(options, "paths")):
            parser = getattr(options, "parser", self)
            parser.error(f"unrecognized arguments: {' '.join(unknown or rest)}")
        if rest:  # paths behind an option that stands among them
            options.paths += [*rest[:end], *rest[end + 1 :]]
        for path in getattr(options, "paths", ()):
            if path.startswith("-") and " " in path:
                self._refuse_joined(path)
        return options

    def _refuse_joined(self, word: str) -> None:
        """Refuse an option and its value in one *word*, as quotes or a list of options make it."""
        option, _, value = word.partition(" ")
        if option in self._option_string_actions and not os.path.lexists(word):
            raise ContentlintError(
                f"'{word}' is one word: give {option} and {value.strip()} as words of their own, "
                f"without quotes around both (see '{self.prog} --help')"
            )


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


def parse(words: list[str]) -> Any:
    """The options that *words* give; only the options of the command in question are made.

    Raises:
        ContentlintError: an unknown command or option, or a value that cannot be.
    """
    _refuse_empty(words)
    for name, summary, add in _COMMANDS:
        if words[:1] == [name]:
            parser = _Parser(prog=f"contentlint {name}", description=summary, epilog=_STATUS_NOTE)
            add(parser)
            parser.set_defaults(command=name)
            return parser.parse_args(words[1:])
    if words[:1] and words[0].startswith("-") and words[0] not in ("-h", "--help"):
        _refuse_option(words)
    return build_parser().parse_args(words)


def _refuse_empty(words: list[str]) -> None:
    """Refuse what a variable without a value, or a stray character, leaves of a command line."""
    end = words.index("--") if "--" in words else len(words)
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        option = word[:-1] if word.startswith("-") and word.endswith("=") else ""
        if index < end and option:
            raise ContentlintError(f"{option} has an empty value: give one, or leave it out")
        if not word:
            what = f"what stands behind {before}" if before else "the command"
            if index > 1 and not before.startswith("-"):
                what = "an argument"
            raise ContentlintError(f"{what} is empty: give a value, or leave it out")
        if "\0" in word:
            shown = word.replace("\0", "\\0")
            raise ContentlintError(f"'{shown}' holds the character NUL, which no name can have")


def _refuse_option(words: list[str]) -> NoReturn:
    """Say what is wrong with the first of *words*, an option where a command should stand."""
    option = words[0].split("=")[0]
    meant = next((word for word in words if word in _COMMAND_NAMES), "check")
    command = _Parser(prog=meant)
    next(add for name, _, add in _COMMANDS if name == meant)(command)
    if option in command._option_string_actions:
        hint = "; options stand behind the command"
    else:
        hint = build_parser().hint_option(option)
    raise ContentlintError(f"unrecognized arguments: {option}{hint} (see 'contentlint --help')")


def build_parser() -> _Parser:
    """The whole command line."""
    parser = _Parser(
        prog="contentlint",
        description="Lint posts: front matter, Markdown and HTML, at exact characters.",
        epilog=_STATUS_NOTE,
    )
    parser.add_argument("-V", "--version", action="version", version=f"contentlint {__version__}")
    commands = parser.add_subparsers(
        # without prog it would be formatted, which asks the terminal for its width
        dest="command",
        metavar="COMMAND",
        required=True,
        prog=parser.prog,
    )
    for name, summary, add in _COMMANDS:
        command = commands.add_parser(name, help=summary, description=summary, epilog=_STATUS_NOTE)
        command.set_defaults(parser=command)
        add(command)
    return parser


def _add_choice(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which rules")
    add = group.add_argument
    add(
        "--select",
        action="extend",
        type=_commas,
        metavar="RULES",
        help="only these rules or families",
    )
    add(
        "--ignore",
        action="extend",
        type=_commas,
        metavar="RULES",
        help="not these rules or families",
    )
    add("--extend-select", action="extend", type=_commas, metavar="RULES", help="these as well")
    add(
        "--preset",
        action="extend",
        type=_commas,
        metavar="NAME",
        help="hexo, hugo, news, …; may be repeated",
    )
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
    add(
        "--fixable", action="extend", type=_commas, metavar="RULES", help="only these rules may fix"
    )
    add(
        "--unfixable",
        action="extend",
        type=_commas,
        metavar="RULES",
        help="these rules may not fix",
    )


def _add_files(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("which files").add_argument
    add(
        "--exclude",
        action="extend",
        type=_patterns,
        metavar="PATTERNS",
        help="leave out, as in .gitignore",
    )
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
    add("--fail-on", choices=_SEVERITIES, help="the least severity that gives status 1 (warning)")
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
    parser.add_argument(
        "--preset", action="extend", type=_commas, metavar="NAME", help="for front-matter"
    )
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
    parser.add_argument(
        "--exclude",
        action="extend",
        type=_patterns,
        metavar="PATTERNS",
        help="leave out, as in .gitignore",
    )
    parser.add_argument("-j", "--jobs", type=_count, metavar="N", help="processes")


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("info", "clear"), help="show or empty the result cache")
    parser.add_argument("--cache-dir", metavar="DIR", help="where the result cache is kept")


_COMMANDS = (
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
_COMMAND_NAMES = frozenset(name for name, _, _ in _COMMANDS)

"""Reads the words of a command line; what cannot be meant is an error with a suggestion."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, NoReturn

from contentlint import __version__
from contentlint.cli.options import COMMANDS
from contentlint.errors import ContentlintError, suggest

__all__ = ["build_parser", "parse"]

_NAMES = frozenset(name for name, _, _ in COMMANDS)
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


def parse(words: list[str]) -> Any:
    """The options that *words* give; only the options of the command in question are made.

    Raises:
        ContentlintError: an unknown command or option, or a value that cannot be.
    """
    _refuse_empty(words)
    for name, summary, add in COMMANDS:
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
    meant = next((word for word in words if word in _NAMES), "check")
    command = _Parser(prog=meant)
    next(add for name, _, add in COMMANDS if name == meant)(command)
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
    for name, summary, add in COMMANDS:
        command = commands.add_parser(name, help=summary, description=summary, epilog=_STATUS_NOTE)
        command.set_defaults(parser=command)
        add(command)
    return parser

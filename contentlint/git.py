"""git, run to look at a repository: in plain words, with no program that the repository names."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable
from contextlib import suppress

from contentlint.errors import ConfigError

__all__ = ["Git", "environment", "heed_children"]

# What a hook's environment says about its own repository must not lead elsewhere.
_REPOSITORY_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
# What a person's environment and configuration could change about the output, and what in a
# repository may name a program to run.
_OUTPUT_VARIABLES = (
    "GIT_ATTR_SOURCE",
    "GIT_DIFF_OPTS",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
)
_SETTINGS = (
    "core.fsmonitor=",
    "core.hooksPath=/dev/null",
    "core.quotePath=true",
    "diff.interHunkContext=0",
    "diff.mnemonicPrefix=false",
    "diff.noprefix=false",
    "diff.relative=false",
    "diff.submodule=short",
)
_NOTHING = "CONTENTLINT_NOTHING"
"""The variable that gives an empty value to a setting whose name has an equals sign in it."""


class Git:
    """git, run in one folder, whatever a person or the repository there has set."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._settings = [part for setting in _SETTINGS for part in ("-c", setting)]

    def run(self, *arguments: str) -> bytes:
        """Run git with nothing to read, and return what it prints.

        Raises:
            ConfigError: it fails, or cannot be run.
        """
        command = self.command(arguments)
        try:
            done = subprocess.run(
                command, input=b"", capture_output=True, env=environment(), check=False
            )
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ConfigError("--changed and --since need git, which is not installed") from error
        except OSError as error:
            words = f"which cannot be run: {error.strerror}"
            raise ConfigError(f"--changed and --since need git, {words}") from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").partition("\nusage: ")[0].strip()
            words = said or f"status {done.returncode}"
            raise ConfigError(f"git {arguments[0]} failed: {words.removeprefix('fatal: ')}")
        return done.stdout

    def command(self, arguments: Iterable[str]) -> list[str]:
        """The words of a command with *arguments*."""
        return ["git", "-C", self.folder, *self._settings, *arguments]

    def leave_out_filters(self) -> None:
        """From now on, run no filter that the repository's own configuration names.

        What a filter would have made of a file that was touched then counts as changed.
        """
        wanted = ("config", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\.")
        try:
            listing = os.fsdecode(self.run(*wanted)).split("\0")
        except ConfigError:  # there is none
            return
        pairs = zip(listing[::2], listing[1::2], strict=False)
        names = {name.rpartition(".")[0] for scope, name in pairs if scope in ("local", "worktree")}
        for name in sorted(names):
            for key in (f"{name}.clean", f"{name}.process", f"{name}.required"):
                own = [f"--config-env={key}={_NOTHING}"] if "=" in key else ["-c", f"{key}="]
                self._settings += own


def environment() -> dict[str, str]:
    """The environment for git: its own repository, plain words, and no lock for a look."""
    left_out = (*_REPOSITORY_VARIABLES, *_OUTPUT_VARIABLES)
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    plain = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", _NOTHING: ""}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", **plain}


def heed_children() -> None:
    """Let the system tell how git ended: whoever started this process may have it forget that.

    Then every git would seem to have done what it was asked for.
    """
    ends = getattr(signal, "SIGCHLD", None)
    if ends is not None and signal.getsignal(ends) == signal.SIG_IGN:
        with suppress(ValueError):  # not in the main thread
            signal.signal(ends, signal.SIG_DFL)

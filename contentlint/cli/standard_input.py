"""The post on standard input: linted within the limits of a file, and given back if it is fixed."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from contentlint.cli import discard
from contentlint.errors import ConfigError
from contentlint.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from contentlint.findings import FileResult
    from contentlint.limits import Limits
    from contentlint.project import Fixing, Project

__all__ = ["give_post", "lint_standard_input"]

_PIECE = 1_000_000


def lint_standard_input(
    name: str,
    project: Project,
    fixing: Fixing | None,
    limits: Limits,
    leave_out: Callable[[bytes], bool],
) -> tuple[bytes, FileResult | None]:
    """Lint or fix the post on standard input, as the file *name*, within *limits*.

    Returns:
        Its content as it is now, if *fixing*, or as far as it was read, and what is to be said;
        nothing of a post that *leave_out* says to leave out.

    Raises:
        ConfigError: standard input cannot be read.
    """
    work = Work(project, fixing, limits)
    data = bytearray()
    while piece := _read(_PIECE):
        data += piece
        if 0 < limits.size < len(data):
            break
    content = bytes(data)
    if leave_out(content):
        return content, None
    if 0 < limits.size < len(content):
        return content, work.lint_beginning(content, name)
    work.start()
    try:
        if fixing is not None:
            return work.fix(content, name)
        return b"", work.lint(content, name)
    finally:
        work.stop()


def give_post(content: bytes) -> None:
    """Write *content* to standard output, and behind it what was not read of a larger post.

    Raises:
        ConfigError: standard input cannot be read.
    """
    try:
        sys.stdout.flush()
        out = sys.stdout.buffer
        out.write(content)
        for piece in iter(partial(_read, _PIECE), b""):
            out.write(piece)
        out.flush()
    except BrokenPipeError:
        discard(sys.stdout)  # whoever has seen enough of the post may still read the findings


def _read(size: int) -> bytes:
    """The next *size* bytes of standard input, fewer only at its end.

    Raises:
        ConfigError: it is closed, a folder, or broken.
    """
    try:
        return sys.stdin.buffer.read(size)
    except OSError as error:
        raise ConfigError(f"standard input cannot be read: {error.strerror}") from error

"""Read files, and never a pipe or a device: whoever waits for their end may wait for ever."""

from __future__ import annotations

import errno
import os
import stat

__all__ = [
    "HEAD",
    "NO_FILE",
    "TooLargeError",
    "is_there",
    "open_file",
    "read_file",
    "read_short",
    "read_start",
    "read_text",
]

HEAD = 4_096
"""How much is read of a file that is too large: comments there may hold the finding back."""
NO_FILE = (None, errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
"""The ``errno`` of errors by which `open_file` says that there is no ordinary file at all."""
_SHORT = 1_000_000


class TooLargeError(OSError):
    """A file is larger than it may be: *size* bytes, the first of which are *head*."""

    def __init__(self, size: int, head: bytes) -> None:
        super().__init__("it is too large")
        self.size = size
        self.head = head


def open_file(path: str | os.PathLike[str]) -> tuple[int, os.stat_result]:
    """Open an ordinary file for reading: its handle, and its facts.

    Raises:
        OSError: it cannot be read, is no ordinary file, or no file can have such a name.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        # a pipe that was put in the file's place must not stop the run
        handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except ValueError as error:
        raise OSError("its name holds a character that no name can have") from error
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise OSError("it is not an ordinary file")
    except OSError:
        os.close(handle)
        raise
    return handle, info


def is_there(path: str | os.PathLike[str]) -> bool:
    """Whether there is anything at *path*, be it a link that leads nowhere.

    Raises:
        OSError: the system cannot tell, which `os.path.lexists` takes for a no.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return True


def read_file(path: str | os.PathLike[str], limit: int = 0) -> tuple[bytes, os.stat_result]:
    """Read a file of at most *limit* bytes (0: any); its facts are those of the bytes read.

    Raises:
        TooLargeError: it is larger.
        OSError: as `open_file`, or reading fails.
    """
    handle, info = open_file(path)
    try:
        if limit and info.st_size > limit:
            raise TooLargeError(info.st_size, os.read(handle, HEAD))
        return _read_all(handle, info.st_size), info
    finally:
        os.close(handle)


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a UTF-8 file without byte order mark, each line ending as a line feed.

    Raises:
        OSError: as `read_file`.
        UnicodeDecodeError: it is not UTF-8.
    """
    text = read_file(path)[0].decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_short(path: str | os.PathLike[str], limit: int = _SHORT) -> str | None:
    """The text of a site's own file, whatever it holds; ``None`` if it is longer or unreadable."""
    text = read_start(path, limit + 1)
    return None if text is None or len(text) > limit else text


def read_start(path: str | os.PathLike[str], most: int) -> str | None:
    """The first *most* characters of a file, whatever it holds; ``None`` if it is unreadable."""
    try:
        with open(open_file(path)[0], encoding="utf-8", errors="replace") as file:
            return file.read(most + 1).removeprefix("\ufeff")[:most]
    except OSError:
        return None


def _read_all(handle: int, size: int) -> bytes:
    """All that stands in an open file of probably *size* bytes."""
    data = os.read(handle, size + 1)
    if len(data) == size:  # one more was asked for: this is the end
        return data
    pieces = [data]
    while data:
        data = os.read(handle, 65_536)
        pieces.append(data)
    return b"".join(pieces)

"""Standard streams that do not wait, as another program may have left them: here they do."""

from __future__ import annotations

import io
import select
from typing import Any

__all__ = ["open_waiting"]


class _Waiting(io.FileIO):
    """A file whose reads and writes wait, though the system would refuse what is not done at once.

    To make the file itself wait would change it for all who share it.
    """

    def readinto(self, buffer: Any) -> int:
        """Read into *buffer* what there is, at least a byte if this is not the end."""
        while (count := super().readinto(buffer)) is None:
            self._wait(select.POLLIN)
        return count

    def write(self, data: Any) -> int:
        """Write as much of *data* as there is room for, at least a byte."""
        while (count := super().write(data)) is None:
            self._wait(select.POLLOUT)
        return count

    def _wait(self, event: int) -> None:
        poll = select.poll()
        poll.register(self.fileno(), event)
        poll.poll()


def open_waiting(handle: int, mode: str) -> io.TextIOWrapper:
    """Open the standard stream *handle* for text, to be read (``r``) or written (``w``)."""
    file = _Waiting(handle, mode, closefd=False)
    buffer: Any = io.BufferedReader(file) if mode == "r" else io.BufferedWriter(file)
    return io.TextIOWrapper(buffer, encoding="utf-8", line_buffering=file.isatty())

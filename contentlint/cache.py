"""The result cache: packed results, keyed by path, state and content.

A result holds for a path, a *state* (a digest of the rules, their options and the settings in
force there) and a content.  If size, times and inode of a file are as they were, its content is
taken to be as it was; if not, its bytes are read and their digest decides.  A file that changed
so shortly before it was read that its times might not tell a later change is always read again.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from contentlint.cache_file import CacheFile
from contentlint.cache_version import version_of_results
from contentlint.digests import blake2b

if TYPE_CHECKING:
    from contentlint.work import Stamp

__all__ = ["Cache"]

_SETTLED_NS = 2_000_000_000
_UNSETTLED = -1
_BATCH = 500
_MOST_ASKED = 500
_STATES_KEPT = 4
_PATHS_TRIED = 200
_SEAL = 4
_FIND = """
SELECT path, size, modified, changed, inode, digest, stored, packed FROM results
WHERE state = ? AND path IN ({})
"""
_STORE = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TRIM = """
DELETE FROM results WHERE path = ?1 AND state IN
(SELECT state FROM results WHERE path = ?1 ORDER BY stored DESC LIMIT -1 OFFSET ?2)
"""

_Wanted = Mapping[bytes, tuple[str, os.stat_result]]
"""Files to look up: their paths and facts, by the key of the path."""


class Cache:
    """The results kept in *folder* for the posts of the site at *root*.

    Opening never fails: a cache that cannot be used finds nothing and keeps nothing.  Use it from
    the thread and the process that opened it; any number of processes may use the same folder.
    """

    def __init__(self, folder: str | Path, root: str | Path = ".") -> None:
        self._file = CacheFile(folder)
        self._prefix = _prefix(root)
        self._version = blake2b(version_of_results().encode(), digest_size=32).digest()
        self._states: dict[str, bytes] = {}
        self._unsaved: list[tuple[object, ...]] = []

    @property
    def notices(self) -> list[str]:
        """What the user should know of the cache itself."""
        return self._file.notices

    @property
    def prefix(self) -> str:
        """What makes a path of the working directory one of the root's."""
        return self._prefix

    def look_up(self, files: Iterable[tuple[str, str, os.stat_result]]) -> dict[str, bytes]:
        """The packed results that still hold, by path, of *files*: path, state, facts of each."""
        by_state: dict[str, dict[bytes, tuple[str, os.stat_result]]] = {}
        for path, state, info in files:
            by_state.setdefault(state, {})[self._path_key(path)] = (path, info)
        found: dict[str, bytes] = {}
        with self._file.minding_faults():
            for state, wanted in by_state.items():
                self._look_up_state(self._state_key(state), wanted, found)
        return found

    def _look_up_state(self, state: bytes, wanted: _Wanted, found: dict[str, bytes]) -> None:
        database = self._file.database
        if database is None:
            return
        now = time.time_ns()
        keys = list(wanted)
        for start in range(0, len(keys), _MOST_ASKED):
            asked = keys[start : start + _MOST_ASKED]
            query = _FIND.format(",".join("?" * len(asked)))
            for key, size, modified, changed, inode, digest, stored, packed in database.execute(
                query, (state, *asked)
            ).fetchall():
                path, info = wanted.get(key, ("", None))
                made = _unseal(packed)
                # by a clock that was set back, a date in the post may be one to come
                if (
                    info is None
                    or made is None
                    or size != info.st_size
                    or not _is_past(stored, now)
                ):
                    continue
                if (modified, changed, inode) != (info.st_mtime_ns, info.st_ctime_ns, info.st_ino):
                    stamp = _read_stamp(path)
                    if stamp is None or stamp.digest != digest:
                        continue
                    if _is_settled(stamp):
                        self._put((key, state), stamp, packed)
                found[path] = made

    def store(self, path: str, state: str, stamp: Stamp, packed: bytes) -> None:
        """Keep a result; it is in the file after the next `commit`, at the latest."""
        if self._file.database is not None:
            self._put((self._path_key(path), self._state_key(state)), stamp, _seal(packed))

    def commit(self) -> None:
        """Write what is not yet written; what cannot be written is dropped."""
        rows, self._unsaved = self._unsaved, []
        database = self._file.database
        if not (rows and self._file.writable) or database is None:
            return
        with self._file.minding_faults(), database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany(_STORE, rows)
            database.executemany(_TRIM, [(row[0], _STATES_KEPT) for row in rows])

    def close(self) -> None:
        """Commit, forget some files that are gone, and close."""
        self.commit()
        database = self._file.database
        if database is not None and self._file.writable and database.total_changes:
            with suppress(sqlite3.Error, UnicodeDecodeError):
                self._drop_vanished(database)
        self._file.close()

    def __enter__(self) -> Cache:
        """The cache itself; it is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the cache."""
        self.close()

    def _state_key(self, state: str) -> bytes:
        digest = self._states.get(state)
        if digest is None:
            digest = blake2b(state.encode(), digest_size=16, key=self._version).digest()
            self._states[state] = digest
        return digest

    def _path_key(self, path: str) -> bytes:
        return os.fsencode(path if os.path.isabs(path) else self._prefix + path)

    def _put(self, key: tuple[bytes, bytes], stamp: Stamp, packed: bytes) -> None:
        if not self._file.writable:
            return
        modified = stamp.modified if _is_settled(stamp) else _UNSETTLED
        facts = (stamp.size, modified, stamp.changed, stamp.inode, stamp.digest)
        self._unsaved.append((*key, *facts, time.time_ns(), packed))
        if len(self._unsaved) >= _BATCH:
            self.commit()

    def _drop_vanished(self, database: sqlite3.Connection) -> None:
        """Look at some rows, from anywhere, and drop those whose file is gone."""
        (last,) = database.execute("SELECT max(rowid) FROM results").fetchone()
        start = time.time_ns() % (last or 1)
        query = "SELECT path FROM results WHERE rowid > ? ORDER BY rowid LIMIT ?"
        paths = {path for (path,) in database.execute(query, (start, _PATHS_TRIED))}
        prefix = os.fsencode(self._prefix)
        gone = [
            (path,)
            for path in paths
            if path.startswith(prefix) and not os.path.lexists(path[len(prefix) :])
        ]
        if gone:
            with database:
                database.executemany("DELETE FROM results WHERE path = ?", gone)


def _seal(packed: bytes) -> bytes:
    """*packed* with a check sum, which tells damage on the disk."""
    return packed + crc32(packed).to_bytes(_SEAL, "little")


def _unseal(data: object) -> bytes | None:
    """What was sealed; ``None`` if it is damaged."""
    if not isinstance(data, bytes):
        return None
    packed = data[:-_SEAL]
    return packed if int.from_bytes(data[-_SEAL:], "little") == crc32(packed) else None


def _prefix(root: str | Path) -> str:
    """What to put before a path of the working directory to make it one of the root's."""
    try:
        below = os.path.relpath(os.getcwd(), root)
    except ValueError:  # another drive
        return os.path.join(os.getcwd(), "")
    return "" if below == "." else below + "/"


def _is_past(stored: object, now: int) -> bool:
    return isinstance(stored, int) and stored <= now


def _is_settled(stamp: Stamp) -> bool:
    """Whether a change after the reading would show in the file's times, coarse as they may be."""
    return stamp.read - max(stamp.modified, stamp.changed) > _SETTLED_NS


def _read_stamp(path: str) -> Stamp | None:
    from contentlint.reading import read_file
    from contentlint.work import content_digest, make_stamp

    at = time.time_ns()
    try:
        data, info = read_file(path)
    except OSError:
        return None
    return make_stamp(info, content_digest(data), at)

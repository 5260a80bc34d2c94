"""The result cache: one SQLite file of packed results, keyed by path, state and content.

A result holds for a path, a *state* (a digest of the rules, their options and the settings in
force there) and a content.  If size, times and inode of a file are as they were, its content is
taken to be as it was; if not, its bytes are read and their digest decides.  A file that changed
so shortly before it was read that its times might not tell a later change is always read again.

Whatever is wrong with the cache, the linter goes on: the cache is made anew, or done without, and
``notices`` says so.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from contentlint import __version__
from contentlint.digests import blake2b
from contentlint.forms import FORMAT
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.work import Stamp

__all__ = ["FOLDER", "Cache", "CacheInfo", "clear", "describe"]

FOLDER = ".contentlint_cache"
"""The default folder, beside the configuration."""

_NAME = "results-1.sqlite3"  # the number is that of the layout: other versions use other files
_APPLICATION = 0x636C6E74
_SETTLED_NS = 2_000_000_000
_UNSETTLED = -1
_BATCH = 500
_MOST_ASKED = 500
_STATES_KEPT = 4
_PATHS_TRIED = 200
_WAIT_SECONDS = 5.0
_SEAL = 4
_LIBRARIES = (
    "frontmatter",
    "ftfy",
    "html5lib",
    "pydantic",
    "pyromark",
    "regex",
    "tomlkit",
    "turbohtml",
    "yaml",
)
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# contentlint keeps results here that it can make again; backups may leave this folder out.
"""
_TABLES = """
CREATE TABLE results (
    path BLOB NOT NULL, state BLOB NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    inode INTEGER NOT NULL, digest BLOB NOT NULL, stored INTEGER NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (path, state)
)
"""
_FIND = """
SELECT path, size, modified, changed, inode, digest, stored, packed FROM results
WHERE state = ? AND path IN ({})
"""
_STORE = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TRIM = """
DELETE FROM results WHERE path = ?1 AND state IN
(SELECT state FROM results WHERE path = ?1 ORDER BY stored DESC LIMIT -1 OFFSET ?2)
"""


class CacheInfo(NamedTuple):
    """What a cache holds: where, how many results of how many files, and its size in bytes."""

    folder: str
    results: int
    files: int
    size: int


class _ForeignError(sqlite3.DatabaseError):
    """The file is a database, but not one of ours."""


class _DamagedError(sqlite3.DatabaseError):
    """The file holds text that is none."""


@contextmanager
def _minding_damage() -> Iterator[None]:
    """Make of text that SQLite hands over and nobody can decode the error that it is."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise _DamagedError(f"its text is damaged ({error.reason})") from error


class Cache:
    """The results kept in *folder* for the posts of the site at *root*.

    Opening never fails: a cache that cannot be used finds nothing and keeps nothing.  Use it from
    the thread and the process that opened it; any number of processes may use the same folder.
    """

    def __init__(self, folder: str | Path, root: str | Path = ".") -> None:
        self.notices: list[str] = []
        self._folder = Path(folder)
        self._file = str(self._folder / _NAME)
        self._prefix = _prefix(root)
        version = f"{__version__}/{FORMAT}/{time.timezone}{_checkout_stamp()}{_libraries_stamp()}"
        self._version = blake2b(version.encode(), digest_size=32).digest()
        self._states: dict[str, bytes] = {}
        self._unsaved: list[tuple[object, ...]] = []
        self._writable = True
        self._remade = False
        self._db: sqlite3.Connection | None = None
        self._open()

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
        try:
            with _minding_damage():
                for state, wanted in by_state.items():
                    self._look_up_state(self._state_key(state), wanted, found)
        except sqlite3.Error as error:
            self._recover(error)
        return found

    def _look_up_state(
        self,
        state: bytes,
        wanted: Mapping[bytes, tuple[str, os.stat_result]],
        found: dict[str, bytes],
    ) -> None:
        if self._db is None:
            return
        now = time.time_ns()
        keys = list(wanted)
        for start in range(0, len(keys), _MOST_ASKED):
            asked = keys[start : start + _MOST_ASKED]
            query = _FIND.format(",".join("?" * len(asked)))
            for key, size, modified, changed, inode, digest, stored, packed in self._db.execute(
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
        if self._db is not None and self._writable:
            self._put((self._path_key(path), self._state_key(state)), stamp, _seal(packed))

    def commit(self) -> None:
        """Write what is not yet written; what cannot be written is dropped."""
        rows, self._unsaved = self._unsaved, []
        if not rows or self._db is None:
            return
        try:
            with _minding_damage(), self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany(_STORE, rows)
                self._db.executemany(_TRIM, [(row[0], _STATES_KEPT) for row in rows])
        except sqlite3.Error as error:
            self._recover(error)

    def close(self) -> None:
        """Commit, forget some files that are gone, and close."""
        self.commit()
        if self._db is not None:
            with suppress(sqlite3.Error, UnicodeDecodeError):
                if self._writable and self._db.total_changes:
                    self._drop_vanished(self._db)
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None

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
        if not self._writable:
            return
        modified = stamp.modified if _is_settled(stamp) else _UNSETTLED
        facts = (stamp.size, modified, stamp.changed, stamp.inode, stamp.digest)
        self._unsaved.append((*key, *facts, time.time_ns(), packed))
        if len(self._unsaved) >= _BATCH:
            self.commit()

    def _open(self) -> None:
        try:
            self._make_folder()
            self._db = self._connect()
        except OSError as error:
            self._give_up(f"its folder cannot be made ({error.strerror})")
        except sqlite3.Error as error:
            self._recover(error)

    def _make_folder(self) -> None:
        """Make the folder; only one that is ours gets files that speak for the whole of it."""
        if self._folder.is_dir():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (self._folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            with _minding_damage():
                if db.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                    _create_tables(db)
                db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _recover(self, error: sqlite3.Error) -> None:
        """Make a broken or foreign file anew; do without one that cannot be used now."""
        if _is_busy(error):
            return
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None
        if not _is_broken(error) or self._remade:
            self._use_read_only(error)
            return
        self._remade = True
        what = "held something else" if isinstance(error, _ForeignError) else "was broken"
        try:
            for ending in ("-wal", "-shm", "-journal", ""):
                Path(self._file + ending).unlink(missing_ok=True)
            self._db = self._connect()
        except (OSError, sqlite3.Error) as fault:
            self._give_up(f"it {what} and cannot be made anew ({fault})")
        else:
            self._notice(f"the result cache in {self._folder} {what}; it was made anew")

    def _use_read_only(self, error: sqlite3.Error) -> None:
        """Read a cache where nothing may be written and SQLite cannot take its locks."""
        if not self._writable or not _is_forbidden(error) or not Path(self._file).is_file():
            self._give_up(str(error))
            return
        self._writable = False
        self._unsaved.clear()
        address = Path(self._file).absolute().as_uri() + "?immutable=1"
        try:
            self._db = sqlite3.connect(address, uri=True)
            with _minding_damage():
                if self._db.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                    raise _ForeignError("not a cache")
        except sqlite3.Error as fault:
            self._db = None
            self._give_up(str(fault))
        else:
            self._notice(f"the result cache in {self._folder} is read-only: nothing new is kept")

    def _give_up(self, reason: str) -> None:
        self._writable = False
        self._unsaved.clear()
        self._notice(f"no result cache in {self._folder}: {reason}")

    def _notice(self, words: str) -> None:
        if words not in self.notices:
            self.notices.append(words)

    def _drop_vanished(self, db: sqlite3.Connection) -> None:
        """Look at some rows, from anywhere, and drop those whose file is gone."""
        (last,) = db.execute("SELECT max(rowid) FROM results").fetchone()
        start = time.time_ns() % (last or 1)
        query = "SELECT path FROM results WHERE rowid > ? ORDER BY rowid LIMIT ?"
        paths = {path for (path,) in db.execute(query, (start, _PATHS_TRIED))}
        prefix = os.fsencode(self._prefix)
        gone = [
            (path,)
            for path in paths
            if path.startswith(prefix) and not os.path.lexists(path[len(prefix) :])
        ]
        if gone:
            with db:
                db.executemany("DELETE FROM results WHERE path = ?", gone)


def _seal(packed: bytes) -> bytes:
    """*packed* with a check sum, which tells damage on the disk."""
    return packed + crc32(packed).to_bytes(_SEAL, "little")


def _unseal(data: object) -> bytes | None:
    """What was sealed; ``None`` if it is damaged."""
    if not isinstance(data, bytes):
        return None
    packed = data[:-_SEAL]
    return packed if int.from_bytes(data[-_SEAL:], "little") == crc32(packed) else None


def describe(folder: str | Path) -> CacheInfo | None:
    """What the cache in *folder* holds; ``None`` if there is none, or none that can be read."""
    file = Path(folder) / _NAME
    if not file.is_file():
        return None
    try:
        db = sqlite3.connect(file.absolute().as_uri() + "?mode=ro", uri=True)
        try:
            query = "SELECT count(*), count(DISTINCT path) FROM results"
            with _minding_damage():
                results, files = db.execute(query).fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return None
    parts = [Path(f"{file}{ending}") for ending in ("", "-wal", "-shm")]
    size = sum(part.stat().st_size for part in parts if part.exists())
    return CacheInfo(str(folder), results, files, size)


def clear(folder: str | Path) -> bool:
    """Remove the cache in *folder*, and the folder if it then holds nothing but our own files.

    Returns whether there was one.

    Raises:
        OSError: it cannot be removed.
    """
    place = Path(folder)
    files = [*place.glob("results-*.sqlite3"), *place.glob("results-*.sqlite3-*")]
    for file in files:
        file.unlink(missing_ok=True)
    tag = place / "CACHEDIR.TAG"
    if tag.is_file() and tag.read_text(encoding="utf-8", errors="replace") == _TAG:
        tag.unlink()
        (place / ".gitignore").unlink(missing_ok=True)
        with suppress(OSError):
            place.rmdir()
    return bool(files)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_broken(error: sqlite3.Error) -> bool:
    broken = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
    return isinstance(error, (_ForeignError, _DamagedError)) or _code(error) in broken


def _is_forbidden(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _create_tables(db: sqlite3.Connection) -> None:
    """Turn an empty file into a cache; another process may be doing the same.

    Raises:
        sqlite3.DatabaseError: the file holds something else.
    """
    with suppress(sqlite3.OperationalError):  # locked: somebody else switches it over
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    with db:
        if db.execute("PRAGMA application_id").fetchone() == (_APPLICATION,):
            return
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            raise _ForeignError("the file holds other tables")
        db.execute(_TABLES)
        db.execute(f"PRAGMA application_id = {_APPLICATION}")


def _prefix(root: str | Path) -> str:
    """What to put before a path of the working directory to make it one of the root's."""
    try:
        below = os.path.relpath(os.getcwd(), root)
    except ValueError:  # another drive
        return os.path.join(os.getcwd(), "")
    return "" if below == "." else below + "/"


def _checkout_stamp() -> str:
    """In a checkout, a digest of the code's times: there the version does not tell changes."""
    package = os.path.dirname(__file__)
    if not os.path.isfile(os.path.join(os.path.dirname(package), "pyproject.toml")):
        return ""
    times = []
    stack = [package]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    times.append((entry.path, entry.stat().st_mtime_ns))
                elif "." not in entry.name and entry.is_dir():
                    stack.append(entry.path)
    return f"/{sorted(times)}"


def _libraries_stamp() -> str:
    """Where the libraries are that decide what a post means, and since when."""
    stamps = []
    for name in _LIBRARIES:
        specs = (finder.find_spec(name, None) for finder in sys.meta_path)
        origin = next((spec.origin for spec in specs if spec is not None), None)
        with suppress(OSError):
            stamps.append((origin, os.stat(origin or "").st_mtime_ns))
    return f"/{sys.version_info[:3]}/{stamps}"


def _is_past(stored: object, now: int) -> bool:
    return isinstance(stored, int) and stored <= now


def _is_settled(stamp: Stamp) -> bool:
    """Whether a change from now on would show in the file's times, however coarse they are."""
    return time.time_ns() - max(stamp.modified, stamp.changed) > _SETTLED_NS


def _read_stamp(path: str) -> Stamp | None:
    from contentlint.work import content_digest, make_stamp, read_post

    try:
        data, info = read_post(path)
    except OSError:
        return None
    return make_stamp(info, content_digest(data))

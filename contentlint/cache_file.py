"""The file that holds a result cache: made, opened, and given up or made anew if it is broken.

Any number of processes may use it at once, and any of them may be killed.  Whatever is wrong with
it, its user goes on, and `CacheFile.notices` says what became of it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from contentlint.errors import ConfigError
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.reading import read_short

__all__ = ["CacheFile", "CacheInfo", "clear", "describe"]

_NAME = "results-1.sqlite3"  # the number is that of the layout: other versions use other files
_APPLICATION = 0x636C6E74
_OURS = pattern(r"results-.*\.sqlite3(?:-.*)?")
_WAIT_SECONDS = 5.0
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


class CacheFile:
    """The database in *folder*; to open it never fails.

    Attributes:
        database: ``None`` if the file cannot be used.
        writable: whether anything new may be kept.
        notices: what the user should know, each once.
    """

    def __init__(self, folder: str | Path) -> None:
        self.database: sqlite3.Connection | None = None
        self.writable = True
        self.notices: list[str] = []
        self._folder = Path(folder)
        self._file = str(self._folder / _NAME)
        self._remade = False
        self._open()

    @contextmanager
    def minding_faults(self) -> Iterator[None]:
        """End what is done inside where the database fails, and see to it; nothing is raised."""
        try:
            with _minding_damage():
                yield
        except sqlite3.Error as error:
            self._recover(error)

    def close(self) -> None:
        """Let go of the file."""
        if self.database is not None:
            with suppress(sqlite3.Error):
                self.database.close()
            self.database = None

    def _open(self) -> None:
        try:
            self._make_folder()
            self.database = self._connect()
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
        database = sqlite3.connect(self._file, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            with _minding_damage():
                if not _is_ours(database):
                    _create_tables(database)
                database.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _recover(self, error: sqlite3.Error) -> None:
        """Make a broken or foreign file anew; do without one that cannot be used now."""
        if _is_busy(error):
            return
        self.close()
        if not _is_broken(error) or self._remade:
            self._use_read_only(error)
            return
        self._remade = True
        what = "held something else" if isinstance(error, _ForeignError) else "was broken"
        try:
            for ending in ("-wal", "-shm", "-journal", ""):
                Path(self._file + ending).unlink(missing_ok=True)
            self.database = self._connect()
        except (OSError, sqlite3.Error) as fault:
            self._give_up(f"it {what} and cannot be made anew ({fault})")
        else:
            self._notice(f"the result cache in {self._folder} {what}; it was made anew")

    def _use_read_only(self, error: sqlite3.Error) -> None:
        """Read a cache where nothing may be written and SQLite cannot take its locks."""
        if not self.writable or not _is_forbidden(error) or not os.path.isfile(self._file):
            self._give_up(str(error))
            return
        self.writable = False
        address = Path(self._file).absolute().as_uri() + "?immutable=1"
        try:
            self.database = sqlite3.connect(address, uri=True)
            with _minding_damage():
                if not _is_ours(self.database):
                    raise _ForeignError("not a cache")
        except sqlite3.Error as fault:
            self.close()
            self._give_up(str(fault))
        else:
            self._notice(f"the result cache in {self._folder} is read-only: nothing new is kept")

    def _give_up(self, reason: str) -> None:
        self.writable = False
        self._notice(f"no result cache in {self._folder}: {reason}")

    def _notice(self, words: str) -> None:
        if words not in self.notices:
            self.notices.append(words)


def describe(folder: str | Path) -> CacheInfo | None:
    """What the cache in *folder* holds; ``None`` if there is none.

    Raises:
        ConfigError: there is one that cannot be read.
    """
    file = Path(folder) / _NAME
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(f"{file}: this cache cannot be read: {error.strerror}") from error
    try:
        database = sqlite3.connect(file.absolute().as_uri() + "?mode=ro", uri=True)
        try:
            query = "SELECT count(*), count(DISTINCT path) FROM results"
            with _minding_damage():
                results, files = database.execute(query).fetchone()
        finally:
            database.close()
    except sqlite3.Error as error:
        raise ConfigError(
            f"{file}: this cache cannot be read ({error}); remove it with `contentlint cache clear`"
        ) from error
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
    try:
        names = os.listdir(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    files = [place / name for name in names if _OURS.fullmatch(name)]
    for file in files:
        file.unlink(missing_ok=True)
    tag = place / "CACHEDIR.TAG"
    if read_short(tag) == _TAG:
        tag.unlink()
        (place / ".gitignore").unlink(missing_ok=True)
        with suppress(OSError):
            place.rmdir()
    return bool(files)


@contextmanager
def _minding_damage() -> Iterator[None]:
    """Make of text that SQLite hands over and nobody can decode the error that it is."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise _DamagedError(f"its text is damaged ({error.reason})") from error


def _is_ours(database: sqlite3.Connection) -> bool:
    return bool(database.execute("PRAGMA application_id").fetchone() == (_APPLICATION,))


def _create_tables(database: sqlite3.Connection) -> None:
    """Turn an empty file into a cache; another process may be doing the same.

    Raises:
        sqlite3.DatabaseError: the file holds something else.
    """
    with suppress(sqlite3.OperationalError):  # locked: somebody else switches it over
        database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    with database:
        if _is_ours(database):
            return
        if database.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            raise _ForeignError("the file holds other tables")
        database.execute(_TABLES)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_broken(error: sqlite3.Error) -> bool:
    broken = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
    return isinstance(error, (_ForeignError, _DamagedError)) or _code(error) in broken


def _is_forbidden(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

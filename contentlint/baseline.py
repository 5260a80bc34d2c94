"""The baseline: findings that were there when a site began to lint, told apart by their text.

A finding is known by its post, its rule and the text it stands on, and by how often that occurs
there; line numbers, messages and severities may change.  The file has one JSON line for each post,
sorted, so that merges of two branches rarely meet; lines of one post that both sides kept are
taken together.  A post that was renamed is known again by its findings.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from contentlint.digests import blake2b
from contentlint.errors import ConfigError
from contentlint.findings import Finding
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.reading import is_there, read_file

__all__ = ["Baseline", "Written", "fingerprint"]

_VERSION = 1
_HEAD = {"contentlint-baseline": _VERSION}
_REACH = 64
_TELLING = 3  # so many different findings in common tell a renamed post from a new one
_CANDIDATES = 50
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_ENTRY = pattern(r'\{"path": "((?:[^"\\])*)", "rules": ')
_QUOTED = pattern(r"[`'“\"](\S[^`'”\"]*)[`'”\"]")
_PRINT = pattern(r"([0-9a-f]{10})(?:\*([1-9][0-9]{0,8}))?")

_Prints = Counter[tuple[str, str]]


def fingerprint(finding: Finding) -> str:
    """Ten hexadecimal digits for the text that *finding* stands on, and for nothing else.

    Blanks count as one.  Where there is no text (a fence, a run of blanks, an empty place), the
    names that its message quotes tell, say, two missing fields apart.
    """
    text, skipped, _ = finding.excerpt
    start, end = finding.start, finding.end
    low = start.column - 1 - skipped
    length = end.column - start.column if end.line == start.line else _REACH
    own = " ".join(text[low : low + min(length, _REACH)].split())
    if not any(char.isalnum() for char in own):
        own = "\0".join([own, *_QUOTED.findall(finding.message)])
    data = own.encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=5).hexdigest()


class _Line(NamedTuple):
    number: int
    text: str


class Written(NamedTuple):
    """How much a baseline that was written holds: so many findings, in so many posts."""

    findings: int
    posts: int


class Baseline:
    """The findings recorded for the posts at and below *folder*.

    *rules* are those that are looked for (``None``: all): what is recorded of others stays.
    ``held`` counts those that `hold_back` has found again; `gone` those it has not; ``dropped``
    those that `write` left out since their posts are no longer there.
    """

    def __init__(self, folder: str | Path = ".", rules: Container[str] | None = None) -> None:
        self.held = 0
        self.dropped = 0
        self._rules = rules
        self._folder = os.path.abspath(folder)
        self._file = ""
        self._lines: dict[str, list[_Line]] = {}
        self._found: dict[str, _Prints] = {}
        self._left: dict[str, _Prints] = {}
        self._orphans: _Orphans | None = None
        self._renamed: dict[str, str] = {}

    @classmethod
    def read(cls, file: str | Path, rules: Container[str] | None = None) -> Baseline:
        """Read a baseline file, for a run that looks for *rules* (``None``: for all).

        Raises:
            ConfigError: it cannot be read, is no baseline, or a merge left its marks in it.
        """
        baseline = cls(Path(file).parent, rules)
        baseline._file = str(file)
        try:
            text = read_file(file)[0].decode("utf-8-sig")
        except OSError as error:
            words = error.strerror or error
            raise ConfigError(f"cannot read the baseline {file}: {words}") from error
        except UnicodeDecodeError as error:
            words = "is not UTF-8: delete it, and 'contentlint baseline' writes it anew"
            raise ConfigError(f"the baseline {file} {words}") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                baseline._take(_Line(number, line.rstrip("\r")))
        return baseline

    def hold_back(self, path: str, findings: Sequence[Finding]) -> list[Finding]:
        """The *findings* of the post at *path* that were not recorded; call it once for each post.

        Where more findings stand on equal text than were recorded, the last ones are new.

        Raises:
            ConfigError: the post's line in the baseline is broken.
        """
        name = self._name(path)
        recorded = self._recorded(name, findings)
        if not (findings or recorded):
            return []
        found: _Prints = Counter()
        new = []
        for finding in findings:
            key = (finding.rule, fingerprint(finding))
            if found[key] < recorded[key]:
                found[key] += 1
            else:
                new.append(finding)
        self.held += found.total()
        self._found[name] = found | self._unasked(recorded)
        self._left[name] = recorded - self._found[name]
        return new

    @property
    def gone(self) -> int:
        """How many recorded findings are no longer there, in the posts looked at."""
        return sum(left.total() for left in self._left.values())

    def record(self, path: str, findings: Sequence[Finding]) -> None:
        """Record *findings* as all there is in the post at *path* of the rules looked for.

        Raises:
            ConfigError: other rules are to keep their records, and the post's line is broken.
        """
        name = self._name(path)
        prints = Counter((finding.rule, fingerprint(finding)) for finding in findings)
        if self._rules is not None:
            prints |= self._unasked(self._recorded(name, findings))
        self._found[name] = prints

    def write(self, file: str | Path) -> Written:
        """Write what was found or recorded; return how much that is.

        Posts that were not looked at keep their lines as long as they exist.

        Raises:
            ConfigError: the file cannot be written, or a line to keep is broken.
        """
        entries = dict(self._found)
        for name in self._lines.keys() - self._found.keys() - self._renamed.keys():
            if self._has(name):
                entries[name] = self._entry(name)
            else:
                with suppress(ConfigError):  # a broken line, which goes anyway
                    self.dropped += self._entry(name).total()
        entries = {name: prints for name, prints in entries.items() if prints}
        lines = [json.dumps(_HEAD)]
        lines += [_encode(name, entries[name]) for name in sorted(entries)]
        try:
            _replace(Path(file), "\n".join(lines) + "\n")
        except OSError as error:
            raise ConfigError(f"cannot write the baseline {file}: {error.strerror}") from error
        return Written(sum(prints.total() for prints in entries.values()), len(entries))

    def _has(self, name: str) -> bool:
        """Whether the post *name* is there, or may be: a record must not go by mistake."""
        try:
            return is_there(os.path.join(self._folder, name))
        except OSError:
            return True

    def _name(self, path: str) -> str:
        """*path* as the file has it: relative to the baseline's folder, with ``/``."""
        absolute = os.path.abspath(path)
        below = absolute.removeprefix(os.path.join(self._folder, ""))
        if below == absolute:
            with suppress(ValueError):  # another drive
                below = os.path.relpath(absolute, self._folder)
        return below.replace(os.sep, "/")

    def _take(self, line: _Line) -> None:
        """File a line under its post; what it records is read only when that is needed."""
        found = _ENTRY.match(line.text)
        if found is not None:
            self._lines.setdefault(found[1], []).append(line)
            return
        if line.text.startswith(_CONFLICT):
            raise self._fault(line, "a merge left its marks: delete them, keep the lines of both")
        value = self._parse(line)
        version = value.get("contentlint-baseline")
        if version is not None:
            if version != _VERSION:
                raise self._fault(
                    line, f"version {str(version)[:20]}, and this contentlint reads {_VERSION}"
                )
            return
        path = value.get("path")
        if not isinstance(path, str):
            raise self._fault(line, "no 'path'")
        self._lines.setdefault(path, []).append(line)

    def _recorded(self, name: str, findings: Sequence[Finding]) -> _Prints:
        """What is recorded for the post *name*, or was under the name that it had before."""
        if name in self._lines:
            return self._entry(name)
        return self._adopt(name, findings) if findings else Counter()

    def _unasked(self, recorded: _Prints) -> _Prints:
        """What of *recorded* belongs to rules that are not looked for."""
        rules = self._rules
        if rules is None:
            return Counter()
        return Counter({key: count for key, count in recorded.items() if key[0] not in rules})

    def _entry(self, name: str) -> _Prints:
        """What is recorded for a post; of lines that say it twice, the larger number."""
        prints: _Prints = Counter()
        for line in self._lines[name]:
            rules = self._parse(line).get("rules")
            if not isinstance(rules, dict):
                raise self._fault(line, "no 'rules'")
            for rule, marks in rules.items():
                for mark in marks if isinstance(marks, list) else [marks]:
                    found = _PRINT.fullmatch(mark) if isinstance(mark, str) else None
                    if found is None:
                        raise self._fault(line, f"'{str(mark)[:20]}' is no fingerprint")
                    key = (rule, found[1])
                    prints[key] = max(prints[key], int(found[2] or 1))
        return prints

    def _parse(self, line: _Line) -> dict[str, Any]:
        try:
            value = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            raise self._fault(line, "not JSON") from error
        if not isinstance(value, dict):
            raise self._fault(line, "not a JSON object")
        return value

    def _fault(self, line: _Line, words: str) -> ConfigError:
        return ConfigError(
            f"{self._file}:{line.number}: {words}; mend or delete the line, or delete the file "
            "and let 'contentlint baseline' write it anew"
        )

    def _adopt(self, name: str, findings: Sequence[Finding]) -> _Prints:
        """The record of a post that is gone, if the one at *name* is that post under a new name."""
        if self._orphans is None:
            gone = (other for other in self._lines if not self._has(other))
            self._orphans = _Orphans({other: self._entry(other) for other in gone})
        here = Counter((finding.rule, fingerprint(finding)) for finding in findings)
        old = self._orphans.find(name, here)
        if old is None:
            return Counter()
        self._renamed[old] = name
        return self._orphans.take(old)


class _Orphans:
    """The records whose posts are gone, to be found by name and by what they hold."""

    def __init__(self, entries: dict[str, _Prints]) -> None:
        self._entries = entries
        self._by_name: dict[str, list[str]] = {}
        self._by_print: dict[tuple[str, str], list[str]] = {}
        for path, prints in entries.items():
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
            for key in prints:
                self._by_print.setdefault(key, []).append(path)

    def find(self, path: str, prints: _Prints) -> str | None:
        """The record that most likely was that of *path*: moved, or at least much like it."""
        moved = self._best(self._by_name.get(path.rpartition("/")[2], ()), prints)
        if moved is not None and 2 * (self._entries[moved] & prints).total() >= prints.total():
            return moved
        rare = sorted((self._by_print.get(key, []) for key in prints), key=len)
        likely = [path for paths in rare[:_TELLING] for path in paths[-_CANDIDATES:]]
        renamed = self._best(likely, prints)
        if renamed is None:
            return None
        shared = self._entries[renamed] & prints
        alike = 4 * shared.total() >= 3 * self._entries[renamed].total()
        return renamed if alike and len(shared) >= _TELLING else None

    def take(self, path: str) -> _Prints:
        """Remove and return a record: it belongs to one post only."""
        prints = self._entries.pop(path)
        self._by_name[path.rpartition("/")[2]].remove(path)
        for key in prints:
            self._by_print[key].remove(path)
        return prints

    def _best(self, paths: Iterable[str], prints: _Prints) -> str | None:
        shared = {path: (self._entries[path] & prints).total() for path in paths}
        return max(shared, key=lambda path: (shared[path], path), default=None)


def _encode(name: str, prints: _Prints) -> str:
    rules: dict[str, list[str]] = {}
    for (rule, mark), count in sorted(prints.items()):
        rules.setdefault(rule, []).append(mark if count == 1 else f"{mark}*{count}")
    entry = {"path": name, "rules": rules}
    text = json.dumps(entry, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a name that is not UTF-8
        return json.dumps(entry)
    return text


def _replace(file: Path, text: str) -> None:
    from contentlint.signals import holding_signals

    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    with holding_signals():
        try:
            temporary.write_text(text, encoding="utf-8", newline="\n")
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)

"""What becomes of a file's result where the file is linted: what is sent on, and what is kept.

A run that only reports needs of each file its counts and the text of the reports.  Workers write
that text, and the cache keeps it, so that a run over unchanged files decodes and formats nothing.
A run that looks at the findings themselves, as one with a baseline does, asks for these.
"""

from __future__ import annotations

from struct import Struct, error
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from contentlint.errors import PackError
from contentlint.findings import FORMAT
from contentlint.named import NamedTuple
from contentlint.totals import Counts, Tally, count, tally_file

if TYPE_CHECKING:
    from contentlint.children import Message
    from contentlint.findings import FileResult
    from contentlint.reports import Format, ReportContext

__all__ = ["FileReport", "Findings", "Form", "Rendered"]

T = TypeVar("T")

_Rest = tuple[list[str], str, Tally, tuple[str, ...]]
"""The errors, the patch, the tally, and why fixes were left out: most files have none of these."""

_HEAD = Struct("<BB7II")
_NOTHING_ELSE: _Rest = ([], "", [], ())


class Form(Protocol[T]):
    """A way to pass results on.

    Attributes:
        key: tells forms apart in the cache.
        names_path: whether what is packed names the file, as seen from the working directory.
    """

    key: str
    names_path: bool

    def make(self, result: FileResult) -> T:
        """What *result* is in this form."""

    def pack(self, made: T) -> bytes:
        """*made* as bytes."""

    def unpack(self, data: Message, path: str) -> T:
        """What was packed, for the file at *path*.

        Raises:
            PackError: *data* was not made by `pack`.
        """


class Findings:
    """The results as they are."""

    key = "findings"
    names_path = False

    def make(self, result: FileResult) -> FileResult:
        """The same *result*, its findings made."""
        return result._replace(findings=list(result.findings))

    def pack(self, made: FileResult) -> bytes:
        """*made* as bytes."""
        from contentlint.packing import pack_result

        return pack_result(made)

    def unpack(self, data: Message, path: str) -> FileResult:
        """The result for the file at *path*."""
        from contentlint.packing import unpack_result

        return unpack_result(bytes(data), path)


class FileReport(NamedTuple):
    """What a report needs of one file.

    *texts* are what each format of the run writes about it, in UTF-8, perhaps as parts of the
    message that they came in; *errors* say why it could not be checked, *unfixed* why fixes were
    left out; *tally* is empty unless a format needs it.
    """

    path: str
    counts: Counts
    texts: tuple[Message, ...]
    errors: list[str]
    suppressed: int = 0
    fixed: int = 0
    diff: str = ""
    tally: Tally = []  # noqa: RUF012 - nobody writes into it
    unfixed: tuple[str, ...] = ()


class Rendered:
    """What each of the *formats*, given by name and context, writes about a file."""

    names_path = True

    def __init__(self, formats: tuple[tuple[str, ReportContext], ...], tallied: bool) -> None:
        self._formats = formats
        self._tallied = tallied
        self._writers: list[Format] | None = None
        shown = [(name, context.color, context.width, context.folder) for name, context in formats]
        self.key = f"{shown} {tallied}"
        self._lengths = Struct(f"<{len(formats)}I")

    def __getstate__(self) -> dict[str, Any]:
        """What a spawned worker process needs."""
        formats = [(name, context._replace(rules={})) for name, context in self._formats]
        return {"formats": formats, "tallied": self._tallied}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Start with what `__getstate__` gave."""
        self.__init__(tuple(state["formats"]), state["tallied"])  # type: ignore[misc]

    def make(self, result: FileResult) -> FileReport:
        """Write what there is to say about the file of *result*."""
        path, findings, errors, suppressed, fixed, diff, _, unfixed = result
        if not findings:
            texts = (b"",) * len(self._formats)
            none = (0, 0, 0, 0, 0)
            return FileReport(path, none, texts, errors, suppressed, fixed, diff, [], unfixed)
        writers = self._writers
        if writers is None:
            writers = self._writers = self._make_writers()
        texts = tuple([writer.encode_file(path, findings) for writer in writers])
        tally = tally_file(findings) if self._tallied else []
        counts = count(findings)
        return FileReport(path, counts, texts, errors, suppressed, fixed, diff, tally, unfixed)

    def _make_writers(self) -> list[Format]:
        from contentlint.reports import get

        return [get(name)(context) for name, context in self._formats]

    def pack(self, made: FileReport) -> bytes:
        """*made* as bytes."""
        _, counts, texts, errors, suppressed, fixed, diff, tally, unfixed = made
        rest = b""
        if errors or diff or tally or unfixed:
            import json

            rest = json.dumps([errors, diff, tally, unfixed]).encode()
        head = _HEAD.pack(FORMAT, len(texts), *counts, suppressed, fixed, len(rest))
        return b"".join((head, self._lengths.pack(*map(len, texts)), rest, *texts))

    def unpack(self, data: Message, path: str) -> FileReport:
        """What there is to say about the file at *path*.

        Raises:
            PackError: *data* was not made by `pack`.
        """
        try:
            version, number, *numbers, length = _HEAD.unpack_from(data)
            if version != FORMAT or number != len(self._formats):
                raise PackError(f"format {version} with {number} texts")
            at = _HEAD.size + self._lengths.size
            packed = data[at : at + length]
            errors, diff, tally, unfixed = _read_rest(packed) if length else _NOTHING_ELSE
            at += length
            texts = []
            for size in self._lengths.unpack_from(data, _HEAD.size):
                texts.append(data[at : at + size])
                at += size
        except (error, ValueError, LookupError, TypeError, OverflowError, RecursionError) as fault:
            raise PackError(f"not a packed report: {fault}") from fault
        if at != len(data):
            raise PackError("something is missing")
        *counts, suppressed, fixed = numbers
        found = tuple(counts[:5])
        return FileReport(
            path, found, tuple(texts), errors, suppressed, fixed, diff, tally, unfixed
        )


def _read_rest(data: Message) -> _Rest:
    import json

    errors, diff, tally, unfixed = json.loads(bytes(data))
    rows = [(str(rule), str(severity), str(safety), int(n)) for rule, severity, safety, n in tally]
    if not isinstance(diff, str) or not all(isinstance(each, str) for each in (*errors, *unfixed)):
        raise PackError("errors or a patch that are no text")
    return [*errors], diff, rows, (*unfixed,)

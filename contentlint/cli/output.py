"""Where reports go: one or several formats, to the terminal or to files, as findings come in."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from contentlint.cli import discard, say
from contentlint.errors import ConfigError
from contentlint.forms import FileReport, Rendered
from contentlint.reports import Format, Piece, ReportContext, RuleInfo, encode, get

if TYPE_CHECKING:
    from array import array
    from pathlib import Path

    from contentlint.children import Message
    from contentlint.config import Config
    from contentlint.findings import FileResult
    from contentlint.project import Project
    from contentlint.totals import Totals

__all__ = ["Reports", "rule_infos"]

_DEFAULT_WIDTH = 100
_MOST_WAITING = 65_536
_MOST_HELD = 48_000_000
"""So much of reports is kept in memory: to write it twice would take as long as a hundred posts."""
_HELD_BESIDE_FILE = 4_000_000
_WRITTEN_AT_ONCE = 100_000
_COPIED_AT_ONCE = 256_000


class Reports:
    """The reports of one run: give it each file as it is done, and at last the totals.

    *stream* is where the report goes that goes to no file; standard output if it is ``None``.

    Raises:
        ConfigError: an unknown format, or two reports for one place.
    """

    def __init__(self, options: Any, config: Any, stream: TextIO | None = None) -> None:
        self._rules: dict[str, RuleInfo] = {}
        self._targets: list[_Target] = []
        self._out = _Output(stream or sys.stdout)
        if options.diff:
            return
        targets = _targets(options, config)
        for name, path in targets:
            out = None if path is not None else self._out
            context = _context(name, options, self._rules, out)
            self._targets.append(_Target(name, context, path, out, _MOST_HELD // len(targets)))

    @property
    def form(self) -> Rendered | None:
        """What files are to be given in; ``None`` if a format must see all findings in order."""
        if not all(target.format.alone for target in self._targets):
            return None
        formats = tuple((target.name, target.format.context) for target in self._targets)
        return Rendered(formats, self._tallied)

    @property
    def _tallied(self) -> bool:
        return any(target.format.tallied for target in self._targets)

    def check_files(self, posts: Iterable[str], others: Mapping[str, Path | None]) -> None:
        """Look over the files that take reports, before any post is read.

        Raises:
            ConfigError: one cannot be written, or is one of the *posts*, or one of the *others*
                that are read, each with what it is.
        """
        for target in self._targets:
            if target.path is not None:
                from contentlint.cli.report_files import check_target

                check_target(target.path, posts, others)

    def make(self, result: FileResult) -> FileReport:
        """*result* as it is to be given, where `form` is ``None`` or findings were held back."""
        form = Rendered((), self._tallied)
        texts = [target.format_file(result) for target in self._targets]
        return form.make(result)._replace(texts=tuple(texts))

    @property
    def unread(self) -> bool:
        """Whether nobody reads what is shown any more, and no report goes anywhere else."""
        return self._out.is_closed and all(target.path is None for target in self._targets)

    @property
    def failed(self) -> bool:
        """Whether what is shown could not be written, which `finish` raises."""
        return self._out.fault is not None

    def show(self, text: str) -> None:
        """Show *text*, which is no report."""
        self._out.write_text(text)

    def take(self, report: FileReport, before: Callable[[], None]) -> None:
        """Take the next file in order; *before* is called before anything is shown."""
        counts = report.counts
        found = counts[0] + counts[1] + counts[2]
        if found:
            for target, text in zip(self._targets, report.texts, strict=True):
                target.take(found, text, before)

    def finish(self, totals: Totals, infos: Callable[[set[str]], dict[str, RuleInfo]]) -> None:
        """Write what is still to be written; *infos* tells about the rules of these names.

        Errors of the run also go to standard error.  One report that cannot be written is no reason
        to leave another without its end.

        Raises:
            ConfigError: a file that cannot be written.
            OSError: standard output cannot.
        """
        for error in totals.errors:
            say(f"error: {error.path}: {error.message}")
        if self._tallied and totals.found:
            self._rules.update(infos(totals.rules))
        faults: list[ConfigError | OSError] = []
        for target in self._targets:
            try:
                target.finish(totals)
            except ConfigError as error:
                faults.append(error)
        if self._out.fault is not None:
            faults.append(self._out.fault)
        for fault in faults[:-1]:
            say(f"error: {fault}")
        if faults:
            raise faults[-1]


class _Target:
    """One report: the format, and where it goes."""

    def __init__(
        self, name: str, context: ReportContext, path: str | None, out: _Output | None, most: int
    ) -> None:
        self.name = name
        self.format: Format = get(name)(context)
        self.path = path
        self._out = out
        self._shown = out is not None and out.isatty()
        is_live = self._out is not None and self.format.live
        self._between = encode(self.format.between)
        self._spool = None if is_live else _Spool(self._between, most)
        self._begun = False
        self._waiting: list[Message] = []
        self._size = 0

    def format_file(self, result: FileResult) -> bytes:
        if not result.findings:
            return b""
        return encode(self.format.format_file(result.path, result.findings))

    def take(self, findings: int, text: Message, before: Callable[[], None]) -> None:
        if self._spool is not None:
            self._spool.add(findings, text)
            return
        if not text:
            return  # even a part without length would keep the whole message that it came in
        self._waiting += (self._between if self._begun else self._opening(), text)
        self._begun = True
        self._size += len(text)
        if self._shown or self._size > _MOST_WAITING:
            if self._shown:
                before()
            self._flush()

    def _opening(self) -> bytes:
        return encode(self.format.opening())

    def _flush(self) -> None:
        if self._out is not None:
            self._out.write(b"".join(self._waiting))
            self._out.flush()
        self._waiting.clear()
        self._size = 0

    def finish(self, totals: Totals) -> None:
        if self._spool is None:
            opening = b"" if self._begun else self._opening()
            self._waiting += (opening, encode(self.format.tail(totals)))
            self._flush()
        elif self._out is not None:
            self._write(totals, self._spool, self._out)
        else:
            self._write_file(totals, self._spool)

    def _write(self, totals: Totals, spool: _Spool, out: BinaryIO | _Output) -> None:
        if self.format.joined:
            out.write(encode(self.format.head(totals)))
            spool.copy_to(out)
            out.write(encode(self.format.tail(totals)))
        else:
            self.format.write(totals, spool.pieces(), cast("BinaryIO", out))
        out.flush()

    def _write_file(self, totals: Totals, spool: _Spool) -> None:
        from contentlint.cli.report_files import open_report

        with open_report(cast("str", self.path)) as file:
            self._write(totals, spool, _binary(file))


class _Spool:
    """What is to be written later: in memory, or if that would be too much, in a temporary file.

    *between* parts what is written about two files; more than *most* bytes would be too much.
    """

    def __init__(self, between: bytes, most: int) -> None:
        self._between = between
        self._held: list[tuple[int, Message]] = []
        self._size = 0
        self._most = most
        self._file: BinaryIO | None = None
        self._figures: array[int] | None = None

    def add(self, findings: int, text: Message) -> None:
        self._held.append((findings, text))
        self._size += len(text) + 100
        if self._size > self._most:
            self._spill()

    def _spill(self) -> None:
        if self._file is None or self._figures is None:
            from array import array
            from tempfile import TemporaryFile

            self._file = cast("BinaryIO", TemporaryFile(buffering=_WRITTEN_AT_ONCE))  # noqa: SIM115
            self._figures = array("Q")
            self._most = _HELD_BESIDE_FILE
        for findings, text in self._held:
            self._figures.extend((findings, len(text)))
        for joined in self._join_held(is_first=not self._file.tell()):
            self._file.write(joined)
        self._held.clear()
        self._size = 0

    def _join_held(self, *, is_first: bool) -> Iterator[bytes]:
        """What is in memory, in pieces to write; unless it *is_first*, parted from what was."""
        texts: list[Message] = [] if is_first else [b""]
        size = 0
        for _, text in self._held:
            texts.append(text)
            size += len(text)
            if size > _WRITTEN_AT_ONCE:
                yield self._between.join(texts)
                texts, size = [b""], 0
        yield self._between.join(texts)

    def copy_to(self, out: BinaryIO | _Output) -> None:
        """Write what was added to *out*, in order."""
        if self._file is not None:
            from shutil import copyfileobj

            self._file.seek(0)
            copyfileobj(self._file, out, _COPIED_AT_ONCE)
            self._file.close()
        if self._held:
            for joined in self._join_held(is_first=self._file is None):
                out.write(joined)

    def pieces(self) -> Iterator[Piece]:
        """What was added, in order, file by file."""
        if self._file is not None and self._figures is not None:
            self._file.seek(0)
            figures = iter(self._figures)
            for findings, size in zip(figures, figures, strict=True):
                yield Piece(findings, self._file.read(size))
                self._file.read(len(self._between))
            self._file.close()
        for findings, text in self._held:
            yield Piece(findings, bytes(text))


class _Output:
    """Standard output, or what stands for it; what cannot be written any more is dropped.

    Whoever has seen enough, as `head` has, ends the report, not what the run is to do beside it.
    Nor does a full disk, which is a *fault*: a run that fixes must not leave half of the posts.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._binary: BinaryIO | None = None
        self.is_closed = False
        self.fault: OSError | None = None

    def isatty(self) -> bool:
        return self._stream.isatty()

    def write(self, data: Message) -> int:
        try:
            if self._binary is None:
                self._binary = _binary(self._stream)
            return self._binary.write(data)
        except OSError as error:
            self._close(error)
            return len(data)

    def write_text(self, text: str) -> None:
        try:
            self._stream.write(text)
        except OSError as error:
            self._close(error)

    def flush(self) -> None:
        try:
            (self._binary or self._stream).flush()
        except OSError as error:
            self._close(error)

    def _close(self, error: OSError) -> None:
        self.is_closed = True
        if not isinstance(error, BrokenPipeError):
            self.fault = error
        discard(self._stream)


class _Encoded:
    """Takes bytes for a stream that takes text, or that writes line ends in its own way."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._decode = codecs.getincrementaldecoder("utf-8")().decode

    def write(self, data: bytes) -> int:
        self._out.write(self._decode(data))  # data may end amid a character
        return len(data)

    def flush(self) -> None:
        self._out.flush()


def _binary(out: TextIO) -> BinaryIO:
    out.flush()
    buffer = getattr(out, "buffer", None)
    if buffer is None or os.linesep != "\n":
        return cast("BinaryIO", _Encoded(out))
    return cast("BinaryIO", buffer)


def _targets(options: Any, config: Any) -> list[tuple[str, str | None]]:
    """The names of the formats, each with its file (``None``: standard output)."""
    wanted = options.output_format or config.values.get("output-format") or ["text"]
    wanted = [wanted] if isinstance(wanted, str) else wanted
    targets = []
    for name in wanted:
        form, _, path = name.partition("=")
        _check_format(form, None if options.output_format else config)
        targets.append((form, path or options.output_file))
    printed = [path and os.path.realpath(path) for _, path in targets]
    if len(set(printed)) < len(printed):
        words = "two reports would go to the same place: write one to a file, as in "
        if options.output_format:
            raise ConfigError(f"{words}--output-format sarif=report.sarif")
        raise _of_config(f'{words}output-format = ["text", "sarif=report.sarif"]', config)
    return targets


def _check_format(name: str, config: Any) -> None:
    """Raise `ConfigError` if no format has that *name*, which stands in *config*, if any."""
    try:
        get(name)
    except ConfigError as error:
        if config is None:
            raise
        raise _of_config(str(error), config) from error


def _of_config(words: str, config: Any) -> ConfigError:
    """The error of what *config* says about formats, with its file and line."""
    from contentlint.config_file import placed

    return placed(ConfigError(f"output-format: {words}", ("output-format",)), config.origin)


def rule_infos(names: set[str], project: Project, config: Config) -> dict[str, RuleInfo]:
    """What a report tells about the rules of these *names* that *config* has."""
    entries = project.specs_for(config)
    infos = {}
    for name in names:
        if name not in entries:
            continue
        spec = entries[name].spec
        infos[name] = RuleInfo(
            spec["summary"],
            " ".join(spec["why"].split()),
            spec["severity"],
            tags=tuple(spec.get("tags") or ()),
            fixable=spec.get("fix") is not None,
        )
    return infos


def _context(
    name: str, options: Any, rules: dict[str, RuleInfo], out: _Output | None
) -> ReportContext:
    folder = ""
    if get(name).in_repository:
        from contentlint.reports.parts.repository import working_folder

        folder = working_folder()
    return ReportContext(
        color=_use_color(options.color, out),
        width=_width(out),
        quiet=options.quiet,
        statistics=options.statistics,
        rules=rules,
        folder=folder,
    )


def _use_color(choice: str, out: _Output | None) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return out is not None and out.isatty() and os.environ.get("TERM") != "dumb"


def _width(out: _Output | None) -> int:
    if out is None or not out.isatty():
        return _DEFAULT_WIDTH
    import shutil

    return max(40, shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns)

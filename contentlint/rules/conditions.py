"""Conditions of a rule file (`where:`), compiled once to plain functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contentlint.bounded_patterns import BoundedPattern
from contentlint.errors import RuleError
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = [
    "Scope",
    "Test",
    "UrlParts",
    "compile_conditions",
    "host_in",
    "host_names",
]

Test = Callable[[Any, Any, Any], bool]
"""``test(element, value, match)``: whether the condition holds."""

_HOST_PREFIX = pattern(r"([a-z][a-z0-9+.-]*):(?://([^/?#]*))?", re.IGNORECASE)


class UrlParts:
    """The parts of a URL as written: scheme and host in lower case, without user and port."""

    __slots__ = ("fragment", "host", "path", "query", "scheme")

    def __init__(self, url: str) -> None:
        url = url.strip()
        rest, _, self.fragment = url.partition("#")
        rest, _, self.query = rest.partition("?")
        found = _HOST_PREFIX.match(rest)
        authority = None
        if found:
            self.scheme = found.group(1).lower()
            authority = found.group(2)
            self.path = rest[found.end() :]
        else:
            self.scheme = ""
            if rest.startswith("//"):
                authority, slash, path = rest[2:].partition("/")
                self.path = slash + path
            else:
                self.path = rest
        self.host = _host_of(authority or "")


def _host_of(authority: str) -> str:
    host = authority.rpartition("@")[2]
    if not host.startswith("["):
        host = host.partition(":")[0]
    return host.lower().rstrip(".")


def host_in(host: str, names: list[str] | tuple[str, ...] | frozenset[str]) -> bool:
    """Whether *host* is one of *names* or a subdomain of one."""
    while host:
        if host in names:
            return True
        host = host.partition(".")[2]
    return False


def host_names(names: Iterable[str]) -> frozenset[str]:
    """The hosts *names* as `UrlParts` has them, however people write them."""
    return frozenset(name.strip().lower().rstrip(".") for name in names)


class Scope(NamedTuple):
    """What a rule's parts are compiled in: its id, its option values, and whether it is trusted.

    A rule that is not *trusted* (a user's) has its patterns run with a time limit; one that is
    *verified* has been compiled before, so its patterns may wait until they are first used.
    """

    rule: str
    options: Mapping[str, Any]
    trusted: bool = True
    verified: bool = False

    def resolve(self, value: Any) -> Any:
        """Replace a ``$option`` reference by the option's value."""
        if isinstance(value, str) and value.startswith("$"):
            name = value[1:]
            if name not in self.options:
                raise RuleError(f"rule {self.rule}: '{value}' names no option of this rule")
            return self.options[name]
        return value

    def compile(self, pattern: str, flags: int = 0) -> Any:
        """Compile *pattern* to an object with ``search`` and ``finditer``."""
        try:
            if self.trusted:
                return LazyPattern(pattern, flags) if self.verified else re.compile(pattern, flags)
            return BoundedPattern(pattern, flags, self._too_slow)
        except MemoryError:
            raise  # that is no fault of the pattern
        except Exception as error:
            raise RuleError(
                f"rule {self.rule}: the pattern {pattern!r} is faulty: {error}"
            ) from error

    def _too_slow(self, words: str) -> RuleError:
        return RuleError(f"rule {self.rule}: its pattern {words}")


class LazyPattern:
    """A regular expression compiled at its first use: most files need few of the patterns."""

    __slots__ = ("_flags", "_source", "finditer", "search")

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern
        self._flags = flags
        self.search: Callable[[str], Any] = self._first_search
        self.finditer: Callable[[str], Iterator[Any]] = self._first_finditer

    def _compile(self) -> None:
        compiled = re.compile(self._source, self._flags)
        self.search = compiled.search
        self.finditer = compiled.finditer

    def _first_search(self, text: str) -> Any:
        self._compile()
        return self.search(text)

    def _first_finditer(self, text: str) -> Iterator[Any]:
        self._compile()
        return self.finditer(text)


def compile_conditions(spec: Any, scope: Scope) -> Test | None:
    """Compile one condition or a list of them (all must hold); ``None`` where there is none."""
    if spec is None:
        return None
    specs = spec if isinstance(spec, list) else [spec]
    tests = [_compile_one(one, scope) for one in specs]
    return tests[0] if len(tests) == 1 else _every(tests)


def _every(tests: list[Test]) -> Test:
    def hold(element: Any, value: Any, match: Any) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost more than the tests
            if not test(element, value, match):
                return False
        return True

    return hold


def _some(tests: list[Test]) -> Test:
    return lambda element, value, match: any(test(element, value, match) for test in tests)


def _compile_one(spec: Mapping[str, Any], scope: Scope) -> Test:
    tests: list[Test] = []
    if "any" in spec:
        tests.append(_some([_compile_one(one, scope) for one in spec["any"]]))
    if "not" in spec:
        inner = _compile_one(spec["not"], scope)
        tests.append(lambda element, value, match: not inner(element, value, match))
    values = [
        test
        for key, make in _VALUE_TESTS.items()
        if key in spec
        for test in [make(scope.resolve(spec[key]), spec, scope)]
    ]
    if values:
        tests.append(_on_subject(spec, values))
    if not tests:
        raise RuleError(f"rule {scope.rule}: a condition tests nothing: {dict(spec)}")
    return tests[0] if len(tests) == 1 else _every(tests)


def _on_subject(spec: Mapping[str, Any], tests: list[Callable[[Any], bool]]) -> Test:
    if spec.get("classes"):

        def on_classes(element: Any, value: Any, match: Any) -> bool:
            names = element.attrs.get("class") or ()
            return any(all(test(name) for test in tests) for name in names)

        return on_classes
    read = _subject(spec)
    if len(tests) == 1:
        test = tests[0]
        return lambda element, value, match: test(read(element, value, match))

    def on_value(element: Any, value: Any, match: Any) -> bool:
        subject = read(element, value, match)
        return all(test(subject) for test in tests)

    return on_value


def _subject(spec: Mapping[str, Any]) -> Callable[[Any, Any, Any], Any]:
    attribute, part, group = spec.get("attribute"), spec.get("part"), spec.get("group")
    if part is not None:
        if attribute is None:
            return lambda element, value, match: getattr(UrlParts(_text(value)), part)
        return lambda element, value, match: getattr(UrlParts(element.attr(attribute) or ""), part)
    if attribute is not None:
        return lambda element, value, match: element.attr(attribute)
    if spec.get("text"):
        return lambda element, value, match: element.text
    if group is not None:
        return lambda element, value, match: match.group(group)
    return lambda element, value, match: value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _test_missing(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    return lambda value: (value is None) == wanted


def _test_empty(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    return lambda value: (value is None or not _text(value).strip()) == wanted


def _test_in(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    if spec.get("part") == "host":
        names = host_names(wanted)
        return lambda value: host_in(_text(value), names)
    folded = frozenset(name.lower() for name in wanted)
    return lambda value: value is not None and _text(value).strip().lower() in folded


def _test_not_in(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    inside = _test_in(wanted, spec, scope)
    return lambda value: not inside(value)


def _test_matches(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    pattern = scope.compile(wanted)
    return lambda value: pattern.search(_text(value)) is not None


def _as_read(wanted: Iterable[str], spec: Any) -> tuple[str, ...]:
    """*wanted*, in lower case where the part of a URL that it stands in is read so."""
    is_folded = spec.get("part") in ("scheme", "host")
    return tuple(piece.lower() if is_folded else piece for piece in wanted)


def _test_contains(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    pieces = _as_read(wanted, spec)
    return lambda value: any(piece in _text(value) for piece in pieces)


def _test_starts(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    starts = _as_read(wanted, spec)
    return lambda value: _text(value).startswith(starts)


def _test_longer(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    return lambda value: len(_text(value).strip()) > wanted


def _test_shorter(wanted: Any, spec: Any, scope: Scope) -> Callable[[Any], bool]:
    return lambda value: len(_text(value).strip()) < wanted


_VALUE_TESTS: dict[str, Callable[[Any, Any, Scope], Callable[[Any], bool]]] = {
    "missing": _test_missing,
    "empty": _test_empty,
    "in": _test_in,
    "not-in": _test_not_in,
    "matches": _test_matches,
    "contains": _test_contains,
    "starts-with": _test_starts,
    "longer-than": _test_longer,
    "shorter-than": _test_shorter,
}

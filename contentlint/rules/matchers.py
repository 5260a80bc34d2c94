"""The kinds of match: each compiles a rule's `match:` to a function from a document to hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from contentlint.bounds import PASSED_ON
from contentlint.document.masks import may_have_more
from contentlint.errors import RuleError, suggest
from contentlint.findings import HitRow, hit_of
from contentlint.patterns import pattern
from contentlint.rules.checks import find_check
from contentlint.rules.conditions import Scope, UrlParts, compile_conditions, host_in, host_names
from contentlint.rules.triggers import Trigger, bits_of, trigger_of
from contentlint.rules.values import VALUES, Judge
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["MATCHERS", "Matcher", "compile_match", "style_declarations"]

Finder = Callable[["Document"], Iterable[HitRow]]
Select = Callable[["Page"], Sequence[Any]]

_FLAGS = {"ignore-case": re.IGNORECASE, "multi-line": re.MULTILINE, "dot-all": re.DOTALL}
_PLACES = ("prose", "source", "body", "front-matter")
_DECLARATION = pattern(
    r"(?<![-\w])([-\w]++)\s*+:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\((?:[^()\"']|\"[^\"]*\"|'[^']*')*\)|[\"'(])*)"
)


_LINKS = frozenset(("a", "area"))
_DOCUMENT_AND_OPTIONS = 2
_OUR_CHECKS = "contentlint.checks."
_TAKES_MORE = 0x04  # `inspect.CO_VARARGS`: an import that every start would pay for


class Matcher:
    """A compiled match: when it can apply at all, and the function that finds its hits."""

    __slots__ = ("find", "trigger")

    def __init__(self, find: Finder, trigger: Trigger) -> None:
        self.find = find
        self.trigger = trigger


def compile_match(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """Compile a validated `match:` mapping.

    Raises:
        RuleError: a selector, pattern, option reference or check that cannot be used.
    """
    for kind, make in MATCHERS.items():
        if kind in match:
            return make(match, scope)
    raise RuleError(f"rule {scope.rule}: its match has none of the kinds {', '.join(MATCHERS)}")


def check_selector(selector: str, scope: Scope) -> None:
    """Raise `RuleError` for a selector the engine does not take."""
    if scope.verified:
        return
    from contentlint.document.turbo import parse

    try:
        parse("").select(selector)
    except Exception as error:
        raise RuleError(
            f"rule {scope.rule}: the selector {selector!r} is faulty: {error}"
        ) from error


def _compile_select(match: Mapping[str, Any], scope: Scope) -> Matcher:
    selector = match["select"]
    check_selector(selector, scope)
    test = compile_conditions(match.get("where"), scope)
    at = match.get("at", "tag")
    is_about_lack = _is_about_lack(match)

    def find(document: Document) -> Iterator[HitRow]:
        page = document.page
        guesses = is_about_lack and document.has_template_tags
        for element in page.select(selector):
            if guesses and may_have_more(element):
                continue
            if test is not None and not test(element, None, None):
                continue
            if at == "tag":
                found = page.find_start_tag(element)
            elif at == "element":
                found = page.find_element(element)
            else:
                found = page.find_attribute(element, at)
            if found is not None:
                yield hit_of(found[0], element=element)

    trigger = trigger_of(selector)
    trigger.given = bits_of(match.get("given") or ())
    return Matcher(find, trigger)


def _is_about_lack(match: Mapping[str, Any]) -> bool:
    """Whether an element is found for an attribute that it does not have."""
    conditions = match.get("where") or ()
    if isinstance(conditions, Mapping):
        conditions = (conditions,)
    return ":not([" in match["select"] or any(
        condition.get("empty") is True and "attribute" in condition for condition in conditions
    )


def _compile_url(match: Mapping[str, Any], scope: Scope) -> Matcher:
    targets = [_split_target(target, scope) for target in match["url"]]
    tests = _url_tests(match, scope)
    where = compile_conditions(match.get("where"), scope)

    def find(document: Document) -> Iterator[HitRow]:
        page = document.page
        for selector, attribute in targets:
            for element in page.select(selector):
                url = (element.attr(attribute) or "").strip()
                parts = UrlParts(url)
                if not all(test(parts) for test in tests):
                    continue
                if where is not None and not where(element, url, None):
                    continue
                found = page.find_attribute(element, attribute)
                if found is not None:
                    yield hit_of(found[0], _url_values(url, parts, attribute), element=element)

    return Matcher(find, trigger_of(", ".join(selector for selector, _ in targets)))


def _url_values(url: str, parts: UrlParts, attribute: str) -> dict[str, Any]:
    return {
        "url": url,
        "scheme": parts.scheme,
        "host": parts.host,
        "path": parts.path,
        "query": parts.query,
        "attribute": attribute,
    }


def _split_target(target: str, scope: Scope) -> tuple[str, str]:
    check_selector(target, scope)
    found = re.search(r"\[([-\w]+)[^\]]*\]$", target)
    if found is None:
        raise RuleError(
            f"rule {scope.rule}: '{target}' must end in the attribute with the URL, as a[href]"
        )
    return target, found.group(1)


def _url_tests(match: Mapping[str, Any], scope: Scope) -> list[Callable[[UrlParts], bool]]:
    tests: list[Callable[[UrlParts], bool]] = []
    if "scheme" in match:
        schemes = frozenset(name.lower() for name in scope.resolve(match["scheme"]))
        tests.append(lambda parts: parts.scheme in schemes)
    if "host" in match:
        hosts = host_names(scope.resolve(match["host"]))
        tests.append(lambda parts: host_in(parts.host, hosts))
    if "host-not" in match:
        spared = host_names(scope.resolve(match["host-not"]))
        tests.append(lambda parts: not host_in(parts.host, spared))
    if "path" in match:
        path = scope.compile(match["path"])
        tests.append(lambda parts: path.search(parts.path) is not None)
    if "query" in match:
        query = scope.compile(match["query"])
        tests.append(lambda parts: query.search(parts.query) is not None)
    return tests


def style_declarations(style: str) -> list[tuple[str, str]]:
    """The ``(property, value)`` pairs of a style attribute, in lower case, blanks folded."""
    return [
        (found.group(1).lower(), " ".join(found.group(2).lower().split()))
        for found in _DECLARATION.finditer(style)
    ]


def _compile_style(match: Mapping[str, Any], scope: Scope) -> Matcher:
    wanted = _declaration_test(scope.resolve(match["style"]))
    ignored = _declaration_test(scope.resolve(match.get("ignore") or []))
    only = match.get("only", False)
    where = compile_conditions(match.get("where"), scope)

    def find(document: Document) -> Iterator[HitRow]:
        page = document.page
        for element in page.select("[style]"):
            style = element.attr("style") or ""
            every = style_declarations(style)
            found = [d for d in every if wanted(d) and not ignored(d)]
            if not found or (only and len(found) < len(every)):
                continue
            if where is not None and not where(element, style, None):
                continue
            place = page.attribute(element, "style")
            if place is not None:
                values = {
                    "style": style.strip(),
                    "property": found[0][0],
                    "declaration": ": ".join(found[0]),
                    "properties": ", ".join(dict.fromkeys(name for name, _ in found)),
                }
                yield hit_of(place.span, values, element=element)

    return Matcher(find, trigger_of("[style]"))


def _declaration_test(specs: list[str]) -> Callable[[tuple[str, str]], bool]:
    names = {spec.strip().lower() for spec in specs if ":" not in spec}
    pairs = {pair for spec in specs if ":" in spec for pair in style_declarations(spec)}
    if "*" in names:
        return lambda declaration: True
    return lambda declaration: declaration[0] in names or declaration in pairs


def _compile_field(match: Mapping[str, Any], scope: Scope) -> Matcher:
    names = [match["field"]] if isinstance(match["field"], str) else list(match["field"])
    test = compile_conditions(match.get("where"), scope)
    if match.get("missing"):
        return Matcher(lambda document: _missing_fields(document, names), Trigger())

    def find(document: Document) -> Iterator[HitRow]:
        front = document.front_matter
        for name in front.values if "*" in names else names:
            value = front.values.get(name)
            if name not in front.values or (test is not None and not test(None, value, None)):
                continue
            span = front.value((name,)) or front.key((name,))
            if span is not None:
                yield hit_of(span, {"field": name, "value": value})

    return Matcher(find, Trigger())


def _missing_fields(document: Document, names: list[str]) -> Iterator[HitRow]:
    front = document.front_matter
    if front.format is None or front.problems:
        return
    for name in names:
        if name not in front.values:
            yield hit_of(front.open_fence, {"field": name, "value": None})


def _compile_pattern(match: Mapping[str, Any], scope: Scope) -> Matcher:
    flags = 0
    for name in match.get("flags") or ():
        flags |= _FLAGS[name]
    pattern = scope.compile(match["pattern"], flags)
    test = compile_conditions(match.get("where"), scope)
    places = match.get("in", "prose")
    places = [places] if isinstance(places, str) else places
    readers = [_reader(place, scope.rule) for place in places]
    needs = _needs_test(match.get("needs"), bool(flags & re.IGNORECASE))

    def find(document: Document) -> Iterator[HitRow]:
        if needs is not None and not needs(document.source.text):
            return
        for read in readers:
            for text, locate in read(document):
                for found in pattern.finditer(text):
                    if found.end() == found.start():
                        continue
                    if test is not None and not test(None, found.group(), found):
                        continue
                    values = {"match": found.group(), **found.groupdict()}
                    yield hit_of(locate(found.start(), found.end()), values)

    return Matcher(find, Trigger())


def _needs_test(needs: list[str] | None, fold: bool) -> Callable[[str], bool] | None:
    if not needs:
        return None
    if fold:
        folded = [_fold(need) for need in needs]
        return lambda text: any(need in held for held in [_fold(text)] for need in folded)
    return lambda text: any(need in text for need in needs)


def _fold(text: str) -> str:
    """*text* such that what patterns that ignore case take for equal is equal."""
    return text.casefold().replace("i\u0307", "i").replace("\u0131", "i")


Locate = Callable[[int, int], Span]
Reader = Callable[["Document"], Iterable[tuple[str, Locate]]]


def _reader(place: str, rule: str) -> Reader:
    if place.startswith("field:"):
        name = place[6:]
        return lambda document: _read_field(document, name)
    if place not in _READERS:
        hint = suggest(place, _PLACES)
        raise RuleError(f"rule {rule}: a pattern cannot look in '{place}'{hint}")
    return _READERS[place]


def _read_source(document: Document) -> Iterator[tuple[str, Locate]]:
    yield document.source.text, Span


def _read_body(document: Document) -> Iterator[tuple[str, Locate]]:
    base = document.body_start
    yield document.body, lambda start, end: Span(base + start, base + end)


def _read_front_matter(document: Document) -> Iterator[tuple[str, Locate]]:
    front = document.front_matter
    if front.format is not None:
        base = front.content.start
        text = document.source.slice(front.content)
        yield text, lambda start, end: Span(base + start, base + end)


def _read_field(document: Document, name: str) -> Iterator[tuple[str, Locate]]:
    front = document.front_matter
    value = front.values.get(name)
    span = front.value((name,)) if isinstance(value, str) else None
    if span is None or not isinstance(value, str):
        return
    written = document.source.slice(span)
    if value in (written, written[1:-1]):
        base = span.start + (len(written) - len(value)) // 2
        yield value, lambda start, end: Span(base + start, base + end)
    else:
        yield value, lambda start, end: span


def _read_prose(document: Document) -> Iterator[tuple[str, Locate]]:
    prose = document.page.prose
    if prose.text:
        yield prose.text, prose.locate


_READERS: dict[str, Reader] = {
    "prose": _read_prose,
    "source": _read_source,
    "body": _read_body,
    "front-matter": _read_front_matter,
}


def _compile_check(match: Mapping[str, Any], scope: Scope) -> Matcher:
    name, options = match["check"], scope.options
    if not scope.verified:
        find_check(name, scope.rule)
    selector = match.get("when")
    if selector is not None:
        check_selector(selector, scope)
    needs = _needs_test(match.get("needs"), False)
    trigger = trigger_of(selector) if selector is not None else Trigger()
    trigger.given = bits_of(match.get("given") or ())
    trigger.judges = {
        value: partial(_make_judge, match[value], scope) for value in VALUES if match.get(value)
    }
    if not scope.verified:
        for judge in trigger.judges.values():
            judge()
    matcher = Matcher(_no_hits, trigger)

    def load(document: Document) -> Iterable[HitRow]:
        # the module of a check is imported when the check first runs, then called directly
        check = find_check(name, scope.rule)
        if not getattr(check, "__module__", "").startswith(_OUR_CHECKS):
            from contentlint.rules.hits import look_over

            check = look_over(check, name, scope.rule)
        select = None
        if selector is not None and _takes_elements(check):
            select = _uncovered(selector, trigger) if match.get("uncovered") else _all_of(selector)
        matcher.find = _check_finder(check, options, select, needs)
        return matcher.find(document)

    matcher.find = load
    return matcher


def _make_judge(name: str, scope: Scope) -> Judge:
    make: Any = find_check(name, scope.rule)
    try:
        judge: Judge = make(scope.options)
    except PASSED_ON:
        raise
    except BaseException as error:
        raise RuleError(f"rule {scope.rule}: '{name}' cannot be used: {error!r}") from error
    return judge


def _no_hits(document: Document) -> Iterable[HitRow]:
    return ()


def _check_finder(
    check: Callable[..., Iterable[HitRow]],
    options: Mapping[str, Any],
    select: Select | None,
    needs: Callable[[str], bool] | None,
) -> Finder:
    def find(document: Document) -> Iterable[HitRow]:
        if needs is not None and not needs(document.source.text):
            return ()
        if select is None:
            return check(document, options)
        elements = select(document.page)
        return check(document, options, elements) if elements else ()

    if select is None and needs is None:
        return lambda document: check(document, options)
    return find


def _all_of(selector: str) -> Select:
    return lambda page: page.select(selector)


def _uncovered(selector: str, trigger: Trigger) -> Select:
    """The elements without those whose tags are to go anyway."""
    is_about_links = {alternative.tag for alternative in trigger.alternatives} <= _LINKS

    def select(page: Page) -> Sequence[Any]:
        covered = page.covered
        if not covered:
            return page.select(selector)
        if is_about_links and page.links_are_covered:
            return ()
        return [element for element in page.select(selector) if element not in covered]

    return select


def _takes_elements(check: Callable[..., Iterable[HitRow]]) -> bool:
    """Whether a check wants the elements of its selector, and not only to be spared without any."""
    code = getattr(getattr(check, "__wrapped__", check), "__code__", None)
    if code is None or code.co_flags & _TAKES_MORE:
        return True
    return bool(code.co_argcount != _DOCUMENT_AND_OPTIONS)


MATCHERS: dict[str, Callable[[Mapping[str, Any], Scope], Matcher]] = {
    "select": _compile_select,
    "url": _compile_url,
    "style": _compile_style,
    "field": _compile_field,
    "pattern": _compile_pattern,
    "check": _compile_check,
}

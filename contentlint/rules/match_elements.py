"""Matches of elements: by selector, by the parts of an address, by the declarations of a style."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.document.masks import may_have_more
from contentlint.errors import RuleError
from contentlint.findings import HitRow, hit_of
from contentlint.patterns import pattern
from contentlint.rules.conditions import Scope, UrlParts, compile_conditions, host_in, host_names
from contentlint.rules.matcher import Matcher, check_selector
from contentlint.rules.triggers import bits_of, trigger_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["compile_select", "compile_style", "compile_url", "style_declarations"]

_DECLARATION = pattern(
    r"(?<![-\w])([-\w]++)\s*+:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\((?:[^()\"']|\"[^\"]*\"|'[^']*')*\)|[\"'(])*)"
)


def compile_select(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """Elements that a selector takes and the conditions hold for."""
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


def compile_url(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """Attributes whose address has the parts that the rule names."""
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


def compile_style(match: Mapping[str, Any], scope: Scope) -> Matcher:
    """``style`` attributes with some of the declarations that the rule names, or with no other."""
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

"""Judge the JSON inside <script type=importmap> and <script type=speculationrules>."""

from __future__ import annotations

import json
from typing import Any

from contentlint.html_standard.urls import url_fault

__all__ = ["import_map_fault", "speculation_rules_fault"]

_EAGERNESS = ("immediate", "eager", "moderate", "conservative")
_RULE_KEYS = frozenset(
    {
        "source",
        "urls",
        "where",
        "eagerness",
        "requires",
        "relative_to",
        "referrer_policy",
        "expects_no_vary_search",
        "target_hint",
        "tag",
    }
)
_PREDICATES = ("and", "or", "not", "href_matches", "selector_matches")
_DEEPEST = 50


def _parse(text: str) -> tuple[Any, str | None]:
    try:
        return json.loads(text), None
    except (ValueError, RecursionError) as error:
        return None, f"it is not JSON: {error}"


def import_map_fault(text: str) -> str | None:
    """Why *text* is not an import map, in words, or ``None`` (standard, 8.1.6.2)."""
    data, fault = _parse(text)
    if fault:
        return fault
    if not isinstance(data, dict):
        return "it must be one JSON object"
    for key, value in data.items():
        if key not in ("imports", "scopes", "integrity"):
            return f"{key} is neither imports, scopes nor integrity"
        if not isinstance(value, dict):
            return f"{key} must be an object"
    return _specifiers_fault(data.get("imports", {})) or _scopes_fault(data.get("scopes", {}))


def _scopes_fault(scopes: dict[str, Any]) -> str | None:
    for scope, specifiers in scopes.items():
        if url_fault(scope):
            return f"the scope {scope} is not a URL"
        if not isinstance(specifiers, dict):
            return "each scope must be an object"
        fault = _specifiers_fault(specifiers)
        if fault:
            return fault
    return None


def _specifiers_fault(specifiers: dict[str, Any]) -> str | None:
    for name, address in specifiers.items():
        if not name:
            return "a module has an empty name"
        if not isinstance(address, str):
            return f"the address of {name} is not a string"
        if url_fault(address):
            return f"the address of {name} is not a URL"
        if not address.startswith(("/", "./", "../")) and ":" not in address:
            return f"the address of {name} must be absolute or begin with /, ./ or ../"
        if name.endswith("/") and not address.endswith("/"):
            return f"{name} ends in a slash, so its address must too"
    return None


def speculation_rules_fault(text: str) -> str | None:
    """Why *text* is not a set of speculation rules, in words, or ``None``."""
    data, fault = _parse(text)
    if fault:
        return fault
    if not isinstance(data, dict):
        return "it must be one JSON object"
    for key in data:
        if key not in ("prefetch", "prerender", "tag", "prerender_until_script"):
            return f"{key} is neither prefetch nor prerender"
    if not {"prefetch", "prerender", "prerender_until_script"} & data.keys():
        return "it has neither prefetch nor prerender"
    for key, rules in data.items():
        if key == "tag":
            continue
        if not isinstance(rules, list):
            return f"{key} must be a list"
        for rule in rules:
            fault = _rule_fault(rule)
            if fault:
                return fault
    return None


def _rule_fault(rule: Any) -> str | None:
    if not isinstance(rule, dict):
        return "each rule must be an object"
    for key in rule:
        if key not in _RULE_KEYS:
            return f"a rule has no {key}"
    eagerness = rule.get("eagerness", "moderate")
    if not isinstance(eagerness, str) or eagerness not in _EAGERNESS:
        return f"eagerness is none of {', '.join(_EAGERNESS)}"
    source = rule.get("source")
    if "source" in rule and source not in ("list", "document"):
        return "the source is neither list nor document"
    if source is None:
        source = "list" if "urls" in rule else "document" if "where" in rule else None
    if source is None:
        return "a rule needs urls or where"
    return _list_fault(rule) if source == "list" else _document_fault(rule)


def _list_fault(rule: dict[str, Any]) -> str | None:
    if "where" in rule:
        return "a rule with a list of URLs has no where"
    urls = rule.get("urls")
    if not isinstance(urls, list) or not urls:
        return "urls must be a list with at least one URL"
    for url in urls:
        if not isinstance(url, str) or not url:
            return "each of urls must be a URL"
    return None


def _document_fault(rule: dict[str, Any]) -> str | None:
    if "urls" in rule:
        return "a rule about the document has no urls"
    if "where" not in rule:
        return "a rule about the document needs where"
    return _predicate_fault(rule["where"], 0)


def _predicate_fault(predicate: Any, depth: int) -> str | None:
    if not isinstance(predicate, dict):
        return "where must be an object"
    if depth > _DEEPEST:
        return "its conditions are nested too deeply"
    found = [key for key in _PREDICATES if key in predicate]
    if len(found) != 1:
        return f"a condition has exactly one of {', '.join(_PREDICATES)}"
    if set(predicate) - {*_PREDICATES, "relative_to"}:
        return "a condition has a part that it cannot have"
    key = found[0]
    value = predicate[key]
    if key == "not":
        return _predicate_fault(value, depth + 1)
    if key in ("and", "or"):
        if not isinstance(value, list):
            return f"{key} must be a list of conditions"
        if not value:
            return f"{key} has no conditions"
        return next((f for part in value if (f := _predicate_fault(part, depth + 1))), None)
    patterns = value if isinstance(value, list) else [value]
    if not patterns or not all(isinstance(part, str) and part for part in patterns):
        return f"{key} must be a pattern or a list of patterns"
    return None

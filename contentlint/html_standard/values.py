"""Judge the values of attributes: for each type that the table of elements names, one function.

Every function takes the value and returns what is wrong with it in words, or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from contentlint.html_standard.characters import SPACE, words
from contentlint.html_standard.dates import edit_date_fault, time_value_fault
from contentlint.html_standard.languages import language_fault
from contentlint.html_standard.media import media_fault, sizes_fault, srcset_fault
from contentlint.html_standard.tokens import (
    TOKEN,
    accept_fault,
    autofill_fault,
    blocking_fault,
    icon_sizes_fault,
    ids_fault,
    integrity_fault,
    itemprop_fault,
    sandbox_fault,
)
from contentlint.html_standard.urls import absolute_url_fault, url_fault
from contentlint.patterns import pattern

__all__ = [
    "RESERVED_NAMES",
    "URL_TYPES",
    "effect_of",
    "float_of",
    "mime_fault",
    "value_fault",
]

_INTEGER = pattern(r"-?[0-9]+")
_DIGITS = pattern(r"[0-9]+")
_FLOAT = pattern(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MIME = pattern(rf"{TOKEN}/{TOKEN}(?:[ \t]*;[ \t]*{TOKEN}=(?:{TOKEN}|\"(?:[^\"\\]|\\.)*\"))*", re.S)
_CUSTOM_ELEMENT = pattern(r"[a-z][^\0\t\n\f\r />A-Z]*")
RESERVED_NAMES = words(
    "annotation-xml color-profile font-face font-face-src font-face-uri font-face-format "
    "font-face-name missing-glyph"
)
# what browsers read of a width or height (HTML, rules for parsing dimension values)
_DIMENSION = pattern(r"[ \t\n\f\r]*([0-9]+(?:\.[0-9]+)?)(.*)", re.S)
_SIZED = words("embed iframe img object video")
"""Elements whose width and height browsers read so."""
_NOES = words("0 false no none off disabled")
_RANGE = pattern(r"([0-9]+)\.\.([0-9]+)")
_COMMANDS = words("toggle-popover show-popover hide-popover close request-close show-modal")


def _integer(value: str) -> str | None:
    return None if _INTEGER.fullmatch(value) else "it is not a whole number"


def _unsigned(value: str) -> str | None:
    if _DIGITS.fullmatch(value):
        return None
    return "it is not a whole number without a sign or a unit"


def _positive(value: str) -> str | None:
    return _unsigned(value) or (None if value.strip("0") else "it must be greater than zero")


def _float(value: str) -> str | None:
    return None if _FLOAT.fullmatch(value) else "it is not a number"


def _positive_float(value: str) -> str | None:
    return _float(value) or (None if float(value) > 0 else "it must be greater than zero")


def float_of(value: str | None) -> float | None:
    """The number that *value* is as a valid floating-point number, or ``None``."""
    return float(value) if value is not None and _FLOAT.fullmatch(value) else None


def _step(value: str) -> str | None:
    return None if value.lower() == "any" else _positive_float(value)


def _non_empty(value: str) -> str | None:
    return None if value else "it is empty"


def _one_line(value: str) -> str | None:
    return "it has a line break" if "\n" in value or "\r" in value else None


def _id(value: str) -> str | None:
    if not value:
        return "it is empty"
    if any(space in value for space in SPACE):
        return "an id cannot hold a space"
    return None


def _target_name(value: str) -> str | None:
    if not value:
        return "it is empty"
    if value.startswith("_"):
        return "a name that begins with _ is reserved"
    return None


def _target(value: str) -> str | None:
    if not value.startswith("_"):
        return _target_name(value)
    if value.lower() in ("_blank", "_self", "_parent", "_top"):
        return None
    return "the names that begin with _ are _blank, _self, _parent and _top"


def mime_fault(value: str) -> str | None:
    """Why *value* is not a valid MIME type string, in words, or ``None``."""
    return None if _MIME.fullmatch(value) else "it is not a MIME type such as image/png"


def _language_or_empty(value: str) -> str | None:
    return language_fault(value) if value else None


def _usemap(value: str) -> str | None:
    if len(value) > 1 and value.startswith("#"):
        return None
    return "it must be # and the name of a map"


def _map_name(value: str) -> str | None:
    if not value:
        return "it is empty"
    return "a map's name cannot hold a space" if any(s in value for s in SPACE) else None


def _accesskey(value: str) -> str | None:
    keys = value.split()
    if any(len(key) > 1 for key in keys):
        return "each key must be a single character"
    return "a key stands twice" if len(keys) != len(set(keys)) else None


def _custom_element(value: str) -> str | None:
    if _CUSTOM_ELEMENT.fullmatch(value) and "-" in value and value not in RESERVED_NAMES:
        return None
    return "the name of a custom element is in lower case, with a hyphen"


def _utf8(value: str) -> str | None:
    return None if value.strip(SPACE).lower() == "utf-8" else "the only value allowed is utf-8"


def _srcset(value: str) -> str | None:
    return srcset_fault(value)[0]


def _pings(value: str) -> str | None:
    for url in value.split():
        fault = absolute_url_fault(url)
        if fault:
            return fault.reason
        if not url.lower().startswith(("http:", "https:")):
            return "it may hold http and https URLs only"
    return None


def _itemtype(value: str) -> str | None:
    urls = value.split()
    if not urls:
        return "it is empty"
    for url in urls:
        fault = absolute_url_fault(url)
        if fault:
            return fault.reason
    return "a type stands twice" if len(urls) != len(set(urls)) else None


def _url(value: str) -> str | None:
    fault = url_fault(value)
    return fault.reason if fault else None


def _non_empty_url(value: str) -> str | None:
    fault = url_fault(value, empty=False)
    return fault.reason if fault else None


def _vocabulary(value: str) -> str | None:
    fault = absolute_url_fault(value) if value.strip(SPACE) else None
    return fault.reason if fault else None


def _resource(value: str) -> str | None:
    """An RDFa resource: a URL, or a compact one that may stand in square brackets."""
    text = value.strip(SPACE)
    return None if text.startswith("[") and text.endswith("]") else _url(text)


def _prefixes(value: str) -> str | None:
    parts = value.split()
    for index, part in enumerate(parts):
        if index % 2 == 0 and (len(part) < 2 or not part.endswith(":")):
            return "it must be pairs of a prefix with a colon and a URL"
        if index % 2 and url_fault(part):
            return f"{part[:60]} is not a URL"
    return "the last prefix has no URL" if len(parts) % 2 else None


def _xhtml(value: str) -> str | None:
    if value == "http://www.w3.org/1999/xhtml":
        return None
    return "the only value allowed is http://www.w3.org/1999/xhtml"


def _list_type(value: str) -> str | None:
    return None if value in ("1", "a", "A", "i", "I") else "it is not one of 1, a, A, i and I"


def _command(value: str) -> str | None:
    if value.lower() in _COMMANDS or value.startswith("--"):
        return None
    return "it is neither a known command nor one of your own, which begins with --"


_JUDGES: dict[str, Callable[[str], str | None]] = {
    "accept": accept_fault,
    "accesskey": _accesskey,
    "autofill": autofill_fault,
    "blocking": blocking_fault,
    "command": _command,
    "custom-element": _custom_element,
    "edit-date": edit_date_fault,
    "float": _float,
    "icon-sizes": icon_sizes_fault,
    "id": _id,
    "idref": _id,
    "ids": ids_fault,
    "integer": _integer,
    "integrity": integrity_fault,
    "itemprop": itemprop_fault,
    "itemtype": _itemtype,
    "language": language_fault,
    "language?": _language_or_empty,
    "list-type": _list_type,
    "map-name": _map_name,
    "media": media_fault,
    "mime": mime_fault,
    "non-empty": _non_empty,
    "one-line": _one_line,
    "pings": _pings,
    "positive": _positive,
    "positive-float": _positive_float,
    "prefix": _prefixes,
    "resource": _resource,
    "sandbox": sandbox_fault,
    "sizes": sizes_fault,
    "srcset": _srcset,
    "step": _step,
    "target": _target,
    "target-name": _target_name,
    "time": time_value_fault,
    "unsigned": _unsigned,
    "url": _url,
    "url+": _non_empty_url,
    "usemap": _usemap,
    "utf-8": _utf8,
    "vocab": _vocabulary,
    "xhtml": _xhtml,
}

URL_TYPES = frozenset({"url", "url+"})
"""The types whose values are one URL."""


def value_fault(name: str, kind: str | frozenset[str], value: str) -> str | None:
    """Why *value* does not fit the attribute *name* of type *kind*, in words, or ``None``.

    *kind* is a type's name, a range such as ``1..1000``, or the set of allowed keywords, which
    are compared without regard to case.
    """
    if isinstance(kind, frozenset):
        return None if value.lower() in kind else _keywords_fault(kind)
    if not kind:
        return None
    if kind == "boolean":
        return None if not value or value.lower() == name else "the attribute alone says yes"
    judge = _JUDGES.get(kind)
    if judge is not None:
        return judge(value)
    return _range_fault(kind, value)


def effect_of(tag: str, name: str, kind: str | frozenset[str], value: str) -> tuple[str, str]:
    """What browsers make of a *value* that is not valid: a word for it, and the number they read.

    ``obeyed``: what it says; ``number``: only the number in it; ``yes`` and ``no-is-yes``: of an
    attribute that is true whatever its value; else an empty string.
    """
    if kind == "boolean" or name == "hidden":
        return ("no-is-yes" if value.strip().lower() in _NOES else "yes"), ""
    found = None
    if kind == "unsigned" and tag in _SIZED and name in ("width", "height"):
        found = _DIMENSION.fullmatch(value)
    if found is None:
        return "", ""
    is_plain = found[2].rstrip(SPACE).lower() in ("", "%", "px")
    return ("obeyed" if is_plain else "number"), found[1]


def _keywords_fault(keywords: frozenset[str]) -> str:
    allowed = sorted(word for word in keywords if word)
    if len(allowed) > 12:
        return "it is none of the values that HTML defines"
    if len(allowed) == 1:
        return f"the only value is {allowed[0]}"
    return f"it is none of {', '.join(allowed[:-1])} and {allowed[-1]}"


def _range_fault(kind: str, value: str) -> str | None:
    found = _RANGE.fullmatch(kind)
    if found is None:
        raise ValueError(f"no such type of value: {kind}")
    fault = _unsigned(value)
    if fault:
        return fault
    low, high = found.groups()
    digits = value.lstrip("0")
    if len(digits) > len(high) or not int(low) <= int(digits or "0") <= int(high):
        return f"it must be a number from {low} to {high}"
    return None

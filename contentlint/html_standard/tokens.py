"""Judge values that are lists of words: sandbox, autocomplete, accept, integrity and others."""

from __future__ import annotations

import re

from contentlint.html_standard.characters import SPACE, words
from contentlint.patterns import pattern

__all__ = [
    "TOKEN",
    "accept_fault",
    "autofill_control_fault",
    "autofill_fault",
    "blocking_fault",
    "icon_sizes_fault",
    "ids_fault",
    "integrity_fault",
    "itemprop_fault",
    "sandbox_fault",
]

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
"""A token of HTTP, as a pattern."""
_ACCEPT = pattern(rf"(?:audio|video|image)/\*|\.[^,\s]+|(?!\*){TOKEN}/(?!\*){TOKEN}", re.I)
_SANDBOX = words(
    "allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock "
    "allow-popups allow-popups-to-escape-sandbox allow-presentation allow-same-origin "
    "allow-scripts allow-storage-access-by-user-activation allow-top-navigation "
    "allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols"
)
_INTEGRITY = pattern(r"sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}(?:\?[!-~]*)?")
_ICON_SIZE = pattern(r"any|[1-9][0-9]*x[1-9][0-9]*", re.I)
_FIELDS = words(
    "name honorific-prefix given-name additional-name family-name honorific-suffix nickname "
    "username new-password current-password one-time-code organization-title organization "
    "street-address address-line1 address-line2 address-line3 address-level4 address-level3 "
    "address-level2 address-level1 country country-name postal-code cc-name cc-given-name "
    "cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type "
    "transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url "
    "photo"
)
_CONTACT_FIELDS = words(
    "tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix "
    "tel-extension email impp"
)


def ids_fault(value: str) -> str | None:
    """Judge an unordered list of ids: no id twice."""
    ids = value.split()
    return "an id stands twice" if len(ids) != len(set(ids)) else None


def sandbox_fault(value: str) -> str | None:
    """Judge ``sandbox``: known permissions, each once."""
    parts = value.lower().split()
    for word in parts:
        if word not in _SANDBOX:
            return f"{word[:40]} is not a permission of sandbox"
    return "a permission stands twice" if len(parts) != len(set(parts)) else None


def blocking_fault(value: str) -> str | None:
    """Judge ``blocking``: only the word render."""
    parts = value.lower().split()
    if set(parts) <= {"render"} and len(parts) <= 1:
        return None
    return "the only value is render"


def integrity_fault(value: str) -> str | None:
    """Judge ``integrity``: hashes of the three SHA-2 kinds."""
    for word in value.split():
        if not _INTEGRITY.fullmatch(word):
            return "it must be a hash that begins with sha256-, sha384- or sha512-"
    return None


def icon_sizes_fault(value: str) -> str | None:
    """Judge ``sizes`` of a link to an icon: any, or widths and heights such as 32x32."""
    parts = value.split()
    if all(_ICON_SIZE.fullmatch(word) for word in parts):
        return "a size stands twice" if len(parts) != len({w.lower() for w in parts}) else None
    return "it must be any, or sizes such as 32x32"


def itemprop_fault(value: str) -> str | None:
    """Judge ``itemprop``: at least one name, each once; plain names hold no full stop or colon."""
    parts = value.split()
    if not parts:
        return "it is empty"
    if len(parts) != len(set(parts)):
        return "a name stands twice"
    return None


def accept_fault(value: str) -> str | None:
    """Judge ``accept``: MIME types, ``image/*`` and the like, and file endings, each once."""
    parts = [part.strip(SPACE) for part in value.split(",")]
    for part in parts:
        if not _ACCEPT.fullmatch(part):
            return f"{part[:40] or 'nothing'} is neither a MIME type nor a file ending such as .png"
    return "a type stands twice" if len(parts) != len({p.lower() for p in parts}) else None


def autofill_fault(value: str) -> str | None:
    """Judge ``autocomplete``: on, off, or details in their order (standard, 4.10.18.7)."""
    parts = value.lower().split()
    if not parts:
        return "it is empty"
    if parts in (["on"], ["off"]):
        return None
    if parts[-1] == "webauthn":
        parts.pop()
    kind = None
    if parts and parts[0].startswith("section-"):
        parts.pop(0)
    if parts and parts[0] in ("shipping", "billing"):
        parts.pop(0)
    if parts and parts[0] in ("home", "work", "mobile", "fax", "pager"):
        kind = parts.pop(0)
    if not parts:
        return "it does not name a field such as name or email"
    if len(parts) > 1:
        return f"{parts[0][:40]} stands where only the last word may be a field"
    if parts[0] in _CONTACT_FIELDS or (kind is None and parts[0] in _FIELDS):
        return None
    return f"{parts[0][:40]} is not the name of a field that browsers fill in"


_GROUPS = {
    "tel": words("tel"),
    "email": words("email username"),
    "url": words("url photo impp"),
    "password": words("new-password current-password one-time-code"),
    "number": words(
        "cc-exp-month cc-exp-year transaction-amount bday-day bday-month bday-year one-time-code"
    ),
    "month": words("cc-exp"),
    "date": words("bday"),
}


def autofill_control_fault(value: str, kind: str) -> str | None:
    """Why a valid ``autocomplete`` does not fit a field of type *kind*, in words, or ``None``."""
    parts = value.lower().split()
    if parts and parts[-1] == "webauthn":
        parts.pop()
    if not parts or parts in (["on"], ["off"]):
        return None
    fields = _GROUPS.get(kind)
    if fields is not None:
        return None if parts[-1] in fields else f"a field of type {kind} cannot hold {parts[-1]}"
    if parts[-1] == "street-address" and kind in ("text", "search"):
        return "a street address has several lines: use <textarea>"
    if kind in ("week", "time", "datetime-local", "range", "color"):
        return f"no such field has the type {kind}"
    return None

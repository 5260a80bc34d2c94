"""Judge the hosts of URLs: domain names, IPv4 and IPv6 addresses (URL standard, section 3)."""

from __future__ import annotations

import unicodedata

from contentlint.html_standard.characters import name_of
from contentlint.patterns import pattern

__all__ = ["domain_fault", "ipv6_fault"]

_LABEL = pattern(r"[a-z0-9_-]+")
_NUMBER = pattern(r"[0-9]+|0x[0-9a-f]*")
_DECIMAL = pattern(r"0|[1-9][0-9]{0,2}")
_PIECE = pattern(r"[0-9a-fA-F]{1,4}")
# Letters, digits, marks and symbols of any script may stand in a name; these may not.
_BARRED = {"Cc", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"}
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u034f\u180b\u180c\u180d\u200b\u2060\ufeff"))
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})


def domain_fault(host: str) -> str | None:
    """Why *host* is not a valid domain or IPv4 address, in words, or ``None``."""
    name = host.lower() if host.isascii() else _mapped(host)
    if name is None:
        return "the host holds a character that no domain name may have"
    labels = name.split(".")
    last = labels[-1] or (labels[-2] if len(labels) > 1 else "")
    if _NUMBER.fullmatch(last):
        return _ipv4_fault(labels)
    if labels[-1] == "" and len(labels) > 1:
        labels.pop()
    for label in labels:
        reason = _label_fault(label)
        if reason:
            return reason
    return "the host is longer than 253 characters" if len(name) > 254 else None


def _mapped(host: str) -> str | None:
    """The host as IDNA processing maps it (UTS 46, approximately), or ``None`` where it fails."""
    if len(host) > 1000:
        return None
    text = host.translate(_DROPPED)
    if any(unicodedata.category(c) in _BARRED for c in text):
        return None
    text = unicodedata.normalize("NFKC", text.casefold()).translate(_DOTS)
    if any(c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for c in text):
        return None
    for label in text.split("."):
        if label and unicodedata.category(label[0]).startswith("M"):
            return None
    return text


def _label_fault(label: str) -> str | None:
    if not label:
        return "the host has an empty part between two dots"
    if label.isascii():
        return _ascii_label_fault(label)
    try:
        encoded = label.encode("punycode")
    except UnicodeError:
        return "the host holds a character that no domain name may have"
    if len(encoded) + 4 > 63:
        return _TOO_LONG
    for character in label:
        if character.isascii() and not _LABEL.match(character):
            return _odd(character)
    return None


_TOO_LONG = "a part of the host is longer than 63 characters"


def _ascii_label_fault(label: str) -> str | None:
    found = _LABEL.match(label)
    end = found.end() if found else 0
    if end < len(label):
        return _odd(label[end])
    if len(label) > 63:
        return _TOO_LONG
    if label.startswith("xn--"):
        return _ace_fault(label[4:])
    return None


def _ace_fault(code: str) -> str | None:
    try:
        decoded = code.encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        decoded = ""
    if not decoded or decoded.isascii() or _mapped(decoded) != decoded:
        return f"the part xn--{code} does not decode to a domain name"
    return None


def _odd(character: str) -> str:
    return f"{name_of(character)} stands in the host"


def _ipv4_fault(labels: list[str]) -> str | None:
    parts = labels
    if parts[-1] == "":
        return "the IPv4 address ends in a dot"
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return "the host ends in a number, so it must be an IPv4 address of four numbers"
    for part in parts:
        if not _DECIMAL.fullmatch(part):
            return "a number of the IPv4 address is not plain decimal"
        if int(part) > 255:
            return "a number of the IPv4 address is greater than 255"
    return None


def ipv6_fault(address: str) -> str | None:
    """Why the text between ``[`` and ``]`` is not a valid IPv6 address, or ``None``."""
    if len(address) > 60:
        return "the IPv6 address is too long"
    halves = address.split("::")
    if len(halves) > 2:
        return "the IPv6 address has more than one ::"
    pieces = 0
    for index, half in enumerate(halves):
        count = _ipv6_pieces(half, last=index == len(halves) - 1)
        if count is None:
            return "what stands between [ and ] is not an IPv6 address"
        pieces += count
    if len(halves) == 1 and pieces != 8:
        return "an IPv6 address has eight parts"
    if len(halves) == 2 and pieces > 7:
        return "the IPv6 address has too many parts"
    return None


def _ipv6_pieces(half: str, *, last: bool) -> int | None:
    """How many 16-bit pieces one side of ``::`` has; ``None`` where it is malformed."""
    if not half:
        return 0
    parts = half.split(":")
    count = len(parts)
    if last and "." in parts[-1]:
        if _ipv4_fault(parts.pop().split(".")):
            return None
        count += 1
    return count if all(_PIECE.fullmatch(part) for part in parts) else None

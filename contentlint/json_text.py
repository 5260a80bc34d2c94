"""Values as JSON text that is readable, and harmless wherever it is shown."""

from __future__ import annotations

import json
import math
import re
from json.encoder import encode_basestring
from typing import Any

from contentlint.patterns import pattern

__all__ = ["encode_json", "quote"]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str).encode
_UNSAFE = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def encode_json(value: Any) -> str:
    """Encode *value* as JSON on one line, readable and harmless wherever it is shown.

    Letters stand as they are. Control and direction characters and lone surrogates, which a
    terminal would obey or an encoder refuse, are escaped; so are the line separators that
    JavaScript once took for line ends. A value JSON has no form for is written as its string.
    """
    try:
        text = _encode(value)
    except ValueError:
        text = _encode(_finite(value))
    return _make_harmless(text)


def _make_harmless(text: str) -> str:
    if text.isprintable():  # nothing of what is not safe is
        return text
    return _UNSAFE.sub(_escape, text)


def quote(text: str) -> str:
    """*text* as `encode_json` writes it."""
    return _make_harmless(encode_basestring(text))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _finite(value: Any) -> Any:
    """Copy *value* with the floats that JSON cannot write (infinities, NaN) as strings."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value

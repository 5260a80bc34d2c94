"""One digest for all that is to be told apart: fast, and as long as it takes that none meet."""

from __future__ import annotations

try:
    # what hashlib gives, without the library of OpenSSL that it loads first
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]

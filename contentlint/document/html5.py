"""The door to html5lib: its tree construction, without what reads streams and writes pages.

Those parts, which import the mail and network modules of Python, take three quarters of the time
of the import, and nothing here uses them: what is fed to the tree are tokens of our own.  They are
entered unexecuted (`contentlint.document.unexecuted`).
"""

from __future__ import annotations

from contentlint.document.unexecuted import enter

for _name in ("html5lib", "html5lib._inputstream", "html5lib._tokenizer"):
    enter(_name)

from html5lib import html5parser  # noqa: E402
from html5lib._utils import MethodDispatcher  # noqa: E402
from html5lib.constants import (  # noqa: E402
    htmlIntegrationPointElements,
    namespaces,
    specialElements,
    tableInsertModeElements,
    tokenTypes,
)
from html5lib.treebuilders import base  # noqa: E402
from html5lib.treebuilders.base import Marker  # noqa: E402

__all__ = [
    "Marker",
    "MethodDispatcher",
    "base",
    "html5parser",
    "htmlIntegrationPointElements",
    "namespaces",
    "specialElements",
    "tableInsertModeElements",
    "tokenTypes",
]

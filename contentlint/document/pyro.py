"""The door to pyromark: its parser in Rust, without the Python around it.

The package's own ``__init__`` also makes an enumeration and the colours of its command line.  It is
entered unexecuted (`contentlint.document.unexecuted`), and the core imported from inside it; if the
package is not built as expected, it is imported as usual.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from contentlint.document.unexecuted import enter

__all__ = ["OPTIONS", "Markdown", "make_parser"]

# bits that `pyromark.Options` names
_TABLES, _FOOTNOTES, _STRIKETHROUGH, _TASK_LISTS = 1 << 1, 1 << 2, 1 << 3, 1 << 4
OPTIONS = _TABLES | _FOOTNOTES | _STRIKETHROUGH | _TASK_LISTS
"""What we read beyond CommonMark."""

if TYPE_CHECKING:
    from pyromark import Markdown
else:
    enter("pyromark")
    try:
        Markdown = import_module("pyromark._pyromark").Markdown
    except (ImportError, AttributeError):
        from pyromark import Markdown


def make_parser(heard: Callable[[Any], None] | None = None) -> Markdown:
    """A parser with our options; *heard* is told each reference that has no definition."""
    return Markdown(options=OPTIONS, broken_link_callback=heard)  # type: ignore[arg-type]

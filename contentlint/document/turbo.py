"""The door to turbohtml: its parser and tokenizer in C, without the Python around them.

The package's own ``__init__`` imports converters and extractors that nothing here uses, and takes
half of the time in which the command line starts.  So the package is entered unexecuted
(`contentlint.document.unexecuted`), and the core is imported from inside it.  If the package is not
built as expected, it is imported as usual.  All of this happens when the first of its names is
asked for: many Markdown posts need no tree, so modules that every post needs ask for
``turbo.parse`` and import no name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from contentlint.document.unexecuted import enter

__all__ = ["Element", "Text", "Token", "TokenType", "parse", "tokenize"]


def _core() -> Any:
    enter("turbohtml")
    try:
        core = import_module("turbohtml._html")
        # these register what the core gives and raises
        import_module("turbohtml._internal._locations")
        import_module("turbohtml._internal._selectors")
        if all(hasattr(core, name) for name in __all__):
            return core
    except ImportError:
        pass
    import turbohtml

    return turbohtml


if TYPE_CHECKING:
    from turbohtml import Element, Text, Token, TokenType, parse, tokenize
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        core = _core()
        globals().update({each: getattr(core, each) for each in __all__})
        return globals()[name]

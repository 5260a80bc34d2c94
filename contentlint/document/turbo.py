"""The door to turbohtml: its parser and tokenizer in C, without the Python around them.

The package's own ``__init__`` imports converters and extractors that nothing here uses, and takes
half of the time in which the command line starts.  So the package is entered in ``sys.modules``
unexecuted, and the core is imported from inside it.  Whoever asks the package for anything else,
now or later, makes its ``__init__`` run, as if it had been imported then.  If the package is not
built as expected, it is imported as usual.  All of this happens when the first of its names is
asked for: many Markdown posts need no tree, so modules that every post needs ask for
``turbo.parse`` and import no name.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["Element", "Text", "Token", "TokenType", "parse", "tokenize"]

_NAME = "turbohtml"


class _Unexecuted(ModuleType):
    """A package whose ``__init__`` runs when something is first missed in it."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(f"module {_NAME!r} has no attribute {name!r}")
        object.__setattr__(self, "__class__", ModuleType)
        spec.loader.exec_module(self)
        return getattr(self, name)


def _core() -> Any:
    if _NAME not in sys.modules:
        _enter()
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


def _enter() -> None:
    from importlib.util import find_spec, module_from_spec

    spec = find_spec(_NAME)
    if spec is not None:
        module = module_from_spec(spec)
        module.__class__ = _Unexecuted
        sys.modules[_NAME] = module


if TYPE_CHECKING:
    from turbohtml import Element, Text, Token, TokenType, parse, tokenize
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        core = _core()
        globals().update({each: getattr(core, each) for each in __all__})
        return globals()[name]

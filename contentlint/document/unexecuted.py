"""Modules of libraries that are entered without being executed, until somebody needs them.

A package's ``__init__`` often imports far more than we use of it, and takes longer than a post.
Such a module stands in ``sys.modules`` unexecuted; whoever asks it for anything that it does not
have yet, now or later, makes it run, as if it had been imported then.  Asked for one of its own
modules, it imports no more than that.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["enter"]

_ASKED_FOR = ("__all__", "__version__")
"""Names with two underscores that a user may ask for; others the import system looks for."""


class _Unexecuted(ModuleType):
    """A module that runs when something is first missed in it."""

    def __getattr__(self, name: str) -> Any:
        from importlib.util import find_spec

        spec = self.__spec__
        unwanted = name.startswith("__") and name not in _ASKED_FOR
        if unwanted or spec is None or spec.loader is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if spec.submodule_search_locations and find_spec(f"{self.__name__}.{name}"):
            return import_module(f"{self.__name__}.{name}")
        object.__setattr__(self, "__class__", ModuleType)
        spec.loader.exec_module(self)
        return getattr(self, name)


def enter(name: str) -> None:
    """Enter the module of this *name*, if nobody has imported it; the package it is in first."""
    if name in sys.modules:
        return
    from importlib.util import find_spec, module_from_spec

    spec = find_spec(name)
    if spec is None:
        return  # who imports it will say so
    module = module_from_spec(spec)
    module.__class__ = _Unexecuted
    sys.modules[name] = module
    package, _, own = name.rpartition(".")
    if package:
        setattr(sys.modules[package], own, module)

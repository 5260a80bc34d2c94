"""Reads the data packs of the link and image checks: names and addresses, kept out of the code."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import Any

__all__ = ["read_pack"]


@cache
def read_pack(name: str) -> Any:
    """The content of ``checks/data/<name>.yaml``, read once.

    Raises:
        FileNotFoundError: there is no such pack.
    """
    import yaml

    data = pkgutil.get_data("contentlint.checks", f"data/{name}.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(data or b"", Loader=loader)

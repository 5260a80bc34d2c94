"""Schemas of front matter: one per kind of site, and a site's own.

`for_presets` gives the `Schema` that a linter asks; the pydantic models behind it (`Post`,
`HexoPost`, …) are for inheriting from, and are imported only when they are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from contentlint.schemas.facts import MODELS, FieldError, FieldFact
from contentlint.schemas.schema import Schema
from contentlint.site_memory import on_forgetting

__all__ = ["FieldError", "FieldFact", "Schema", "for_presets", "infer_schema"]

_CLASSES = {path.partition(":")[2]: path.partition(":")[0] for path in MODELS.values()}
_made: dict[tuple[Any, ...], tuple[Any, Schema]] = {}


@on_forgetting
def _forget() -> None:
    """Forget the schemas of sites, whose files may have changed; presets stay what they are."""
    for key in [key for key, (settings, _) in _made.items() if settings is not None]:
        del _made[key]


def __getattr__(name: str) -> Any:
    if name in _CLASSES:
        return getattr(import_module(_CLASSES[name]), name)
    if name == "infer_schema":
        from contentlint.schemas.infer import infer_schema

        return infer_schema
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def for_presets(
    presets: tuple[str, ...], settings: Mapping[str, Any] | None = None, root: Path | None = None
) -> Schema:
    """The schema of a site.

    Args:
        presets: the kinds of site in force; without a known one, the fields all share.
        settings: the table ``[front-matter]`` of the configuration.
        root: the configuration's folder, from which a JSON Schema file or a model is found.

    Raises:
        ConfigError: settings that cannot be used.
    """
    key = (presets, id(settings), root)
    known = _made.get(key)
    if known is None or known[0] is not settings:
        from contentlint.schemas.assemble import assemble

        known = _made[key] = (settings, assemble(presets, settings, root))
    return known[1]

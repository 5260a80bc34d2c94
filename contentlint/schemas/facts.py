"""What a schema says of one field, without pydantic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contentlint.named import NamedTuple
from contentlint.schemas.declared import DECLARED
from contentlint.schemas.kinds import CLEARS

__all__ = ["MODELS", "FieldError", "FieldFact", "deciding_presets", "value_at"]

MODELS = {
    "plain": "contentlint.schemas.post:Post",
    "hexo": "contentlint.schemas.hexo:HexoPost",
    "hugo": "contentlint.schemas.hugo:HugoPost",
    "jekyll": "contentlint.schemas.jekyll:JekyllPost",
    "astro": "contentlint.schemas.astro:AstroPost",
    "docusaurus": "contentlint.schemas.docusaurus:DocusaurusPost",
    "zola": "contentlint.schemas.zola:ZolaPost",
    "mkdocs": "contentlint.schemas.mkdocs:MkDocsPage",
    "vitepress": "contentlint.schemas.vitepress:VitePressPage",
    "eleventy": "contentlint.schemas.eleventy:EleventyPage",
    "news": "contentlint.schemas.news:NewsPost",
}
"""Each preset's model, by import path."""


def value_at(values: Any, path: tuple[Any, ...]) -> Any:
    """What stands in *values* at *path*; ``None`` where nothing does."""
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def deciding_presets(names: tuple[str, ...]) -> dict[str, str]:
    """For each field of the presets *names*, which of them says what kind it is.

    It is the last one that says anything of its own: more than every kind of site says.
    """
    common = {name: kind for name, kind, _ in DECLARED["plain"]}
    deciding: dict[str, str] = {}
    for preset in names:
        for name, kind, _ in DECLARED[preset]:
            if name not in deciding or common.get(name) != kind:
                deciding[name] = preset
    return deciding


def _never(_value: Any) -> bool:
    return False


class FieldFact(NamedTuple):
    """A field's *kind* (a key of `contentlint.schemas.kinds.CLEARS`, or ``other``) and demands."""

    name: str
    kind: str
    required: bool = False
    constrain: Callable[[Any], FieldError | None] | None = None

    @property
    def test(self) -> Callable[[Any], bool]:
        """Whether a value certainly satisfies the schema; false means: ask pydantic."""
        return CLEARS.get(self.kind, _never) if self.constrain is None else self._constrained

    def _constrained(self, value: Any) -> bool:
        test = CLEARS.get(self.kind, _never)
        return test(value) and self.constrain is not None and self.constrain(value) is None


class FieldError(NamedTuple):
    """A value the schema refuses: where, why (*code*), and the *words* of a message.

    Codes: ``missing``, ``unknown``, ``type``, ``enum``, ``vocabulary``, ``pattern``, ``min``,
    ``max``, ``above``, ``below``, ``short``, ``long``, ``repeated``, ``url``, ``image``, ``date``,
    ``name``, ``whole`` and ``custom``.
    """

    path: tuple[Any, ...]
    code: str
    words: dict[str, Any]

"""Front matter in YAML, TOML and JSON: detected, read with places, and explained when broken."""

from contentlint.document.frontmatter.fences import KNOWN_KEYS
from contentlint.document.frontmatter.model import (
    FrontMatter,
    Path,
    Place,
    Places,
    Problem,
    Reading,
)
from contentlint.document.frontmatter.reader import read

__all__ = [
    "KNOWN_KEYS",
    "FrontMatter",
    "Path",
    "Place",
    "Places",
    "Problem",
    "Reading",
    "read",
]

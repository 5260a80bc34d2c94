"""Whether what stands between conditions and loops of a template is balanced by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contentlint.document.spellings import VOID_NAMES, names_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.templates import Templates

__all__ = ["has_uneven_branch"]

_OPENING = names_of(
    "if unless for tablerow ifchanged capture switch asynceach asyncall ifasync macro"
)
_MIDDLE = names_of("else elsif elif elseif when default")
_TAG = pattern(
    r"(?s)<!--.*?(?:-->|\Z)|<(?P<slash>/?)(?P<name>[A-Za-z][^\s<>/]*)(?P<whole>[^<>]*(?<=/)>)?"
)


def has_uneven_branch(templates: Templates) -> bool:
    """Whether a branch opens or closes an element that it does not close or open.

    ``{% if a %}<div class="a">{% else %}<div class="b">{% endif %}`` has two: readers get one
    of them, while a page that is read without running its templates has both.
    """
    names = {tag.name for tag in templates.tags if tag.kind == "tag"}
    opening = _OPENING | {"case"} if "endcase" in names else _OPENING
    if names.isdisjoint(_OPENING) and "endcase" not in names:
        return False
    branches: list[list[str]] = []
    done = 0
    for tag in templates.tags:
        name = tag.name.lower() if tag.kind == "tag" else ""
        is_end = name.startswith("end") and name[3:] in opening
        if not (is_end or name in opening or name in _MIDDLE or name == "case"):
            continue
        if branches and not _is_even(templates.text[done : tag.start], branches[-1]):
            return True
        done = tag.end
        if name in opening:
            branches.append([])
        elif branches and branches[-1]:
            return True  # the branch ends before what it opened
        elif branches and is_end:
            branches.pop()
    return False


def _is_even(text: str, branch: list[str]) -> bool:
    """Follow the tags of *text*; ``False`` at one that closes what *branch* has not opened."""
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if not name or name in VOID_NAMES or match["whole"]:
            continue
        if not match["slash"]:
            branch.append(name)
        elif branch and branch[-1] == name:
            branch.pop()
        else:
            return False
    return True

"""Which style declarations change nothing: values that hold anyway, values that mean nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from contentlint.document.nesting import names_of
from contentlint.named import NamedTuple
from contentlint.rules.match_elements import style_declarations

__all__ = ["PLAIN", "Style", "changes_nothing", "read_style"]

_UNDEFINED: Final = frozenset(("", "null", "undefined", "nan", "[object object]", "nanpx"))
_ZERO: Final = frozenset(("0", "0px", "0em", "0pt", "0rem", "0%", "0in", "0cm", "0.0px"))


_NORMAL: Final = frozenset(("normal",))
_NONE: Final = frozenset(("none",))

_DEFAULTS: Final[dict[str, frozenset[str]]] = {
    "text-align": names_of("left start"),
    "text-align-last": names_of("auto"),
    "text-indent": _ZERO,
    "text-transform": _NONE,
    "text-decoration": _NONE,
    "text-decoration-style": names_of("initial solid"),
    "text-decoration-color": names_of("initial currentcolor"),
    "text-decoration-thickness": names_of("initial auto"),
    "text-shadow": _NONE,
    "font-weight": names_of("normal 400"),
    "font-style": _NORMAL,
    "font-variant": _NORMAL,
    "font-variant-ligatures": _NORMAL,
    "font-variant-caps": _NORMAL,
    "font-variant-numeric": _NORMAL,
    "font-variant-east-asian": _NORMAL,
    "font-variant-position": _NORMAL,
    "font-variant-alternates": _NORMAL,
    "font-feature-settings": _NORMAL,
    "font-kerning": names_of("auto"),
    "font-optical-sizing": names_of("auto"),
    "font-size-adjust": _NONE,
    "font-stretch": names_of("normal 100%"),
    "letter-spacing": _NORMAL,
    "word-spacing": _ZERO | _NORMAL,
    "white-space": _NORMAL,
    "white-space-collapse": names_of("collapse"),
    "background-color": names_of("transparent initial"),
    "float": _NONE,
    "visibility": names_of("visible"),
    "opacity": names_of("1"),
    "position": names_of("static"),
    "orphans": names_of("2 auto"),
    "widows": names_of("2 auto"),
    "-webkit-text-stroke-width": _ZERO,
}
"""What a browser does anyway, on an element that nothing else has styled."""

_HIDING: Final = frozenset(
    (("display", "none"), ("visibility", "hidden"), ("visibility", "collapse"))
)

PLAIN: Final = names_of(
    "html body main article section header footer aside nav div p span ul ol li dl dt dd "
    "blockquote figure figcaption table tbody thead tfoot tr td"
)
"""Elements that browsers give none of the properties above another value."""

_DEEPEST: Final = 40
_SETTERS: Final = ("style", "align", "dir")


class Style(NamedTuple):
    """A style attribute taken apart.

    *idle* says that every declaration states what holds anyway or nothing at all; *void* that
    none of them means anything to a browser; *hides* that readers do not see the element;
    *properties* are their names, for a message.
    """

    declarations: tuple[tuple[str, str], ...]
    idle: bool
    void: bool
    hides: bool
    properties: str

    @property
    def is_about_type(self) -> bool:
        """Whether it says something of the letters, which headings set otherwise."""
        return "font" in self.properties


@lru_cache(maxsize=4096)
def read_style(style: str) -> Style:
    """Take apart the value of a style attribute."""
    declarations = tuple(style_declarations(style))
    void = all(value in _UNDEFINED for _, value in declarations)
    idle = all(
        value in _UNDEFINED or value in _DEFAULTS.get(name, ()) for name, value in declarations
    )
    if not declarations and style.strip(" \t\n\f;"):
        void = idle = False
    properties = ", ".join(dict.fromkeys(name for name, _ in declarations))
    hides = not _HIDING.isdisjoint(declarations)
    return Style(declarations, idle, void, hides, properties)


def changes_nothing(element: Any) -> bool:
    """Whether an idle style of *element* has nothing to outdo, as far as the post tells."""
    if element.attr("align") is not None or element.attr("dir") is not None:
        return False
    parent = element.parent
    for _ in range(_DEEPEST):
        tag = getattr(parent, "tag", None)
        if tag is None:
            return True
        if tag not in PLAIN or any(_sets(parent, name) for name in _SETTERS):
            return False
        parent = parent.parent
    return False


def _sets(element: Any, name: str) -> bool:
    value = element.attr(name)
    if value is None:
        return False
    return not (name == "style" and read_style(value).idle)

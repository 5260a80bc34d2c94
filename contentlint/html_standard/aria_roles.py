"""WAI-ARIA 1.2 and ARIA in HTML: roles, their attributes, and which element may have which role."""

from __future__ import annotations

from functools import cache

from contentlint.html_standard.characters import words

__all__ = [
    "ABSTRACT_ROLES",
    "ARIA_VALUES",
    "GLOBAL_ARIA",
    "IMPLICIT_INPUT_ROLES",
    "IMPLICIT_ROLES",
    "NAMELESS_ELEMENTS",
    "NAMELESS_ROLES",
    "REQUIRED",
    "ROLES",
    "allowed_roles",
    "is_role",
]

GLOBAL_ARIA = words(
    """
    aria-atomic aria-braillelabel aria-brailleroledescription aria-busy aria-controls aria-current
    aria-describedby aria-description aria-details aria-disabled aria-dropeffect
    aria-errormessage aria-flowto aria-grabbed aria-haspopup aria-hidden aria-invalid
    aria-keyshortcuts aria-label aria-labelledby aria-live aria-owns aria-relevant
    aria-roledescription
    """
)
"""Attributes every element may have; four of them are deprecated in that place."""

ABSTRACT_ROLES = words(
    "command composite input landmark range roletype section sectionhead select structure widget "
    "window"
)

_RANGE = "valuemax valuemin valuenow valuetext"
_CELL = "colindex colindextext colspan rowindex rowindextext rowspan"
_HEADER_CELL = _CELL + " expanded readonly required selected sort"
_SET = "posinset setsize"
_TEXTBOX = "activedescendant autocomplete multiline placeholder readonly required"
_GRID = "activedescendant colcount rowcount multiselectable readonly"

# role: the attributes it supports beyond the global ones; "!" marks one it needs
_ROLES = f"""
alert:
alertdialog: modal
application: activedescendant expanded
article: {_SET}
banner:
blockquote:
button: expanded pressed
caption:
cell: {_CELL}
checkbox: checked! expanded readonly required
code:
columnheader: {_HEADER_CELL}
combobox: expanded! activedescendant autocomplete readonly required
complementary:
contentinfo:
definition:
deletion:
dialog: modal
directory:
document:
emphasis:
feed:
figure:
form:
generic:
grid: {_GRID}
gridcell: {_CELL} expanded readonly required selected
group: activedescendant
heading: level!
image:
img:
insertion:
link: expanded
list:
listbox: activedescendant multiselectable orientation readonly required
listitem: level {_SET}
log:
main:
mark:
marquee:
math:
menu: activedescendant orientation
menubar: activedescendant orientation
menuitem: expanded {_SET}
menuitemcheckbox: checked! expanded {_SET}
menuitemradio: checked! expanded {_SET}
meter: valuenow! {_RANGE}
navigation:
none:
note:
option: checked selected {_SET}
paragraph:
presentation:
progressbar: {_RANGE}
radio: checked! {_SET}
radiogroup: activedescendant orientation readonly required
region:
row: activedescendant colindex expanded level rowindex rowindextext selected {_SET}
rowgroup:
rowheader: {_HEADER_CELL}
scrollbar: valuenow! orientation {_RANGE}
search:
searchbox: {_TEXTBOX}
sectionfooter:
sectionheader:
separator: orientation {_RANGE}
slider: valuenow! orientation readonly {_RANGE}
spinbutton: activedescendant readonly required {_RANGE}
status:
strong:
subscript:
suggestion:
superscript:
switch: checked! expanded readonly required
tab: expanded selected {_SET}
table: colcount rowcount
tablist: activedescendant multiselectable orientation
tabpanel:
term:
textbox: {_TEXTBOX}
time:
timer:
toolbar: activedescendant orientation
tooltip:
tree: activedescendant multiselectable orientation required
treegrid: {_GRID} orientation required
treeitem: checked expanded level selected {_SET}
"""

NAMELESS_ROLES = words(
    "caption code deletion emphasis generic insertion mark none paragraph presentation strong "
    "subscript suggestion superscript term time"
)
"""Roles that may have no name, so neither aria-label nor aria-labelledby."""

NAMELESS_ELEMENTS = words(
    """
    abbr b bdi bdo caption cite code data del div em figcaption i ins kbd legend mark p pre q rt s
    samp small span strong sub sup time u var
    """
)
"""Elements that, without a role, may have no name either."""

ROLES: dict[str, frozenset[str]] = {}
REQUIRED: dict[str, tuple[str, ...]] = {}


def _fill() -> None:
    for line in _ROLES.strip().splitlines():
        role, _, text = line.partition(":")
        names = text.split()
        ROLES[role] = frozenset("aria-" + name.rstrip("!") for name in names)
        needed = tuple("aria-" + name[:-1] for name in names if name.endswith("!"))
        if needed:
            REQUIRED[role] = needed


_fill()

IMPLICIT_ROLES = {
    "article": "article",
    "aside": "complementary",
    "blockquote": "blockquote",
    "button": "button",
    "datalist": "listbox",
    "dd": "definition",
    "details": "group",
    "dialog": "dialog",
    "dt": "term",
    "fieldset": "group",
    "figure": "figure",
    "form": "form",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "hr": "separator",
    "img": "img",
    "li": "listitem",
    "main": "main",
    "menu": "list",
    "meter": "meter",
    "nav": "navigation",
    "ol": "list",
    "option": "option",
    "output": "status",
    "progress": "progressbar",
    "table": "table",
    "tbody": "rowgroup",
    "td": "gridcell",
    "textarea": "textbox",
    "tfoot": "rowgroup",
    "th": "columnheader",
    "thead": "rowgroup",
    "tr": "row",
    "ul": "list",
    "footer": "contentinfo",
    "header": "banner",
    "optgroup": "group",
    "search": "search",
    "section": "region",
}
IMPLICIT_INPUT_ROLES = {
    "button": "button",
    "checkbox": "checkbox",
    "email": "textbox",
    "image": "button",
    "number": "spinbutton",
    "radio": "radio",
    "range": "slider",
    "reset": "button",
    "search": "searchbox",
    "submit": "button",
    "tel": "textbox",
    "text": "textbox",
    "url": "textbox",
}
"""The roles elements have by themselves; `IMPLICIT_INPUT_ROLES` by the type of ``<input>``."""

ARIA_VALUES: dict[str, str] = {
    **dict.fromkeys(
        words(
            "aria-atomic aria-busy aria-modal aria-multiline aria-multiselectable aria-readonly "
            "aria-required aria-disabled"
        ),
        "true|false",
    ),
    **dict.fromkeys(
        words("aria-expanded aria-grabbed aria-hidden aria-selected"), "true|false|undefined"
    ),
    **dict.fromkeys(words("aria-checked aria-pressed"), "true|false|mixed|undefined"),
    **dict.fromkeys(
        words(
            "aria-colcount aria-rowcount aria-posinset aria-setsize aria-colindex aria-rowindex "
            "aria-colspan aria-rowspan aria-level"
        ),
        "integer",
    ),
    **dict.fromkeys(words("aria-valuemax aria-valuemin aria-valuenow"), "float"),
    "aria-autocomplete": "inline|list|both|none",
    "aria-current": "page|step|location|date|time|true|false|",
    "aria-haspopup": "true|false|menu|listbox|tree|grid|dialog",
    "aria-invalid": "true|false|grammar|spelling|",
    "aria-live": "off|polite|assertive",
    "aria-orientation": "horizontal|vertical|undefined",
    "aria-sort": "none|ascending|descending|other",
}
"""What the values of some attributes must be: keywords, or the name of a type."""

_BUTTONS = (
    "button checkbox combobox gridcell link menuitem menuitemcheckbox menuitemradio option radio "
    "separator slider switch tab treeitem"
)
_NOTHING = ""
_FRAME = "application document img image none presentation"
_LIST = (
    "directory group list listbox menu menubar none presentation radiogroup tablist toolbar tree"
)
_PLAIN = "none presentation"
_INPUTS = {
    "button": _BUTTONS,
    "checkbox": "button checkbox menuitemcheckbox option switch",
    "image": "button checkbox combobox gridcell link menuitem menuitemcheckbox menuitemradio "
    "option radio separator slider switch tab treeitem",
    "number": "spinbutton",
    "radio": "menuitemradio radio",
    "range": "slider",
    "reset": _BUTTONS.replace("separator ", ""),
    "search": "combobox searchbox",
    "submit": _BUTTONS.replace("separator ", ""),
    "text": "combobox searchbox spinbutton textbox",
    "email": "combobox textbox",
    "tel": "combobox textbox",
    "url": "combobox textbox",
}
_ALLOWED: dict[str, str] = {
    "article": "application article document feed main none presentation region",
    "aside": "complementary feed none note presentation region search",
    "audio": "application",
    "br": _PLAIN,
    "button": _BUTTONS,
    "dd": "definition",
    "details": "group",
    "dialog": "alertdialog dialog",
    "dl": "group list none presentation",
    "dt": "listitem term",
    "embed": _FRAME,
    "fieldset": "group none presentation radiogroup",
    "figcaption": "group none presentation",
    "footer": "contentinfo doc-footnote group none presentation",
    "form": "form none presentation search",
    "header": "banner group none presentation",
    "h1": "heading none presentation tab",
    "img": "button checkbox image img link math menuitem menuitemcheckbox menuitemradio none "
    "option presentation progressbar radio scrollbar separator slider switch tab treeitem",
    "hr": "none presentation separator",
    "iframe": _FRAME,
    "main": "main",
    "menu": _LIST,
    "nav": "menu menubar navigation none presentation tablist",
    "object": "application document img image",
    "ol": _LIST,
    "optgroup": "group",
    "option": "option",
    "progress": "progressbar",
    "search": "form group none presentation region search",
    "section": "alert alertdialog application banner complementary contentinfo dialog document "
    "feed group log main marquee navigation none note presentation region search status tabpanel",
    "textarea": "textbox",
    "ul": _LIST,
    "video": "application",
    "wbr": _PLAIN,
    **dict.fromkeys(
        words(
            """
            base body caption col colgroup datalist head html legend link map meta meter noscript
            param picture script slot source style template title track
            """
        ),
        _NOTHING,
    ),
}
for _heading in ("h2", "h3", "h4", "h5", "h6"):
    _ALLOWED[_heading] = _ALLOWED["h1"]


def is_role(name: str) -> bool:
    """Whether *name* is a role an author may use, those for publishing and graphics included."""
    return name in ROLES or name.startswith(("doc-", "graphics-"))


@cache
def allowed_roles(key: str) -> frozenset[str] | None:
    """The roles an element may have, or ``None`` for any.

    *key* is the element's name; for ``<input>``, ``input:`` and its type; ``a:href`` for a link.
    """
    if key == "a:href":
        return words(
            "button checkbox link menuitem menuitemcheckbox menuitemradio option radio switch tab "
            "treeitem"
        )
    if key.startswith("input:"):
        return words(_INPUTS.get(key[6:], _NOTHING))
    text = _ALLOWED.get(key)
    return None if text is None else words(text)

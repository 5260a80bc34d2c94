"""Obsolete features of HTML and what replaces them (standard, section 16)."""

from __future__ import annotations

from functools import cache

__all__ = [
    "EMBEDS",
    "OBSOLETE_ELEMENTS",
    "obsolete_attribute",
    "obsolete_attribute_names",
    "only_looks",
]

EMBEDS = frozenset(("embed", "iframe", "object"))
"""What is pasted from other sites as it is, with all the attributes these still give it."""

_SPAN = "<span> with a class"

OBSOLETE_ELEMENTS: dict[str, str] = {
    "acronym": "<abbr>",
    "applet": "<embed> or <object>",
    "basefont": "the site's style sheet",
    "bgsound": "<audio>",
    "big": _SPAN,
    "blink": "<strong>, or a class",
    "center": "<div> with a class (text-align or margin in the site's CSS)",
    "command": "<button>",
    "content": "<slot>",
    "dir": "<ul>",
    "element": "a custom element",
    "font": _SPAN,
    "frame": "<iframe> or a template of the site generator",
    "frameset": "<iframe> or a template of the site generator",
    "image": "<img>",
    "isindex": "<form> with a text field",
    "keygen": "a <form>; certificates are handled by other means",
    "listing": "<pre> with <code>",
    "marquee": "text that stands still",
    "menuitem": "a <button> and a script",
    "multicol": "<div> with a class (columns in the site's CSS)",
    "nextid": "nothing: leave it out",
    "nobr": "<span> with a class (white-space: nowrap in the site's CSS)",
    "noembed": "<object>, whose content is the fallback",
    "noframes": "<iframe>",
    "param": "the data attribute of <object>",
    "plaintext": "<pre>",
    "rb": "plain text inside <ruby>",
    "rtc": "nested <ruby> elements",
    "shadow": "<slot>",
    "spacer": "a class (margin in the site's CSS)",
    "strike": "<s>, or <del> for an edit",
    "tt": "<code>, <kbd>, <samp> or a class",
    "xmp": "<pre> with <code>",
}

_CSS = "CSS"
# element: attribute names, then after ">" what replaces them; the border of <iframe> is no
# standard's, but the forms that video sites offer still have it
_ROWS = """
a: charset > nothing: leave it out
a: coords shape > <area> for image maps
a: methods > nothing: leave it out
a: name > id on the nearest element
a: rev > rel with the opposite meaning
a: urn > href
applet: align hspace vspace > CSS
area: hreflang type nohref > nothing: leave it out
body: alink background bgcolor link text vlink > CSS
body: bottommargin leftmargin marginheight marginwidth rightmargin topmargin > CSS (margin)
br: clear > CSS (clear)
button: datafld dataformatas datasrc > a script
caption: align > CSS (caption-side)
col: align char charoff valign width > CSS
colgroup: align char charoff valign width > CSS
div: align > CSS (text-align)
div: datafld dataformatas datasrc > a script
dl: compact > CSS
embed: align hspace vspace > CSS
embed: name > id
fieldset: datafld > a script
form: accept > accept on each file field
frame: datafld datasrc > a script
h1: align > CSS (text-align)
h2: align > CSS (text-align)
h3: align > CSS (text-align)
h4: align > CSS (text-align)
h5: align > CSS (text-align)
h6: align > CSS (text-align)
head: profile > nothing: leave it out
hr: align color noshade size width > CSS
html: manifest > a service worker
html: version > nothing: leave it out
iframe: align allowtransparency border frameborder framespacing hspace vspace > CSS
iframe: marginheight marginwidth scrolling > CSS
iframe: datafld datasrc > a script
iframe: longdesc > a link to the description
img: align border hspace vspace > CSS
img: longdesc > a link to the description
img: lowsrc > a progressive JPEG in src
img: name > id
img: datafld datasrc > a script
input: align border hspace vspace > CSS
input: ismap usemap > <img> with a map
input: datafld dataformatas datasrc > a script
label: datafld dataformatas datasrc > a script
legend: align > CSS
legend: datafld dataformatas datasrc > a script
li: type > CSS (list-style-type)
link: charset methods urn rev target > nothing: leave it out
marquee: datafld dataformatas datasrc > a script
menu: compact > CSS
menu: label type > nothing: leave it out
meta: scheme > one scheme a field, in the value itself
object: align border hspace vspace > CSS
object: archive classid code codebase codetype declare standby > data and type
object: typemustmatch > nothing: leave it out
object: datafld dataformatas datasrc > a script
ol: compact > CSS
option: name > id
option: datafld dataformatas datasrc > a script
p: align > CSS (text-align)
pre: cols > nothing: leave it out
pre: width > CSS
script: charset > UTF-8 for the script file
script: event for > an event listener in the script
script: language > type, or leave it out
select: datafld dataformatas datasrc > a script
span: datafld dataformatas datasrc > a script
style: scoped > @scope in the style sheet
table: align background bgcolor border bordercolor cellpadding cellspacing > CSS
table: frame height hspace rules vspace width > CSS
table: datapagesize dataformatas datafld datasrc > a script
table: summary > text in <caption> or around the table
tbody: align background bgcolor char charoff height valign > CSS
td: align background bgcolor char charoff height nowrap valign width > CSS
td: abbr > shorter text in the cell
td: axis > scope on the <th>
td: scope > scope on a <th>
textarea: datafld datasrc > a script
tfoot: align background bgcolor char charoff height valign > CSS
th: align background bgcolor char charoff height nowrap valign width > CSS
th: axis > scope
thead: align background bgcolor char charoff height valign > CSS
tr: align background bgcolor char charoff height valign > CSS
ul: compact type > CSS (list-style-type)
*: contextmenu > a script for the contextmenu event
*: dropzone > a script for the drag events
*: onshow > a script for the contextmenu event
"""


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for row in _ROWS.strip().splitlines():
        left, _, replacement = row.partition(" > ")
        name, _, attributes = left.partition(":")
        for attribute in attributes.split():
            table.setdefault(attribute, {})[name] = replacement
    return table


def obsolete_attribute(element: str, attribute: str) -> str | None:
    """What replaces an obsolete attribute on this element, or ``None`` if it is not obsolete."""
    found = _replacement(element, attribute)
    if found is None or not found.startswith(_CSS):
        return found
    # what a style attribute would say is a finding, too
    style = found.removeprefix(_CSS).strip(" ()")
    return f"a class, with {style or 'the look'} in the site's CSS"


def only_looks(element: str, attribute: str) -> bool:
    """Whether an obsolete attribute says nothing but how its element looks."""
    return (_replacement(element, attribute) or "").startswith(_CSS)


def _replacement(element: str, attribute: str) -> str | None:
    rows = _table().get(attribute)
    if rows is None:
        return None
    return rows.get(element) or rows.get("*")


@cache
def obsolete_attribute_names() -> frozenset[str]:
    """Every attribute name that is obsolete on some element."""
    return frozenset(_table())

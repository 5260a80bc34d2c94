"""The elements of HTML: categories, content, what may not stand inside, attributes (standard, 4).

One row an element: its categories; what it may hold (category or element names, ``transparent``
for what its parent may hold, ``text``, ``none``, ``any``); what no descendant may be; and its own
attributes, each a name and, after a colon, the type of its value or, after ``=``, its keywords.
A trailing ``!`` marks an attribute that must be there.
"""

from __future__ import annotations

from functools import cache

from contentlint.html_standard.characters import words
from contentlint.named import NamedTuple

__all__ = [
    "ELEMENTS",
    "FOREIGN_ROOTS",
    "GLOBAL_ATTRIBUTES",
    "VOID",
    "Element",
    "element",
    "global_attributes",
]

FOREIGN_ROOTS = frozenset({"math", "svg"})
VOID = words(
    "area base br col embed hr img input link meta source track wbr basefont bgsound frame keygen "
    "param"
)

_LINK = "href:url target:target download ping:pings rel referrerpolicy=@referrer"
_FORM_BUTTON = (
    "formaction:url+ formenctype=@enctype formmethod=get|post|dialog formnovalidate:boolean "
    "formtarget:target"
)
_SIZE = "width:unsigned height:unsigned"
_MEDIA = (
    "src:url+ crossorigin=|anonymous|use-credentials preload=|none|metadata|auto "
    "autoplay:boolean loop:boolean muted:boolean controls:boolean loading=lazy|eager"
)
_CELL = "colspan:1..1000 rowspan:0..65534 headers:ids"
_MOD = "cite:url datetime:edit-date"
_P = "flow phrasing"
_SECTION = "flow sectioning"

KEYWORDS = {
    "@referrer": "|no-referrer|no-referrer-when-downgrade|same-origin|origin|strict-origin|"
    "origin-when-cross-origin|strict-origin-when-cross-origin|unsafe-url",
    "@enctype": "application/x-www-form-urlencoded|multipart/form-data|text/plain",
    "@input": "hidden|text|search|tel|url|email|password|date|month|week|time|datetime-local|"
    "number|range|color|checkbox|radio|file|submit|image|reset|button",
    "@as": "fetch|audio|audioworklet|document|embed|font|frame|iframe|image|json|manifest|object|"
    "paintworklet|report|script|serviceworker|sharedworker|style|text|track|video|webidentity|"
    "worker|xslt",
    "@equiv": "content-language|content-type|default-style|refresh|x-ua-compatible|"
    "content-security-policy",
}

GLOBAL_ATTRIBUTES = (
    "accesskey:accesskey autocapitalize=off|none|on|sentences|words|characters "
    "autocorrect=|on|off autofocus:boolean class contenteditable=|true|false|plaintext-only "
    "dir=ltr|rtl|auto draggable=true|false "
    "enterkeyhint=enter|done|go|next|previous|search|send exportparts headingoffset:0..8 "
    "headingreset:boolean hidden=|hidden|until-found id:id inert:boolean "
    "inputmode=none|text|tel|url|email|numeric|decimal|search is:custom-element itemid:url "
    "itemprop:itemprop itemref:ids itemscope:boolean itemtype:itemtype lang:language? nonce part "
    "popover=|auto|manual|hint slot spellcheck=|true|false style tabindex:integer title "
    "translate=|yes|no writingsuggestions=|true|false xml:lang:language? xmlns:xhtml "
    "about:resource content datatype inlist prefix:prefix property rel resource:resource rev "
    "typeof vocab:vocab role"
)

_Row = tuple[str, str, str, str]
ELEMENTS: dict[str, _Row] = {
    "html": ("", "head body", "", ""),
    "head": ("", "metadata", "", ""),
    "title": ("metadata", "text", "", ""),
    "base": ("metadata", "none", "", "href:url target:target"),
    "link": (
        "metadata",
        "none",
        "",
        "href:url+ crossorigin=|anonymous|use-credentials rel media:media integrity:integrity "
        "hreflang:language? type:mime referrerpolicy=@referrer sizes:icon-sizes "
        "imagesrcset:srcset "
        "imagesizes:sizes as=@as blocking:blocking color disabled:boolean "
        "fetchpriority=high|low|auto",
    ),
    "meta": (
        "metadata",
        "none",
        "",
        "name http-equiv=@equiv content charset:utf-8 media:media",
    ),
    "style": ("metadata", "text", "", "media:media blocking:blocking type"),
    "body": ("", "flow", "", ""),
    "article": (_SECTION, "flow", "", ""),
    "section": (_SECTION, "flow", "", ""),
    "nav": (_SECTION, "flow", "", ""),
    "aside": (_SECTION, "flow", "", ""),
    "h1": ("flow heading", "phrasing", "", ""),
    "h2": ("flow heading", "phrasing", "", ""),
    "h3": ("flow heading", "phrasing", "", ""),
    "h4": ("flow heading", "phrasing", "", ""),
    "h5": ("flow heading", "phrasing", "", ""),
    "h6": ("flow heading", "phrasing", "", ""),
    "hgroup": ("flow heading", "p h1 h2 h3 h4 h5 h6 script", "", ""),
    "header": ("flow", "flow", "header footer", ""),
    "footer": ("flow", "flow", "header footer", ""),
    "address": ("flow", "flow", "heading sectioning header footer address", ""),
    "main": ("flow", "flow", "", ""),
    "search": ("flow", "flow", "", ""),
    "p": ("flow", "phrasing", "", ""),
    "hr": ("flow", "none", "", ""),
    "pre": ("flow", "phrasing", "", ""),
    "blockquote": ("flow", "flow", "", "cite:url"),
    "ol": ("flow", "li script", "", "reversed:boolean start:integer type:list-type"),
    "ul": ("flow", "li script", "", ""),
    "menu": ("flow", "li script", "", ""),
    "li": ("", "flow", "", "value:integer"),
    "dl": ("flow", "dt dd div script", "", ""),
    "dt": ("", "flow", "header footer sectioning heading", ""),
    "dd": ("", "flow", "", ""),
    "figure": ("flow", "flow figcaption", "", ""),
    "figcaption": ("", "flow", "", ""),
    "div": ("flow", "flow", "", ""),
    "a": (
        _P,
        "transparent",
        "interactive a @tabindex",
        _LINK + " hreflang:language? type:mime",
    ),
    "em": (_P, "phrasing", "", ""),
    "strong": (_P, "phrasing", "", ""),
    "small": (_P, "phrasing", "", ""),
    "s": (_P, "phrasing", "", ""),
    "cite": (_P, "phrasing", "", ""),
    "q": (_P, "phrasing", "", "cite:url"),
    "dfn": (_P, "phrasing", "dfn", ""),
    "abbr": (_P, "phrasing", "", ""),
    "ruby": (_P, "phrasing rt rp rb rtc", "", ""),
    "rt": ("", "phrasing", "", ""),
    "rp": ("", "text", "", ""),
    "rb": ("", "phrasing", "", ""),
    "rtc": ("", "phrasing rt rp", "", ""),
    "data": (_P, "phrasing", "", "value!"),
    "time": (_P, "phrasing", "", "datetime:time"),
    "code": (_P, "phrasing", "", ""),
    "var": (_P, "phrasing", "", ""),
    "samp": (_P, "phrasing", "", ""),
    "kbd": (_P, "phrasing", "", ""),
    "sub": (_P, "phrasing", "", ""),
    "sup": (_P, "phrasing", "", ""),
    "i": (_P, "phrasing", "", ""),
    "b": (_P, "phrasing", "", ""),
    "u": (_P, "phrasing", "", ""),
    "mark": (_P, "phrasing", "", ""),
    "bdi": (_P, "phrasing", "", ""),
    "bdo": (_P, "phrasing", "", "dir!"),
    "span": (_P, "phrasing", "", ""),
    "br": (_P, "none", "", ""),
    "wbr": (_P, "none", "", ""),
    "ins": (_P, "transparent", "", _MOD),
    "del": (_P, "transparent", "", _MOD),
    "picture": (_P, "source img script", "", ""),
    "source": (
        "",
        "none",
        "",
        "type:mime media:media src:url+ srcset:srcset sizes:sizes " + _SIZE,
    ),
    "img": (
        _P,
        "none",
        "",
        "alt src:url+ srcset:srcset sizes:sizes crossorigin=|anonymous|use-credentials "
        "usemap:usemap ismap:boolean referrerpolicy=@referrer decoding=sync|async|auto "
        "loading=lazy|eager fetchpriority=high|low|auto controls:boolean " + _SIZE,
    ),
    "iframe": (
        _P + " interactive",
        "none",
        "",
        "src:url+ srcdoc name:target-name sandbox:sandbox allow allowfullscreen:boolean "
        "referrerpolicy=@referrer loading=lazy|eager " + _SIZE,
    ),
    "embed": (_P + " interactive", "none", "", "src:url+ type:mime " + _SIZE),
    "object": (_P, "transparent", "", "data:url+ type:mime name:target-name form:idref " + _SIZE),
    "video": (
        _P,
        "source track transparent",
        "audio video",
        _MEDIA + " poster:url+ playsinline:boolean " + _SIZE,
    ),
    "audio": (_P, "source track transparent", "audio video", _MEDIA),
    "track": (
        "",
        "none",
        "",
        "kind=subtitles|captions|descriptions|chapters|metadata src:url+! srclang:language "
        "label:non-empty default:boolean",
    ),
    "map": (_P, "transparent", "", "name:map-name!"),
    "area": (
        _P,
        "none",
        "",
        "alt coords shape=circle|default|poly|rect " + _LINK,
    ),
    "table": ("flow", "caption colgroup thead tbody tfoot tr script", "", ""),
    "caption": ("", "flow", "table", ""),
    "colgroup": ("", "col template", "", "span:1..1000"),
    "col": ("", "none", "", "span:1..1000"),
    "thead": ("", "tr script", "", ""),
    "tbody": ("", "tr script", "", ""),
    "tfoot": ("", "tr script", "", ""),
    "tr": ("", "td th script", "", ""),
    "td": ("", "flow", "", _CELL),
    "th": (
        "",
        "flow",
        "header footer sectioning heading",
        _CELL + " scope=row|col|rowgroup|colgroup abbr",
    ),
    "form": (
        "flow",
        "flow",
        "form",
        "accept-charset:utf-8 action:url+ autocomplete=on|off enctype=@enctype "
        "method=get|post|dialog name:non-empty novalidate:boolean target:target rel",
    ),
    "label": (_P + " interactive", "phrasing", "label", "for:id"),
    "input": (
        _P,
        "none",
        "",
        "accept:accept alpha:boolean alt autocomplete:autofill checked:boolean "
        "colorspace=limited-srgb|display-p3 dirname:non-empty disabled:boolean form:idref "
        "list:idref max maxlength:unsigned min minlength:unsigned multiple:boolean "
        "name:non-empty pattern placeholder:one-line popovertarget:idref "
        "popovertargetaction=toggle|show|hide readonly:boolean required:boolean size:positive "
        "src:url+ step:step type=@input value capture=|user|environment "
        + _FORM_BUTTON
        + " "
        + _SIZE,
    ),
    "button": (
        _P + " interactive",
        "phrasing",
        "interactive a @tabindex",
        "command:command commandfor:idref disabled:boolean form:idref name:non-empty "
        "popovertarget:idref popovertargetaction=toggle|show|hide type=submit|reset|button value "
        + _FORM_BUTTON,
    ),
    "select": (
        _P + " interactive",
        "option optgroup hr script button div noscript",
        "",
        "autocomplete:autofill disabled:boolean form:idref multiple:boolean name:non-empty "
        "required:boolean size:positive",
    ),
    "datalist": (_P, "phrasing option", "", ""),
    "optgroup": ("", "option legend script div noscript", "", "disabled:boolean label"),
    "option": (
        "",
        "phrasing div",
        "interactive a @tabindex",
        "disabled:boolean label:non-empty selected:boolean value",
    ),
    "selectedcontent": (_P, "none", "", ""),
    "textarea": (
        _P + " interactive",
        "text",
        "",
        "autocomplete:autofill cols:positive dirname:non-empty disabled:boolean form:idref "
        "maxlength:unsigned minlength:unsigned name:non-empty placeholder readonly:boolean "
        "required:boolean rows:positive wrap=soft|hard",
    ),
    "output": (_P, "phrasing", "", "for:ids form:idref name:non-empty"),
    "progress": (_P, "phrasing", "progress", "value:float max:positive-float"),
    "meter": (
        _P,
        "phrasing",
        "meter",
        "value:float! min:float max:float low:float high:float optimum:float",
    ),
    "fieldset": ("flow", "flow legend", "", "disabled:boolean form:idref name:non-empty"),
    "legend": ("", "phrasing heading", "", ""),
    "details": ("flow interactive", "flow summary", "", "open:boolean name:non-empty"),
    "summary": ("", "phrasing heading", "", ""),
    "dialog": ("flow", "flow", "", "open:boolean closedby=any|closerequest|none"),
    "script": (
        _P + " metadata script",
        "text",
        "",
        "src:url+ type nomodule:boolean async:boolean defer:boolean "
        "crossorigin=|anonymous|use-credentials integrity:integrity referrerpolicy=@referrer "
        "blocking:blocking fetchpriority=high|low|auto",
    ),
    "noscript": (_P + " metadata", "transparent", "noscript", ""),
    "template": (
        _P + " metadata script",
        "any",
        "",
        "shadowrootmode=open|closed shadowrootdelegatesfocus:boolean "
        "shadowrootclonable:boolean shadowrootserializable:boolean "
        "shadowrootcustomelementregistry:boolean shadowrootslotassignment=named|manual",
    ),
    "slot": (_P, "transparent", "", "name"),
    "canvas": (_P, "transparent", "", _SIZE),
    "math": (_P, "any", "", ""),
    "svg": (_P, "any", "", ""),
}


class Element(NamedTuple):
    """One row of the table, taken apart.

    *attributes* maps each own attribute to the type of its value: a type's name, ``""`` for any
    text, or the allowed keywords as a frozen set.
    """

    name: str
    categories: frozenset[str]
    content: frozenset[str]
    forbids: frozenset[str]
    attributes: dict[str, str | frozenset[str]]
    required: tuple[str, ...]


@cache
def element(name: str) -> Element | None:
    """The facts about the element called *name* (lower case), or ``None`` for no such element."""
    row = ELEMENTS.get(name)
    if row is None:
        return None
    categories, content, forbids, attributes = row
    types, required = _attribute_types(attributes)
    return Element(
        name,
        frozenset(categories.split()),
        frozenset(content.split()),
        frozenset(forbids.split()),
        types,
        required,
    )


@cache
def global_attributes() -> dict[str, str | frozenset[str]]:
    """The attributes every element may have, with the types of their values."""
    return _attribute_types(GLOBAL_ATTRIBUTES)[0]


def _attribute_types(text: str) -> tuple[dict[str, str | frozenset[str]], tuple[str, ...]]:
    types: dict[str, str | frozenset[str]] = {}
    required = []
    for part in text.split():
        must = part.endswith("!")
        name, equals, keywords = part.rstrip("!").partition("=")
        if equals:
            types[name] = frozenset(KEYWORDS.get(keywords, keywords).split("|"))
        else:
            name, _, kind = _split_type(name)
            types[name] = kind
        if must:
            required.append(name)
    return types, tuple(required)


def _split_type(part: str) -> tuple[str, str, str]:
    """Split ``name:type``; the names ``xml:lang`` and ``xlink:href`` hold a colon themselves."""
    if part.startswith("xml:"):
        prefix, _, rest = part[4:].partition(":")
        return "xml:" + prefix, ":", rest
    return part.partition(":")

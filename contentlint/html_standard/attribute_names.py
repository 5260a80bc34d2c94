"""Which attribute names exist at all: event handlers, prefixes of frameworks, names by element."""

from __future__ import annotations

from functools import cache, lru_cache

from contentlint.html_standard.characters import words
from contentlint.html_standard.elements import ELEMENTS, element, global_attributes
from contentlint.html_standard.obsolete import obsolete_attribute, obsolete_attribute_names
from contentlint.patterns import pattern
from contentlint.slips import near_miss

__all__ = [
    "ARIA_ATTRIBUTES",
    "carriers_of",
    "is_event_handler",
    "is_free_name",
    "is_known_name",
    "meant_attribute",
]

_EVENTS = words(
    """
    abort animationcancel animationend animationiteration animationstart auxclick beforeinput
    beforematch beforetoggle beforexrselect blur cancel canplay canplaythrough change click close
    command contentvisibilityautostatechange contextlost contextmenu contextrestored copy cuechange
    cut dblclick drag dragend dragenter dragleave dragover dragstart drop durationchange emptied
    ended error focus focusin focusout formdata fullscreenchange fullscreenerror gotpointercapture
    input invalid keydown keypress keyup load loadeddata loadedmetadata loadstart lostpointercapture
    mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel paste pause play
    playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover
    pointerrawupdate pointerup progress ratechange reset resize scroll scrollend
    scrollsnapchange scrollsnapchanging securitypolicyviolation seeked seeking select
    selectionchange selectstart slotchange stalled submit suspend timeupdate toggle touchcancel
    touchend touchmove touchstart transitioncancel transitionend transitionrun transitionstart
    volumechange waiting webkitanimationend webkitanimationiteration webkitanimationstart
    webkittransitionend wheel
    """
)
_WINDOW_EVENTS = words(
    """
    afterprint beforeprint beforeunload gamepadconnected gamepaddisconnected hashchange
    languagechange message messageerror offline online pagehide pagereveal pageshow pageswap
    popstate rejectionhandled storage unhandledrejection unload
    """
)

ARIA_ATTRIBUTES = words(
    """
    aria-activedescendant aria-atomic aria-autocomplete aria-braillelabel
    aria-brailleroledescription aria-busy aria-checked aria-colcount aria-colindex
    aria-colindextext aria-colspan aria-controls aria-current aria-describedby aria-description
    aria-details aria-disabled aria-dropeffect aria-errormessage aria-expanded aria-flowto
    aria-grabbed aria-haspopup aria-hidden aria-invalid aria-keyshortcuts aria-label
    aria-labelledby aria-level aria-live aria-modal aria-multiline aria-multiselectable
    aria-orientation aria-owns aria-placeholder aria-posinset aria-pressed aria-readonly
    aria-relevant aria-required aria-roledescription aria-rowcount aria-rowindex
    aria-rowindextext aria-rowspan aria-selected aria-setsize aria-sort aria-valuemax
    aria-valuemin aria-valuenow aria-valuetext
    """
)

_WRITTEN = words(
    "accesskey class contenteditable dir draggable hidden lang role spellcheck style tabindex "
    "title translate"
)
"""The attributes of every element that people write by hand."""

# What template languages of components and the like put before or around an attribute's name.
_FRAMEWORK = pattern(
    r"[@:#*(\[{<$&%.]|(?:v|x|hx|ng|sse|ws|up|data-ng|amp|u|jsx)-|[a-z]+\$?(?:\.|:(?!lang|space|base))"
    r"|_ng|astro-"
)


def is_free_name(name: str) -> bool:
    """Whether a name is not HTML's to judge: ``data-``, ``aria-``, a framework's."""
    if name.startswith("data-"):
        return len(name) > 5
    if name in ("xml:lang", "xml:space", "xml:base") or name.startswith("xmlns"):
        return False
    return name.startswith("aria-") or _FRAMEWORK.match(name) is not None


def is_event_handler(name: str, tag: str) -> bool:
    """Whether *name* is an event handler that the element may have."""
    event = name[2:]
    return event in _EVENTS or (tag in ("body", "frameset") and event in _WINDOW_EVENTS)


def is_known_name(tag: str, name: str) -> bool:
    """Whether the element *tag* may have an attribute *name*, or could once."""
    facts = element(tag)
    if name in global_attributes() or (facts is not None and name in facts.attributes):
        return True
    if name.startswith(("aria-", "data-")) or obsolete_attribute(tag, name) is not None:
        return True
    return name.startswith("on") and is_event_handler(name, tag)


@cache
def carriers_of(name: str) -> tuple[str, ...]:
    """The elements that have the attribute *name* of their own; empty for an unknown name."""
    if name in global_attributes():
        return ("every element",)
    found = []
    for tag in ELEMENTS:
        facts = element(tag)
        if facts is not None and name in facts.attributes:
            found.append(tag)
    return tuple(found)


@lru_cache(maxsize=4096)
def meant_attribute(tag: str, name: str) -> str | None:
    """The attribute of the element *tag* that *name*, which nobody knows, is probably a slip of."""
    if name in obsolete_attribute_names():
        return None
    found = near_miss(name, _known_to(tag))
    # a slip in the first letter is rare, and short words have many neighbours
    return found if found is not None and found[0] == name[0] else None


@cache
def _known_to(tag: str) -> frozenset[str]:
    facts = element(tag)
    return _WRITTEN if facts is None else _WRITTEN | frozenset(facts.attributes)

"""The standard's tables and the validators of single values."""

# ruff: noqa: RUF005

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.html_standard.aria_roles import REQUIRED, ROLES, allowed_roles, is_role
from contentlint.html_standard.attribute_names import carriers_of, is_event_handler, is_free_name
from contentlint.html_standard.dates import edit_date_fault, field_date_fault, time_value_fault
from contentlint.html_standard.elements import ELEMENTS, VOID, element, global_attributes
from contentlint.html_standard.languages import language_fault
from contentlint.html_standard.media import media_fault, sizes_fault, srcset_fault
from contentlint.html_standard.obsolete import (
    OBSOLETE_ELEMENTS,
    obsolete_attribute,
    obsolete_attribute_names,
)
from contentlint.html_standard.tokens import (
    accept_fault,
    autofill_control_fault,
    autofill_fault,
    integrity_fault,
    sandbox_fault,
)
from contentlint.html_standard.values import float_of, mime_fault, value_fault

CATEGORIES = {"flow", "phrasing", "heading", "sectioning", "interactive", "metadata", "script"}


def test_every_row_of_the_table_speaks_of_known_things():
    words = CATEGORIES | {"transparent", "text", "none", "any"} | set(ELEMENTS)
    for name in ELEMENTS:
        facts = element(name)
        assert facts is not None
        assert facts.categories <= CATEGORIES, name
        assert facts.content <= words, name
        assert facts.forbids <= CATEGORIES | set(ELEMENTS) | {"@tabindex"}, name


def test_every_type_of_value_has_a_judge():
    for name in ELEMENTS:
        facts = element(name)
        assert facts is not None
        for attribute, kind in (facts.attributes | global_attributes()).items():
            value_fault(attribute, kind, "")
            value_fault(attribute, kind, "x y")


def test_an_unknown_type_of_value_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="no such type"):
        value_fault("a", "nonsense", "1")


def test_void_elements_hold_nothing():
    assert all(element(name).content == {"none"} for name in VOID if name in ELEMENTS)


def test_an_unknown_element_has_no_facts():
    assert element("sapn") is None


def test_names_that_hold_a_colon():
    assert global_attributes()["xml:lang"] == "language?"


def test_carriers():
    assert carriers_of("srcset") == ("source", "img")
    assert carriers_of("lang") == ("every element",)
    assert carriers_of("code") == ()


def test_obsolete_features_name_what_replaces_them():
    assert obsolete_attribute("td", "bgcolor") == "a class, with the look in the site's CSS"
    assert obsolete_attribute("p", "align") == "a class, with text-align in the site's CSS"
    assert obsolete_attribute("p", "contextmenu") == "a script for the contextmenu event"
    assert obsolete_attribute("p", "bgcolor") is None
    assert "align" in obsolete_attribute_names()
    assert all(OBSOLETE_ELEMENTS.values())


@pytest.mark.parametrize(
    "name",
    ["data-x", "aria-label", "v-if", ":key", "@click", "#default", "hx-get", "x-on:click.away"]
    + ["on:click", "bind:value", "ng-app", "*ngIf", "[class]", "(click)", "class:active"],
)
def test_names_that_are_not_htmls_to_judge(name):
    assert is_free_name(name)


@pytest.mark.parametrize("name", ["data-", "code", "xmlns:foaf", "xml:base", "onclick", "vspace"])
def test_names_that_are(name):
    assert not is_free_name(name)


def test_event_handlers():
    assert is_event_handler("onclick", "p")
    assert is_event_handler("ononline", "body")
    assert not is_event_handler("ononline", "p")
    assert not is_event_handler("onfoo", "p")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["0", "-7", "007"], ["", "1.5", "+1", " 1", "x", "١"]),
        ("unsigned", ["0", "12"], ["", "-1", "10px", "50%"]),
        ("positive", ["1"], ["0", "00", "-1"]),
        ("float", ["1", "-.5", "1e5", "0.25"], ["", "1.", "+1", "1e", "NaN"]),
        ("positive-float", ["0.1"], ["0", "-1"]),
        ("step", ["any", "ANY", "0.5"], ["0", "-1", ""]),
        ("1..1000", ["1", "1000", "0007"], ["0", "1001", "99999999999999999999", "x", ""]),
        ("id", ["a", "日本", "1"], ["", "a b", "a\tb"]),
        ("target", ["_blank", "_TOP", "frame"], ["", "_foo"]),
        ("target-name", ["frame"], ["", "_blank"]),
        ("usemap", ["#m"], ["", "#", "m"]),
        ("map-name", ["m"], ["", "a b"]),
        ("accesskey", ["a", "a b", ""], ["ab", "a a"]),
        ("custom-element", ["my-player"], ["player", "My-player", "1-a", "font-face", ""]),
        ("language", ["en", "zh-Hans"], ["", "cn"]),
        ("language?", ["", "en"], ["cn"]),
        ("pings", ["", "https://example.com/ https://example.com/b"], ["a", "mailto:a@b.c"]),
        ("itemtype", ["https://schema.org/Person"], ["", "Person", "http://a/ http://a/"]),
        ("itemprop", ["name", "name url"], ["", " ", "name name"]),
        ("prefix", ["og: https://ogp.me/ns#"], ["og https://ogp.me/ns#", "og:", ": http://a/"]),
        ("vocab", ["", "https://schema.org/"], ["schema"]),
        ("resource", ["", "[a:b]", "#me"], ["a b"]),
        ("xhtml", ["http://www.w3.org/1999/xhtml"], ["", "x"]),
        ("list-type", ["a", "A"], ["disc", ""]),
        ("command", ["close", "--mine"], ["explode", ""]),
        ("one-line", ["", "a"], ["a\nb"]),
        ("blocking", ["", "render"], ["foo", "render render"]),
        ("icon-sizes", ["any", "32x32 64x64"], ["32", "032x32", "32x32 32x32"]),
        ("utf-8", ["utf-8", "UTF-8"], ["latin1"]),
        ("ids", ["", "a b"], ["a a"]),
    ],
)
def test_types_of_values(kind, good, bad):
    for value in good:
        assert value_fault("x", kind, value) is None, value
    for value in bad:
        assert value_fault("x", kind, value), value


def test_keywords_are_compared_without_case():
    kind = frozenset({"ltr", "rtl", "auto"})
    assert value_fault("dir", kind, "LTR") is None
    assert value_fault("dir", kind, "left") == "it is none of auto, ltr and rtl"


def test_boolean_attributes():
    assert value_fault("controls", "boolean", "") is None
    assert value_fault("controls", "boolean", "Controls") is None
    assert "alone says yes" in value_fault("controls", "boolean", "true")


def test_numbers():
    assert float_of("1.5") == 1.5
    assert float_of("1.") is None
    assert float_of(None) is None


@pytest.mark.parametrize("value", ["text/html", "a/b;c=d", 'text/html; charset="a b"', "X/y"])
def test_mime_types(value):
    assert mime_fault(value) is None


@pytest.mark.parametrize("value", ["", "text", "text/", "text/html;", "text/html;charset=", " a/b"])
def test_no_mime_types(value):
    assert mime_fault(value)


@pytest.mark.parametrize(
    "value",
    ["2024-02-29", "2024-02", "02-29", "--02-29", "2024-W07", "2020-W53", "2024", "12024"]
    + ["08:30", "08:30:15.125", "Z", "+02:00", "-0530", "2024-02-29T08:30", "2024-02-29 08:30Z"]
    + ["2024-02-29T08:30:15.1+02:00", "PT4H18M3S", "P2D", "4h 18m 3s", "1w 2d 1.5s", " 2024 "],
)
def test_times(value):
    assert time_value_fault(value) is None


@pytest.mark.parametrize(
    "value",
    ["", "Friday", "2023-02-29", "2024-13", "02-30", "2021-W53", "0000", "24:00", "08:60", "+24:00"]
    + ["2024-02-29T24:00", "2024-02-29T08:30+2:00", "P", "PT", "P1Y", "4h 4h", "1.5h"]
    + ["2024-02-29T08:30:15.1234Z", "2024-02-29t08:30Z", "２０２４"],
)
def test_no_times(value):
    assert time_value_fault(value)


def test_dates_of_edits_need_a_time_zone():
    assert edit_date_fault("2024-02-29") is None
    assert edit_date_fault("2024-02-29T08:30Z") is None
    for value in ("2024-02-29T08:30", "2024-02", "08:30", " 2024-02-29", "2024-02-29 ", "2024"):
        assert edit_date_fault(value), value


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("date", "2024-02-29", "2024-02"),
        ("month", "2024-02", "2024-02-29"),
        ("week", "2024-W52", "2024-W54"),
        ("time", "08:30", "8:30"),
        ("datetime-local", "2024-02-29T08:30", "2024-02-29T08:30Z"),
    ],
)
def test_dates_in_fields(kind, good, bad):
    assert field_date_fault(kind, good) is None
    assert field_date_fault(kind, bad)


@pytest.mark.parametrize(
    "tag",
    ["en", "EN-us", "zh-Hant-TW", "zh-cmn-Hans", "de-1901", "es-419", "sr-Latn-RS", "x-mine", "tlh"]
    + ["en-GB-oed", "i-klingon", "en-u-ca-gregory", "sl-rozaj-biske", "und", "en-x-a"],
)
def test_languages(tag):
    assert language_fault(tag) is None


@pytest.mark.parametrize(
    "tag",
    ["", "e", "en_US", "en-", "en--US", "cn", "jp", "en-UK", "eng", "english language", "en-a-bbb"]
    + ["de-1901-1901", "bat-smg", "en-abcdefghi", "日本"],
)
def test_no_languages(tag):
    assert language_fault(tag)


def test_the_usual_slips_of_languages_get_a_hint():
    assert "write zh" in language_fault("cn")
    assert "GB" in language_fault("en-UK")


@pytest.mark.parametrize(
    "query",
    ["", "screen", "print, screen", "only screen and (color)", "not all and (monochrome)"]
    + ["(min-width: 40em)", "(width >= 600px)", "(400px <= width <= 700px)", "(hover: hover)"]
    + ["(min-width: 1px) and (max-width: 2px)", "(color) or (grid: 1)", "not (color)"]
    + ["(min-width: calc(1px + (2vw)))", "(aspect-ratio: 16/9)", "((color) and (hover))"]
    + ["(-webkit-min-device-pixel-ratio: 2)", "screen /* all */ and (color)"],
)
def test_media_queries(query):
    assert media_fault(query) is None


@pytest.mark.parametrize(
    "query",
    [",", "screen,", "tv", "scren", "screen and", "screen and(color)", "screen and (min-width: 4)"]
    + ["(min-width)", "(min-widht: 4px)", "(color", "(color) and (hover) or (grid)", "(color: 1em)"]
    + ["screen or (color)", "(min-width: 400px;)", "scr/**/een", "(device-aspect-ratio: 16/9)"],
)
def test_no_media_queries(query):
    assert media_fault(query)


@pytest.mark.parametrize(
    "sizes",
    ["100vw", "(min-width: 40em) 50vw, 100vw", "calc(1px + (2vw))", "auto", "auto, 100vw", "0"]
    + ["(min-width:1px) and (max-width:2px) min(1px, 2vw), 1em", "/* one */ 1px"],
)
def test_sizes(sizes):
    assert sizes_fault(sizes) is None


@pytest.mark.parametrize(
    "sizes",
    ["", " ", ",", "50%", "50", "-1px", "1deg", "foo", "100vw, 50vw", "1px foo", "50/**/vw", "1px,"]
    + ["all 1px, 2px", "(min-width:) 1px, 2px", "+/**/5px", "(123) 1px, 2px"],
)
def test_no_sizes(sizes):
    assert sizes_fault(sizes)


@pytest.mark.parametrize(
    ("srcset", "widths"),
    [
        ("a.jpg", False),
        ("a.jpg 1x, b.jpg 2.5x", False),
        ("a.jpg 320w,b.jpg 640w", True),
        ("a,b.jpg 1x", False),
        (" a.jpg\n1x ,\tb.jpg 2x ", False),
        ("data:image/gif;base64,R0lG 1x", False),
    ],
)
def test_srcset(srcset, widths):
    assert srcset_fault(srcset) == (None, widths)


@pytest.mark.parametrize(
    "srcset",
    ["", ",", "a,", ",a", "a 1x, b 1x", "a, b", "a 0x", "a 0w", "a -1x", "a +1x", "a 1.5w"]
    + ["a 1x 2x", "a 1h", "a 1x, b 2w", "a 1X", "a NaNx", "http: 1x", "a f(b, c)"],
)
def test_no_srcset(srcset):
    assert srcset_fault(srcset)[0]


def test_tokens():
    assert sandbox_fault("allow-forms ALLOW-SCRIPTS") is None
    assert sandbox_fault("allow-all")
    assert sandbox_fault("allow-forms allow-forms")
    assert accept_fault("image/*, .pdf,text/plain") is None
    assert accept_fault("image")
    assert accept_fault(".pdf,,.png")
    assert integrity_fault("sha256-abc= sha512-x") is None
    assert integrity_fault("md5-abc")


@pytest.mark.parametrize(
    "value", ["on", "off", "name", "section-a shipping home tel", "work email", "username webauthn"]
)
def test_autofill(value):
    assert autofill_fault(value) is None


@pytest.mark.parametrize(
    "value", ["", "on off", "nam", "country shipping", "home name", "section-a", "webauthn"]
)
def test_no_autofill(value):
    assert autofill_fault(value)


def test_autofill_fits_its_control():
    assert autofill_control_fault("tel", "tel") is None
    assert autofill_control_fault("name", "tel")
    assert autofill_control_fault("street-address", "text")
    assert autofill_control_fault("on", "date") is None


def test_roles():
    assert "aria-checked" in ROLES["checkbox"]
    assert REQUIRED["slider"] == ("aria-valuenow",)
    assert "button" in allowed_roles("a:href")
    assert allowed_roles("div") is None
    assert allowed_roles("meta") == frozenset()
    assert allowed_roles("input:number") == {"spinbutton"}
    assert all(is_role(name) for key in ELEMENTS for name in allowed_roles(key) or ())


@given(st.text(max_size=60))
def test_no_validator_raises(text):
    for name in ("img", "input", "link", "time", "a"):
        facts = element(name)
        for attribute, kind in (facts.attributes | global_attributes()).items():
            fault = value_fault(attribute, kind, text)
            assert fault is None or fault
    for kind in ("date", "month", "week", "time", "datetime-local"):
        field_date_fault(kind, text)

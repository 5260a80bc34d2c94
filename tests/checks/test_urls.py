"""Valid URL strings: the validator, and the rule that uses it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.html_standard import urls
from contentlint.html_standard.characters import words
from contentlint.html_standard.urls import absolute_url_fault, url_fault

VALID = sorted(
    words(
        """
a a/b ../a ./a /a //example.com/a ?a ?a=b&c=d #a #a?b a#b a?b#c a;b=c,d!$&'()*+~_-.@: :a ::
/a//b http://example.com https://example.com:8080/a?b#c HTTP://EXAMPLE.COM ws://example.com/
ftp://example.com/ http://a.b-c.example/ http://my_files.example.com/
http://r1---sn.example.com/ http://example.com./ http://example.com:/ http://example.com:00080/
http://localhost:4000/ http://example http://127.0.0.1/ http://[::1]/ http://[::1]:80/
http://[2001:db8::1.2.3.4]/ http://[1:2:3:4:5:6:7:8] http://例え.jp/パス?問=答#節 http://faß.example/
http://☃.example/ http://www.例。jp http://ＧＯ.example http://xn--bcher-kva.example/
http://ex%61mple.com/ http://example.com/%20%e3%81%82 /價格 /😀 file:///a file://host/a
file:///c:/a FILE:///a file:// mailto:ana@example.com tel:+3512345 urn:isbn:9780000000000
data:,a data:text/html;base64,aGVsbG8= javascript:void(0) foo://[::1]/a magnet:?xt=urn:btih:abc
a+b.c-d:e foo:/bar foo:// 1http://a http😀//:foo
"""
    )
)

INVALID = {
    "a b": "character",
    "/a/ /c": "character",
    "a\tb": "character",
    "a\nb": "character",
    'a"b': "character",
    "a<b": "character",
    "a[1]": "character",
    "?a|b": "character",
    "?a[]=1": "character",
    "a^b": "character",
    "a`b": "character",
    "a{b}": "character",
    "#a#b": "character",
    "#a b": "character",
    "a\\b": "backslash",
    "#\\": "backslash",
    "\\\\host\\a": "backslash",
    "http:\\\\example.com\\": "backslash",
    "http://example.com\\a": "backslash",
    "a%": "percent",
    "a%2": "percent",
    "a%zz": "percent",
    "#%": "percent",
    "http:": "slashes",
    "http:a": "slashes",
    "http:/a": "slashes",
    "https:?a": "slashes",
    "http:///a": "slashes",
    "///a": "slashes",
    "file:a": "slashes",
    "file:/a": "slashes",
    "http://": "host",
    "//": "host",
    "http:// a/": "host",
    "http://a b/": "host",
    "http://a..b/": "host",
    "http://.a/": "host",
    "http://a,b/": "host",
    "http://*.example.com/": "host",
    "http://a<b/": "host",
    "http://a%/": "host",
    "http://%ff/": "host",
    "http://％４１.com": "host",
    "http://%ef%bf%bf/": "host",
    "http://1.2.3.4.5/": "host",
    "http://1.2.3/": "host",
    "http://256.1.1.1/": "host",
    "http://01.2.3.4/": "host",
    "http://0x7f.1/": "host",
    "http://０Ｘｃ０．０２５０．０１": "host",
    "http://a.1/": "host",
    "http://1.2.3.4./": "host",
    "http://[::1/": "host",
    "http://[]/": "host",
    "http://[1::2::3]/": "host",
    "http://[1:2:3]/": "host",
    "http://[12345::]/": "host",
    "http://[::1.2.3]/": "host",
    "http://[www.example.com]/": "host",
    "http://xn--/": "host",
    "http://xn--a.com/": "host",
    f"http://{'a' * 64}.com/": "host",
    f"http://{'a.' * 127}com/": "host",
    "http://a:b/": "port",
    "http://a:-80/": "port",
    "http://a: /": "port",
    "http://a:65536/": "port",
    "http://2001::1": "host",
    "http://[1::2]:3:4": "port",
    "http://ana@example.com/": "credentials",
    "http://ana:secret@example.com/": "credentials",
    "http://@example.com/": "credentials",
    "data:text/html": "data",
    "data:/example.com/": "data",
    "mailto:a b": "character",
    "tel:+351 234": "character",
    "foo://[x]/": "character",
    "file:///c|/a": "character",
    "a\x80b": "character",
    "a\ufdd0b": "character",
    "a\U0001fffeb": "character",
    "a\ud800b": "character",
}


@pytest.mark.parametrize("url", VALID)
def test_valid(url):
    assert url_fault(url) is None
    assert url_fault(f" \n{url}\t") is None


@pytest.mark.parametrize(("url", "code"), INVALID.items())
def test_invalid(url, code):
    fault = url_fault(url)
    assert fault is not None
    assert fault.code == code


def test_an_empty_url():
    assert url_fault("") is None
    assert url_fault(" ", empty=False).code == "empty"


def test_absolute_urls():
    assert absolute_url_fault("https://example.com/") is None
    assert absolute_url_fault("/a").code == "relative"
    assert absolute_url_fault("http://").code == "host"


def test_the_reason_names_what_cannot_be_seen():
    assert url_fault("a b").reason == "a space stands in its path"
    assert url_fault("?a\u3000b") is None
    assert "U+0080" in url_fault("a\x80").reason


UNIT = re.compile(
    r"(?:[A-Za-z0-9!$&'()*+,\-./:;=?@_~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]"
    r"|%[0-9A-Fa-f]{2})*"
)


@given(st.text(alphabet='abc%2F/?#[]\\ "|^é:@', max_size=12))
def test_after_an_ordinary_host_only_the_units_decide(tail):
    path, _, fragment = tail.partition("#")
    valid = UNIT.fullmatch(path) is not None and UNIT.fullmatch(fragment) is not None
    fault = url_fault("https://example.com/" + tail + "x")
    if tail.endswith(("%", "%2", "%F")):
        return
    assert (fault is None) == valid


@given(st.text(max_size=40))
def test_nothing_raises(text):
    for prefix in ("", "http://", "//", "file:", "http://[", "http://xn--", "data:"):
        url_fault(prefix + text)


@given(st.text(alphabet="ab.-:/?#%20@[] \\é", max_size=30))
def test_spaces_around_a_url_change_nothing(text):
    stripped = text.strip(" \t\n\f\r")
    assert (url_fault(text) is None) == (url_fault(stripped) is None)


PARTS = words(
    "http:// https:// HTTP:// // / a b.c xn-- com . .. :80 : ? # %20 % %4 é 中 - _ www.example.com "
    "@ [ ] \\ | 1.2 ~ ' data: mailto:"
)
PIECES = st.sampled_from([*sorted(PARTS), " ", "\n", "x" * 64])


@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_looks_like_most_urls_is_valid(url):
    plain = urls.are_plain_urls([url])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_PLAIN", re.compile("(?!)"))
        assert not plain or url_fault(url, empty=False) is None


def test_one_url_of_another_look_is_enough():
    assert urls.are_plain_urls(["https://example.com/a?b=c#d", "/e%20f", "img/g.jpg"])
    assert not urls.are_plain_urls(["https://example.com/", "a b"])

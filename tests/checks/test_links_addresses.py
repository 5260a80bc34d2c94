"""Addresses rewritten in place: nothing but what the fix is about may change."""

from __future__ import annotations

from html import escape, unescape
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks.links_places import host_of, read_destination, write_destination
from contentlint.checks.links_redirect import known_redirects, restored_target
from contentlint.checks.links_tracking import strip_parameters
from contentlint.document import Document
from contentlint.rules.conditions import UrlParts
from contentlint.source import Source
from tests.checks.family import findings, fixed, found

NAMES = st.sampled_from(
    ["id", "q", "utm_source", "utm_x", "spm", "页", "a.b", "fbclid", "UTM_ID", "c"]
)
VALUES = st.text("abc123._~-%20+中é;:@!$'()*,/", max_size=8)
PAIRS = st.lists(st.tuples(NAMES, st.one_of(st.none(), VALUES)), max_size=8)
PATHS = st.sampled_from(["", "/", "/a/b.html", "/中/", "/a(b)"])
FRAGMENTS = st.sampled_from(["", "#", "#part", "#utm_source=x", "#a?spm=1&b"])
LINES = st.text("ab/.:?#&=%[]()\\<>\"' 中\n;_*!", max_size=30)


def is_tracked(name: str) -> bool:
    return name.startswith("utm_") or name in ("spm", "fbclid")


def write(pairs: list[tuple[str, str | None]], separator: str = "&") -> str:
    return separator.join(name if value is None else f"{name}={value}" for name, value in pairs)


@given(PATHS, PAIRS, FRAGMENTS, st.sampled_from(["&", "&amp;", "&#38;"]))
def test_stripping_keeps_the_other_parameters_in_order(
    path: str, pairs: list[tuple[str, str | None]], fragment: str, separator: str
) -> None:
    address = f"https://example.com{path}?{write(pairs, separator)}{fragment}"
    kept = [pair for pair in pairs if not is_tracked(pair[0].lower())]
    clean, dropped = strip_parameters(address, is_tracked, written=separator != "&")
    assert dropped == [name.lower() for name, _ in pairs if is_tracked(name.lower())]
    if not dropped:
        assert clean == address
        return
    query = write(kept, separator)
    assert clean == f"https://example.com{path}{'?' if query else ''}{query}{fragment}"
    assert strip_parameters(clean, is_tracked, written=separator != "&") == (clean, [])


@given(LINES, st.booleans())
def test_stripping_any_text_ends_and_is_idempotent(text: str, written: bool) -> None:
    once, _ = strip_parameters(text, is_tracked, written=written)
    assert strip_parameters(once, is_tracked, written=written) == (once, [])


@given(PATHS, PAIRS, FRAGMENTS)
def test_written_and_decoded_addresses_are_stripped_alike(
    path: str, pairs: list[tuple[str, str | None]], fragment: str
) -> None:
    url = f"https://example.com{path}?{write(pairs)}{fragment}"
    written, _ = strip_parameters(escape(url), is_tracked, written=True)
    assert unescape(written) == strip_parameters(url, is_tracked)[0]


@settings(deadline=None)
@given(PAIRS.filter(lambda pairs: any(is_tracked(name) for name, _ in pairs)))
def test_the_tracking_fix_leaves_the_rest_of_the_file_alone(
    pairs: list[tuple[str, str | None]],
) -> None:
    query = "&amp;".join(escape(write([pair]), quote=True) for pair in pairs)
    text = f'前 <a class=x HREF="https://example.com/?{query}#p">文</a> 后\n'
    result = fixed(text, "links/tracking-parameters", unsafe=False)
    before, _, rest = result.partition('HREF="')
    url, _, after = rest.partition('"')
    assert (before, after) == ("前 <a class=x ", ">文</a> 后\n")
    kept = [name for name, _ in pairs if not is_tracked(name.lower())]
    names = [name for name, _ in parse_qsl(urlsplit(unescape(url)).query, keep_blank_values=True)]
    assert len(names) == len(kept)
    assert url.endswith("#p")


TARGETS = st.builds(
    lambda host, path, query, fragment: f"https://{host}/{path}{query}{fragment}",
    st.sampled_from(["example.com", "例え.jp", "a.b.example.org:8080"]),
    st.text("abc/中-_.~%é()!,;", max_size=10).map(lambda s: s.replace("%", "%25")),
    st.sampled_from(["", "?a=1", "?a=1&b=%E4%B8%AD", "?u=https://example.net/"]),
    st.sampled_from(["", "#part", "#a=b"]),
)


@settings(deadline=None)
@given(TARGETS)
def test_an_encoded_target_is_restored_exactly(target: str) -> None:
    redirects = known_redirects()
    once = "https://link.zhihu.com/?x=1&target=" + quote(target, safe="")
    assert restored_target(once, redirects) == target
    twice = "https://www.oschina.net/action/GoToLink?url=" + quote(once, safe="")
    assert restored_target(twice, redirects) == target


@settings(deadline=None)
@given(LINES)
def test_no_text_is_taken_for_a_target_that_is_not_one(text: str) -> None:
    target = restored_target("https://link.zhihu.com/?target=" + text, known_redirects())
    if target is not None:
        assert target.lower().startswith(("http://", "https://"))
        assert "." in host_of(target)
        assert not set(target) & set('<>"\\ \n')


@settings(deadline=None)
@given(LINES)
def test_markdown_reads_a_destination_as_it_was_meant(text: str) -> None:
    url = "https://example.com/" + text
    written = write_destination(url)
    document = Document(Source.from_text(f"[x]({written})\n"))
    (link,) = document.page.source_map.links
    assert link.url == read_destination(written)
    assert unquote(link.url) == unquote(url)


@given(LINES)
def test_the_host_of_a_plain_address_is_that_of_the_url(text: str) -> None:
    url = "https://" + text
    if not set(text) & set("\\[ \n"):
        assert host_of(url) == UrlParts(url).host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://EXAMPLE.com.:8080/a", "example.com"),
        ("//user:pw@example.com?x//y", "example.com"),
        ("https://example.com\\@evil.example/", "example.com"),
        ("https://[::1]:80/", "[::1]:80"),
        ("/a//b", "b"),
        ("mailto:a@example.com", ""),
        ("", ""),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_redirect_fix_survives_what_it_brings_to_light() -> None:
    text = (
        '<a href="https://link.zhihu.com/?target=http%3A//example.com/%3Futm_source%3Da%26b%3D1">'
        "x</a>\n"
    )
    rules = ("links/redirect-wrapper", "links/insecure", "links/tracking-parameters")
    assert fixed(text, *rules, unsafe=False) == '<a href="http://example.com/?b=1">x</a>\n'
    assert found(text, *rules) == [
        ("links/redirect-wrapper", text[3 : text.index(">")]),
    ]


def test_one_definition_is_fixed_once_for_all_its_links() -> None:
    text = "[a][1] [b][1] [1]\n\n[1]: http://example.com/?spm=1&x=2 'T'\n"
    rules = ("links/tracking-parameters", "links/insecure")
    wanted = "[a][1] [b][1] [1]\n\n[1]: https://example.com/?x=2 'T'\n"
    assert fixed(text, *rules) == wanted


def test_quotes_and_case_of_an_attribute_stay() -> None:
    text = "<a HREF='https://t.example.com/go?to=https%3A%2F%2Fexample.com%2F%3Fa%3D1%26b' >x</a>\n"
    result = fixed(
        text,
        "links/redirect-wrapper",
        options={"wrappers": {"t.example.com/go": "to"}},
    )
    assert result == "<a HREF='https://example.com/?a=1&amp;b' >x</a>\n"


def test_crlf_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff---\r\ntitle: 题\r\n---\r\n\r\n中 [x](https://example.com/?spm=1)\r\n"
    result = fixed(text, "links/tracking-parameters")
    assert result == text[1:].replace("?spm=1", "")


def test_positions_count_code_points_of_the_file() -> None:
    text = "---\r\ntitle: x\r\n---\r\n😀苹果<a href='http://example.com/'>x</a>\r\n"
    (finding,) = findings(text, "links/insecure")
    assert (finding.start.line, finding.start.column) == (4, 7)
    assert text[finding.start.offset : finding.end.offset] == "href='http://example.com/'"


def test_template_addresses_are_left_alone() -> None:
    text = (
        "[a](http://{{ site.host }}/b?utm_source={{ x }}) "
        '<a href="{{ page.url }}" target="_blank">x</a> ![c]({{ image }})\n'
    )
    rules = [
        "links/insecure",
        "links/tracking-parameters",
        "links/placeholder",
        "links/relative-without-base",
        "links/noopener",
        "images/placeholder",
        "images/missing-file",
        "images/filename-as-alt",
    ]
    assert found(text, *rules) == []

"""What is remembered of the hosts of pictures says the same as a look at each address."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks import front_matter_images, images_placeholder
from contentlint.checks.links_places import host_of
from contentlint.rules.conditions import host_in

HOSTS = ["picsum.photos", "placeholder.com"]
OPTIONS = {
    "placeholder-hosts": HOSTS,
    "trusted-proxies": ["web.archive.org"],
    "hosts": HOSTS,
    "fields": [],
}
PIECES = st.sampled_from(
    [
        "https://",
        "http://",
        "HTTPS://",
        "//",
        "/",
        "picsum.photos",
        "PicSum.photos",
        "via.placeholder.com",
        "xplaceholder.com",
        "img.example.com",
        "localhost",
        "a.local",
        "undefined",
        "null",
        "a b",
        " ",
        "?u=http://x.y/z",
        "#",
        ":8080",
        "u@",
        "\\",
        ".",
        "-",
        "1",
        "é",
        "\u00a0",
    ]
)
ADDRESSES = st.tuples(
    st.sampled_from(["https://", "https://", "http://", ""]), st.lists(PIECES, max_size=5)
).map(lambda parts: parts[0] + "".join(parts[1]))
_front = front_matter_images._Hosts(OPTIONS)
_page = images_placeholder._Hosts(OPTIONS)


@settings(max_examples=600, deadline=None)
@given(ADDRESSES)
def test_the_quick_judgement_of_an_address_is_that_of_the_closer_look(url: str) -> None:
    quick = front_matter_images._fault(url, OPTIONS, _front)
    closer = front_matter_images._closer_fault(url, url.lower(), OPTIONS, _front) if url else None
    assert quick == closer


@settings(max_examples=600, deadline=None)
@given(ADDRESSES)
def test_a_placeholder_is_known_by_its_host(url: str) -> None:
    host = host_of(url)
    serves = bool(host) and host_in(host, frozenset(HOSTS))
    message, named = _page.judged[url]
    assert (message == "host") == serves
    assert named == (host if message else "")

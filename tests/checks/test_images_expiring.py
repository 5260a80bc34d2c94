"""Addresses of pictures that tell their end, and what only looks like that."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text

HOST = "https://private-user-images.githubusercontent.com/1/2.png"


def ends(url: str) -> list[str]:
    report = lint_text(f"![A boat]({url})\n", "post.md", select=["images/expiring"])
    return [finding.message for finding in report.findings]


def token(payload: str) -> str:
    return f"{HOST}?jwt=a.{urlsafe_b64encode(payload.encode()).decode().rstrip('=')}.c"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example.com/b.png?X-Amz-Expires=3600&X-Amz-Signature=a",
        "https://a.example.com/b.png?X-Amz-Date=20251399T000000Z&X-Amz-Expires=1&X-Amz-Signature=a",
        "https://a.example.com/b.png?Expires=soon&Signature=a",
        f"https://a.example.com/b.png?Expires={'9' * 5000}&Signature=a",
        f"https://a.example.com/b.png?Expires={'9' * 30}&Signature=a",
        "https://cdn.discordapp.com/b.png?ex=zz&hm=1",
        "b.png?Expires=1607050101&Signature=a",
        f"{HOST}?jwt=a.!.c",
        f"{HOST}?jwt=a.b",
        token("[1]"),
        token('{"exp": "soon"}'),
        token("[" * 5000),
        token('{"exp": 1'),
    ],
)
def test_what_tells_no_end_is_left_alone(url: str) -> None:
    assert ends(url) == []


def test_a_token_of_github_tells_its_end() -> None:
    (message,) = ends(token('{"exp": 1743689420}'))
    assert "2025-04-03 14:10 UTC" in message


@given(st.integers(0, 2**32), st.sampled_from(["expires", "Expires"]))
def test_every_second_is_told_or_too_far_away(second: int, name: str) -> None:
    found = ends(f"https://a.example.com/b.png?{name}={second}&signature=a")
    assert len(found) == (second < 4102444800)

"""HTML that is in order makes no finding about its tags on Jekyll, however it is laid out."""

from __future__ import annotations

from random import Random

import pytest

from contentlint import lint_text

QUIET = ["elements", "headings", "images", "links", "style", "text", "html/obsolete-element"]


def lay_out(random: Random, depth: int = 0, indent: int = 0) -> str:
    """An element with others in it, indented or not, with empty lines or without."""
    margin = " " * indent * random.randint(0, 1)
    step = random.choice((0, 2, 4))
    names = ("div", "section", "blockquote", "ul", "table", "p") if depth < 3 else ("p",)
    name = random.choice(names)

    def end() -> str:
        return "\n" * random.choice((1, 1, 2))

    if name == "p":
        return f"{margin}<p>One{end()}and <b>two</b>.</p>"
    inner = f"{margin}{' ' * step}"
    if name == "ul":
        return f"{margin}<ul>{end()}{inner}<li>One{end()}{inner}two</li>{end()}{margin}</ul>"
    if name == "table":
        cell = f"{inner}<tr>{end()}{inner * 2}<th>A</th>{end()}{inner}</tr>"
        return f"{margin}<table>{end()}{cell}{end()}{cell}{end()}{margin}</table>"
    parts = [lay_out(random, depth + 1, indent + step) for _ in range(random.randint(1, 3))]
    if random.random() < 0.3:
        parts.append(f"{inner}Plain words.")
    text = end().join(parts)
    if random.random() < 0.2:
        return f"{margin}<{name}>Words.\n\n{text.strip()}</{name}>"
    return f"{margin}<{name}>{end()}{text}{end()}{margin}</{name}>"


@pytest.mark.parametrize("seed", range(60))
def test_no_tag_is_told_to_be_out_of_place(seed: int) -> None:
    random = Random(seed)
    body = "\n\n".join([lay_out(random), "Some *text* between.", lay_out(random)])
    post = f"---\ntitle: A\n---\n{body}\n"
    found = lint_text(post, "_posts/2020-01-01-a.md", presets=["jekyll"], ignore=QUIET).findings
    assert [(each.rule, each.start.line) for each in found] == []

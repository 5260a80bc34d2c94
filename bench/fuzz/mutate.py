"""Mutated posts: what real ones look like after an accident, made from a seed number."""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["load_posts", "mutate"]

SPLINTERS = [
    "<", ">", "</p>", "<p>", "<b>", "</b>", "<div>", "</div>", '"', "'", "&", "&amp;", "&nbsp;",
    "---\n", "\n", "\n\n", "\r\n", "    ", "\t", "title: ", ": ", "# ", "> ", "- ", "```\n", "`",
    "{{ x }}", "{% y %}", "<!--", "-->", "\u200b", "\ufeff", "\u202e", "中", "😀", " ", "  \n",
    '<a class="trsHotWords" href="http://info.example.com/?code=1">', "</a>", "<img src=x>",
    ' style="text-align: left;"', " style='color:red'", '<span style="">', "</span>", "<br/>",
    "date: Mon, 08 Nov 2021 20:24:00 GMT\n", "date: 2021-13-45\n", "tags: [a, no, 012]\n",
    "[x](http://example.com/?utm_source=a)", "![](data:image/png;base64,AAAA)", "<table><tr>",
    "<script>", "</script>", "<style>", "<h1>", "</h2>", "<li>", "<font color=red>", "*", "**", "_",
]  # fmt: skip


def load_posts(*folders: Path) -> list[str]:
    """Every readable post of *folders*, as text with its newlines as they stand."""
    posts = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".md", ".txt", ".html") and path.is_file():
                try:
                    posts.append(path.read_bytes().decode("utf-8"))
                except UnicodeDecodeError:
                    continue
    return posts


def mutate(posts: list[str], number: int) -> str:
    """Mutant *number*: one post with a few cuts, copies, swaps and splinters."""
    chance = random.Random(number)
    text = chance.choice(posts)
    if len(text) > 6000:
        start = chance.randrange(len(text) - 3000)
        text = text[:600] + text[start : start + 2400]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 60))
        kind = chance.random()
        if kind < 0.45:
            text = text[:at] + chance.choice(SPLINTERS) + text[at:]
        elif kind < 0.65:
            text = text[:at] + text[end:]
        elif kind < 0.8:
            to = chance.randrange(len(text) + 1)
            text = text[:to] + text[at:end] + text[to:]
        elif kind < 0.9:
            text = text[:at] + text[at:end][::-1] + text[end:]
        else:
            text = text.replace("\n", "\r\n") if "\r" not in text else text.replace("\r", "")
    return text

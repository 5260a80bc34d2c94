"""Posts of the rules' own examples: joined, put into one another, with accidents."""

from __future__ import annotations

import random
from functools import cache
from typing import NamedTuple

from bench.fuzz.mutate import mutate
from bench.fuzz.sites import SITES
from contentlint.document.frontmatter import read
from contentlint.rules.registry import load_specs

__all__ = ["Example", "load_examples", "mix"]

_WRAPPERS = (
    "> ",
    "  ",
    "   ",
    "    ",
    "- ",
    "1. ",
    "\t",
    "::: tip\n",
    "!!! note\n    ",
    "| ",
    "# ",
)


class Example(NamedTuple):
    """The text of one example, the end of its file's name, and the site it is of."""

    text: str
    ending: str
    site: str


@cache
def load_examples() -> tuple[Example, ...]:
    """The examples of all rules, good, bad and fixed."""
    found: dict[Example, None] = {}
    for _, entry in sorted(load_specs().items()):
        for example in entry.spec["examples"]:
            preset = example.get("preset") or "plain"
            site = preset if isinstance(preset, str) else preset[0]
            ending = str(example.get("filename", "post.md")).rpartition(".")[2]
            for key in ("bad", "good", "fixed"):
                if key in example:
                    text = str(example[key])
                    found[Example(text, ending, site if site in SITES else "plain")] = None
    return tuple(found)


def mix(number: int) -> Example:
    """Mixture *number*: a few examples, the sites of which may be another's, and accidents."""
    chance = random.Random(number)
    some = chance.choices(load_examples(), k=chance.choice((1, 1, 2, 2, 3, 4)))
    site = chance.choice((some[0].site, some[-1].site, chance.choice(SITES)))
    ending = chance.choice((some[0].ending, some[-1].ending, "md", "mdx", "html"))
    front, text = _parts(some[0].text)
    for example in some[1:]:
        other, body = _parts(example.text)
        front = other or front
        text = chance.choice((_after, _after, _within, _wrapped))(chance, text, body)
    text = front + text
    if chance.random() < 0.7:
        text = mutate([text], number)
    return Example(text, ending, site)


def _parts(text: str) -> tuple[str, str]:
    front = read(text)
    end = front.block.end if front.format else 0
    return text[:end], text[end:]


def _after(chance: random.Random, text: str, body: str) -> str:
    return text + chance.choice(("\n\n", "\n", " ", "")) + body


def _within(chance: random.Random, text: str, body: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + body + text[at:]


def _wrapped(chance: random.Random, text: str, body: str) -> str:
    """*body* below *text*, all its lines marked, or indented as below a mark, or in a tag."""
    if chance.random() < 0.3:
        tag = chance.choice(("div", "details", "td", "li", "p", "Card", "script", "template"))
        blank = chance.choice(("\n\n", "\n", ""))
        return f"{text}\n\n<{tag}>{blank}{body}{blank}</{tag}>"
    mark = chance.choice(_WRAPPERS)
    rest = mark if chance.random() < 0.5 else " " * len(mark.rpartition("\n")[2])
    return f"{text}\n\n{mark}" + body.replace("\n", "\n" + rest)

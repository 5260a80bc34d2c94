"""Reading and validating front matter costs no more than python-frontmatter's own reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from timeit import timeit

import frontmatter

from contentlint.document.frontmatter import read
from contentlint.schemas import for_presets

POST = """
---
title: '两座城市共同发布一份规划，六十个字的标题并不少见'
categories:
 - 金融
 - 新闻
 - 要闻
headimg: 'https://img.example.com/400/300?random=5416'
author: 新闻社
comments: false
date: Mon, 08 Nov 2021 20:24:00 GMT
thumbnail: 'https://img.example.com/400/300?random=5416'
---

<div><p>11月8日，会议举行。</p></div>
"""
ROUNDS, CALLS = 30, 20


def least(*actions: Callable[[], object]) -> list[float]:
    """The least time of a call of each, in seconds; in turns, so that all meet the same noise."""
    times = [[timeit(action, number=CALLS) / CALLS for action in actions] for _ in range(ROUNDS)]
    return [min(of_one) for of_one in zip(*times, strict=True)]


def test_values_places_and_verdict_cost_no_more_than_a_load(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text(POST, encoding="utf-8")
    schema = for_presets(("hexo", "news"))

    def ours() -> None:
        with open(path, encoding="utf-8") as file:
            matter = read(file.read())
        assert not schema.validate(matter.values)
        assert len(matter.places) == 10

    own, theirs = least(ours, lambda: frontmatter.load(path))
    assert own < theirs

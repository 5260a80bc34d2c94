"""Reading and validating front matter costs no more than python-frontmatter's own reading."""

from __future__ import annotations

from pathlib import Path
from timeit import repeat

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
ROUNDS, CALLS = 9, 60


def best(action: object) -> float:
    """The least time of one call, in seconds."""
    return min(repeat(action, number=CALLS, repeat=ROUNDS)) / CALLS  # type: ignore[arg-type]


def test_values_places_and_verdict_cost_no_more_than_a_load(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text(POST, encoding="utf-8")
    schema = for_presets(("hexo", "news"))

    def ours() -> None:
        matter = read(path.read_text(encoding="utf-8"))
        assert not schema.validate(matter.values)
        assert matter.value(("date",)) is not None

    assert best(ours) < best(lambda: frontmatter.load(path))

"""Posts to measure with, made from a seed number: scraped HTML posts and Markdown tutorials.

python -m bench.corpora OUT [--count 2000]   writes OUT/html/*.md, OUT/pages/*.html, OUT/markdown/*.md
"""

from __future__ import annotations

import argparse
import math
import random
from pathlib import Path

__all__ = ["write_corpora"]

PLACES = "青禾湾 澄江 松岭 云台县 临港新区 南屏 白鹭洲 海棠镇 北塬 柳浦".split()
ACTORS = "管委会 水务集团 研究院 产业联盟 商业银行 港务公司 教育局 合作社 交易所 设计院".split()
DEEDS = "公布 推进 完善 调整 启动 验收 扩建 评估 签署 试行".split()
THINGS = "年度预算 供水管网 人才计划 跨境结算 绿色信贷 轨道工程 粮食仓储 算力中心 旧城改造 信息公开".split()
ENDS = "进展平稳 引起关注 按期完成 仍有压力 惠及居民 转入下一阶段 有待观察 形成制度".split()
WORDS = "cache index queue parser socket thread buffer schema token kernel".split()
FAULTS = ("stray", "unclosed", "doubled", "reference", "crossed", "unquoted")


def sentence(chance: random.Random) -> str:
    """One Chinese sentence."""
    pick = chance.choice
    if chance.random() < 0.4:
        share, rise = chance.randint(10, 9999), chance.randint(1, 30)
        return (
            f"{pick(PLACES)}{pick(THINGS)}总额{share}万元，同比增长{rise}.{chance.randint(0, 9)}%。"
        )
    return f"{pick(PLACES)}{pick(ACTORS)}{pick(DEEDS)}{pick(THINGS)}，{pick(THINGS)}{pick(ENDS)}。"


def text(chance: random.Random, most: int = 5) -> str:
    """A paragraph's text."""
    return "".join(sentence(chance) for _ in range(chance.randint(1, most)))


def front_matter(chance: random.Random) -> str:
    """The front matter of a feed-made post."""
    picture = f"https://picsum.photos/400/300?random={chance.randint(1, 9999)}"
    day = chance.choice("Mon Tue Wed Thu Fri Sat Sun".split())
    month = chance.choice("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    source = chance.choice(PLACES) + "日报"
    return (
        f"---\ntitle: '{chance.choice(PLACES)}{chance.choice(DEEDS)}{chance.choice(THINGS)}'\n"
        f"categories: \n - {source}\n - {chance.choice(THINGS)}\nheadimg: '{picture}'\n"
        f"author: {source}\ncomments: false\n"
        f"date: {day}, {chance.randint(1, 28):02} {month} {chance.randint(2016, 2023)} "
        f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:00 GMT\nthumbnail: '{picture}'\n---\n\n"
    )


def hotword(chance: random.Random) -> str:
    """A link that a publishing system inserted."""
    code = chance.randint(100000, 999999)
    return (
        '<a class="trsHotWords" style="color: #2f67d1;text-decoration: none;" target="_blank" '
        f'href="http://quote.example.com/stock/?code={code}" code="{code}">{chance.choice(PLACES)}</a>'
    )


def html_block(chance: random.Random) -> str:
    """One block of a scraped body."""
    kind = chance.random()
    if kind < 0.65:
        words = text(chance)
        if chance.random() < 0.2:
            words = words.replace("，", f"，{hotword(chance)}", 1)
        return f'<p style="text-align: left;">{words}</p>'
    if kind < 0.75:
        return f'<p style="text-align: left;"><strong>{sentence(chance)}</strong></p>'
    if kind < 0.85:
        name = f"{chance.randrange(16**8):08x}"
        alt = f' alt="{chance.choice(THINGS)}"' if chance.random() < 0.5 else ""
        return (
            '<p style="text-align: center;">'
            f'<img src="https://img.example.com/{name}.jpg"{alt} referrerpolicy="no-referrer"><br></p>'
        )
    if kind < 0.93:
        items = "\n".join(f"<li>{sentence(chance)}</li>" for _ in range(chance.randint(2, 6)))
        return f"<ul>\n{items}\n</ul>"
    if kind < 0.97:
        rows = "".join(
            f"<tr><td>{chance.choice(PLACES)}</td><td>{chance.randint(1, 999)}</td></tr>\n"
            for _ in range(chance.randint(2, 7))
        )
        return f"<table><tbody>{rows}</tbody></table>"
    return f"<h2>{chance.choice(PLACES)}{chance.choice(THINGS)}</h2>"


def fault(chance: random.Random, kind: str) -> str:
    """A broken block."""
    words = text(chance, 2)
    return {
        "stray": f"<p>{words}</span></p></div><div>",
        "unclosed": f'<p><span class="x"><strong>{words}<p>{words}</p>',
        "doubled": f'<p class="a" class="b">{words}</p>',
        "reference": f"<p>A&B &nosuch; &#0; {words} ?a=1&copy=2</p>",
        "crossed": f"<p><b><i>{words}</b></i></p>",
        "unquoted": f'<p style=text-align:left; align=left"><font color=#f00>{words}</font></p>',
    }[kind]


def html_body(chance: random.Random, size: int) -> str:
    """A scraped body of about *size* bytes; three in ten are broken."""
    blocks: list[str] = []
    while sum(len(block.encode()) for block in blocks) < size:
        blocks.append(html_block(chance))
    if chance.random() < 0.3:
        for kind in chance.sample(FAULTS, chance.randint(1, 3)):
            blocks.insert(chance.randint(0, len(blocks)), fault(chance, kind))
    joint = "" if chance.random() < 0.6 else "\n"
    return f"<div>   \n{joint.join(blocks)}\n\n            \n</div>\n"


def markdown_block(chance: random.Random) -> str:
    """One block of a written post."""
    kind = chance.random()
    if kind < 0.45:
        words = text(chance)
        number = chance.randint(1, 9999)
        extra = (
            "",
            f"详见[{chance.choice(THINGS)}](https://example.com/p/{number})。",
            f"`{chance.choice(WORDS)}`。",
        )
        return words + chance.choice(extra)
    if kind < 0.6:
        return f"{'#' * chance.choice((2, 2, 3))} {chance.choice(PLACES)}{chance.choice(THINGS)}"
    if kind < 0.72:
        return "\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(2, 6)))
    if kind < 0.82:
        code = "\n".join(f"{chance.choice(WORDS)} = {chance.randint(1, 99)}" for _ in range(5))
        return f"```python\n{code}\n```"
    if kind < 0.9:
        return f"![{chance.choice(THINGS)}](https://img.example.com/{chance.randint(1, 9999)}.png)"
    if kind < 0.95:
        return f"> {sentence(chance)}"
    rows = "\n".join(f"| {chance.choice(PLACES)} | {chance.randint(1, 999)} |" for _ in range(4))
    return f"| 名称 | 数值 |\n| --- | ---: |\n{rows}"


def markdown_body(chance: random.Random, size: int) -> str:
    """A written body of about *size* bytes."""
    blocks: list[str] = []
    while sum(len(block.encode()) for block in blocks) < size:
        blocks.append(markdown_block(chance))
    return "\n\n".join(blocks) + "\n"


def size_of(chance: random.Random) -> int:
    """A body's size in bytes: log-normal, from 2 to 60 KB, 6 KB in the middle."""
    return int(min(60_000, max(2_000, 6_000 * math.exp(chance.gauss(0, 0.7)))))


def write_corpora(out: Path, count: int, first_seed: int = 1) -> None:
    """Write *count* posts of each kind; the same numbers give the same files."""
    for name in ("html", "pages", "markdown"):
        (out / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        chance = random.Random(f"{first_seed}-html-{number}")
        head, body = front_matter(chance), html_body(chance, size_of(chance))
        (out / "html" / f"{number:05}.md").write_text(head + body, encoding="utf-8")
        page = (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{number}</title>\n</head>\n<body>\n{body}</body>\n</html>\n"
        )
        (out / "pages" / f"{number:05}.html").write_text(page, encoding="utf-8")
        chance = random.Random(f"{first_seed}-markdown-{number}")
        post = front_matter(chance) + markdown_body(chance, size_of(chance))
        (out / "markdown" / f"{number:05}.md").write_text(post, encoding="utf-8")


def main() -> None:
    """Write the corpora."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    write_corpora(options.out, options.count)


if __name__ == "__main__":
    main()

"""Text read in the wrong encoding is found and repaired; text that only looks odd is not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.family import findings, fixed, found

RULE = "text/mojibake"
WORDS = st.sampled_from(["café", "naïve", "Größe", "señor", "l’été", "“ok”", "中文标题", "привет"])


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["latin-1", "cp1252"]))
def test_what_was_misread_is_read_again(words: list[str], encoding: str) -> None:
    text = "And ".join(words)
    try:
        misread = text.encode("utf-8").decode(encoding)
    except UnicodeDecodeError:
        return
    assert found(misread, RULE)
    assert fixed(misread, RULE).count("中文标题") == text.count("中文标题")
    assert fixed(misread, RULE, unsafe=False) == misread


@pytest.mark.parametrize(
    "text",
    [
        "Il a dit « déjà vu » à l'été, ça va… où ?",
        "Größe: 20° – Übermaß, Fußgängerübergänge",
        "España, ¿qué tal? ¡Olé! Ñandú «así»",
        "São Paulo, coração, à vontade; ÂNGELA",
        "Đà Nẵng, Việt Nam; Łódź, Gdańsk; Țară",
        "Ελληνικά, русский, עברית, العربية, ไทย, 日本語、한국어",
        "11月8日，第四届中国国际进口博览会期间，“双循环”新发展格局。",
        "× ÷ ± ½ © ® ™ € £ § ¶ • … — –",
        "锛是一种农具，銆是一个字。",
        "乱码的故事：“锟斤拷”和“Ã©”",
    ],
)
def test_real_text_is_left_alone(text: str) -> None:
    assert found(text, RULE) == []


def test_chinese_read_as_gbk_says_what_it_was() -> None:
    misread = "记者获悉，城市，发展，好的。".encode().decode("gbk", "replace")
    (finding,) = findings(misread, RULE, "text/replacement-character")
    assert "what is left" in finding.message
    text = "城市，发展，"
    assert fixed(text.encode().decode("gbk"), RULE) == text


def test_the_judge_is_not_called_for_ordinary_posts() -> None:
    code = (
        "import sys\n"
        "from contentlint.linter import Linter\n"
        "from contentlint.rules.registry import RuleSet, load_specs\n"
        "from contentlint.rules.rule import Rule\n"
        "linter = Linter(RuleSet([Rule(load_specs()['text/mojibake'].spec)]))\n"
        "for text in ('中文“标题”', 'été «déjà»', 'plain', '\\xa0a', 'Ã la carte'):\n"
        "    linter.lint_text(text)\n"
        "assert 'ftfy' not in sys.modules\n"
        "linter.lint_text('caf\\xc3\\xa9')\n"
        "assert 'ftfy' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0

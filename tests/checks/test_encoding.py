"""Bytes and what they stand for: marks, faults and declarations, at their places in the file."""

from __future__ import annotations

import pytest

from contentlint.findings import Finding
from contentlint.source import Source
from tests.checks.family import all_specs, fixed, found, make_linter

BOM, FAULT, DECLARED = "encoding/bom", "encoding/not-utf-8", "encoding/declared-mismatch"


def lint(data: bytes, path: str = "post.md") -> list[Finding]:
    rules = [BOM, FAULT, DECLARED, "text/final-newline"]
    result = make_linter(rules).lint_source(Source.from_bytes(data, path))
    assert result.errors == []
    return result.findings


def test_a_mark_is_an_empty_span_at_the_beginning() -> None:
    (finding,) = lint(b"\xef\xbb\xbftext\n")
    assert finding.rule == BOM
    assert (finding.start, finding.end) == ((1, 1, 0), (1, 1, 0))
    assert finding.fix is None


@pytest.mark.parametrize(
    ("data", "offset", "byte", "guess"),
    [
        ("标题".encode("gb18030"), 0, 0xB1, "GB18030 (GBK)"),
        ("title: 标题 and more".encode("gbk"), 7, 0xB1, "GB18030 (GBK)"),
        ("café".encode("latin-1") + b" ok", 3, 0xE9, "Windows-1252 (Western European)"),
        (b"\xef\xbb\xbfab\xff", 5, 0xFF, "Windows-1252 (Western European)"),
        ("一二三".encode("utf-16"), 0, 0xFF, "UTF-16"),
    ],
)
def test_the_first_faulty_byte_is_named(
    data: bytes, offset: int, byte: int, guess: str | None
) -> None:
    finding = lint(data)[-1]
    assert finding.rule == FAULT
    assert finding.data["byte_offset"] == offset
    assert finding.data["byte"] == byte
    if guess is not None:
        assert finding.data["guess"] == guess
        assert f"is probably saved as {guess}, not as UTF-8" in finding.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("花开了 ".encode() * 9 + "花开了".encode("gbk") + "好".encode(), "(byte 0xBB) is not: a"),
        ("\n花开了，".encode() + b"\xed\xa0\xbd\xed\xb8\x80", "(byte 0xED) is not: a character"),
        ("花开了".encode()[:-1], "ends in the middle of a character"),
        (b"\x89PNG\r\n\x1a\n\0", "is no text but a PNG picture"),
        (b"GIF89a \0\xff", "is no text but a GIF picture"),
        (b"ab\0\0\xff\xfe", "is no text but something for programs"),
        (b"\x81 \x8d", "what stands here (byte 0x81) is no character"),
    ],
)
def test_what_is_not_in_another_encoding_is_told_as_what_it_is(data: bytes, words: str) -> None:
    finding = lint(data)[-1]
    assert finding.rule == FAULT
    assert words in finding.message


_TEXTS = {
    "gb18030": ("GB18030 (GBK)", "今天我们去了公园，看到了很多花。"),
    "big5": ("Big5", "今天我們去了公園，看到了很多花。"),
    "shift_jis": ("Shift_JIS", "今日は公園に行きました。とても楽しかったです。"),
    "euc_jp": ("EUC-JP", "今日は公園に行きました。とても楽しかったです。"),
    "euc_kr": ("EUC-KR", "오늘은 공원에 갔습니다. 아주 재미있었습니다."),
    "cp1252": ("Windows-1252 (Western European)", "He said “it’s a café” – naïve."),
    "cp1251": ("Windows-1251 (Cyrillic)", "Сегодня мы пошли в парк и видели много цветов."),
    "koi8_r": ("KOI8-R", "Сегодня мы пошли в парк и видели много цветов."),
    "iso8859_5": ("ISO-8859-5 (Cyrillic)", "Сегодня мы пошли в парк и видели много цветов."),
    "cp1253": ("Windows-1253 (Greek)", "Σήμερα πήγαμε στο πάρκο και είδαμε πολλά λουλούδια."),
    "cp1255": ("Windows-1255 (Hebrew)", "היום הלכנו לפארק וראינו הרבה פרחים יפים."),
    "cp1256": ("Windows-1256 (Arabic)", "ذهبنا اليوم إلى الحديقة ورأينا الكثير من الزهور."),
    "iso8859_6": ("ISO-8859-6 (Arabic)", "ذهبنا اليوم إلى الحديقة ورأينا الكثير من الزهور."),
    "cp874": ("Windows-874 (Thai)", "วันนี้เราไปสวนสาธารณะและเห็นดอกไม้มากมาย"),
    "utf-16": ("UTF-16", "今天我们去了公园"),
    "utf_16_le": ("UTF-16", "今天我们去了公园，一个人也没有。" * 3),
    "utf-16-le": ("UTF-16", "Plain English"),
    "utf-16-be": ("UTF-16", "Plain English"),
    "utf-32": ("UTF-32", "今天我们去了公园"),
}


@pytest.mark.parametrize("encoding", _TEXTS)
def test_the_encoding_is_guessed_from_the_text(encoding: str) -> None:
    guess, text = _TEXTS[encoding]
    finding = lint(f"---\ntitle: A walk\n---\n\n{text}\n".encode(encoding))[-1]
    assert (finding.rule, finding.data["guess"]) == (FAULT, guess)


def test_of_a_faulty_file_nothing_else_is_said() -> None:
    assert [finding.rule for finding in lint("one\n标".encode() + b"\xb1 no newline")] == [FAULT]
    (finding,) = lint(b"one\ntwo \xb1\xb2\xb3")
    assert (finding.start.line, finding.start.column) == (2, 5)


@pytest.mark.parametrize(
    ("head", "finds"),
    [
        ('<meta charset="gbk">', 'charset="gbk"'),
        ("<META CHARSET=Big5>", "CHARSET=Big5"),
        (
            "<meta http-equiv=content-type content='text/html;charset=gb2312'>",
            "content='text/html;charset=gb2312'",
        ),
    ],
)
def test_a_page_that_declares_another_encoding(head: str, finds: str) -> None:
    page = f"<!doctype html>\n<html><head>{head}<title>x</title></head><body>é</body></html>\n"
    assert found(page, DECLARED, path="page.html") == [(DECLARED, finds)]
    assert found(page, DECLARED, path="post.md") == []
    assert found(f"{head}<p>x</p>", DECLARED, path="part.html") == []


@pytest.mark.parametrize("label", ["utf-8", "UTF-8", "utf8", " utf-8 ", "unicode-1-1-utf-8"])
def test_every_label_of_utf8_will_do(label: str) -> None:
    page = f'<!doctype html><html><head><meta charset="{label}"></head></html>'
    assert found(page, DECLARED, path="page.html") == []


def test_a_declaration_with_a_template_is_left_alone() -> None:
    page = '<!doctype html><html><head><meta charset="{{ site.encoding }}"></head></html>'
    assert found(page, DECLARED, path="page.html") == []


def test_only_the_label_is_replaced() -> None:
    linter = make_linter([DECLARED])
    assert all_specs()[DECLARED].spec["fix"]["safety"] == "safe"
    page = "<!doctype html><html><head><meta charset='big5'></head></html>"
    raws = linter.lint_text(page, "page.html").findings
    assert raws[0].fix is not None
    assert raws[0].fix.edits == ((page.index("big5"), page.index("big5") + 4, "utf-8"),)
    assert fixed("text\n", DECLARED) == "text\n"

"""What bytes that are not UTF-8 probably are: an encoding, a damaged place, or no text at all."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from contentlint.named import NamedTuple

__all__ = ["Guess", "guess_encoding", "is_utf16"]


class Guess(NamedTuple):
    """*kind*: ``encoding`` (the whole file is in *name*), ``damaged`` (a piece of UTF-8 is not),
    ``cut`` (UTF-8 that ends amid a character), ``binary`` (no text, but *name*), or ``unknown``.
    """

    kind: str
    name: str | None = None


_MARKS = (
    (b"\xff\xfe\x00\x00", Guess("encoding", "UTF-32")),
    (b"\xff\xfe", Guess("encoding", "UTF-16")),
    (b"\xfe\xff", Guess("encoding", "UTF-16")),
    (b"\x89PNG", Guess("binary", "a PNG picture")),
    (b"\xff\xd8\xff", Guess("binary", "a JPEG picture")),
    (b"GIF8", Guess("binary", "a GIF picture")),
    (b"RIFF", Guess("binary", "a picture, a sound or a film")),
    (b"PK\x03\x04", Guess("binary", "a ZIP archive, as Word documents are")),
    (b"\xd0\xcf\x11\xe0", Guess("binary", "an old Word or Excel document")),
    (b"%PDF-", Guess("binary", "a PDF document")),
    (b"\x1f\x8b", Guess("binary", "a compressed file")),
)
_COMMON = {
    "gb18030": "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以"
    "会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开新"
    "日月与及其他",
    "big5": "的一是了我不人在他有這個上們來到時大地為子中你說生國年著就那和要她出也得裡後自以"
    "會家可下而過天去能對小多然於心學麼之都好看起發當沒成只如事把還用第樣道想作種開新"
    "日月與及其他",
    "cp949": "이다는에가을를의하고지도한로은사어기자리대나있그서아인것수시으게라만들해보일전정"
    "과주부",
}
_NAMES = {
    "gb18030": "GB18030 (GBK)",
    "big5": "Big5",
    "cp949": "EUC-KR",
    "shift_jis": "Shift_JIS",
    "euc_jp": "EUC-JP",
}
# the letters of every language that make most of its texts; those of Russian are two thirds
_SINGLE = {
    "cp1251": ("Windows-1251 (Cyrillic)", "оеаинтсрвл"),
    "koi8_r": ("KOI8-R", "оеаинтсрвл"),
    "iso8859_5": ("ISO-8859-5 (Cyrillic)", "оеаинтсрвл"),
    "cp1253": ("Windows-1253 (Greek)", "αοιετσνηυρ"),
    "cp1255": ("Windows-1255 (Hebrew)", "יוהלאתרמבש"),
    "cp1256": ("Windows-1256 (Arabic)", "اليمنترو"),
    "iso8859_6": ("ISO-8859-6 (Arabic)", "اليمنترو"),
    "cp874": ("Windows-874 (Thai)", "านรอกเยมลงวดทส"),
}
_KANA = re.compile("[\u3041-\u30ff]")
_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]")
_FOREIGN, _BROKEN = re.compile(r"[^\x00-\x7f]"), re.compile("[\udc80-\udcff]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_WESTERN = "Windows-1252 (Western European)"
_LEAST, _LEAST_SINGLE = 0.12, 0.45
_MOST_READ = 24_000


def is_utf16(data: bytes) -> bool:
    """Whether *data* is UTF-16 without a mark: every second byte of plain letters is zero."""
    head = data[:512]
    zeros = head[::2].count(0), head[1::2].count(0)
    return max(zeros) >= max(8, len(head) // 16, 4 * min(zeros))


def guess_encoding(data: bytes, start: int) -> Guess:
    """What *data* is, whose first byte that is not UTF-8 stands at *start*."""
    for mark, known in _MARKS:
        if data.startswith(mark):
            return known
    if is_utf16(data):
        return Guess("encoding", "UTF-16")
    if b"\0" in data:
        return Guess("binary", "something for programs")
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(data):
            return Guess("cut")
    else:
        return Guess("damaged")  # half of a character outside the 65,536 oldest
    sample = data[max(0, start - _MOST_READ // 2) :][:_MOST_READ]
    return Guess("damaged") if _is_mostly_utf8(sample) else _other(sample)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more characters of several bytes are in order than there are bytes that are not."""
    text = data.decode("utf-8", "surrogateescape")
    bad = len(_BROKEN.findall(text))
    good = len(_FOREIGN.findall(text)) - bad
    return 2 * good > bad


def _other(data: bytes) -> Guess:
    best = max((_score(data, name), name) for name in _NAMES)
    if best[0] >= _LEAST:
        return Guess("encoding", _NAMES[best[1]])
    runs = [len(run) for run in _HIGH.findall(data)]
    if 3 * runs.count(1) >= 2 * len(runs):
        return Guess("encoding", _WESTERN) if _decoded(data, "cp1252") else Guess("unknown")
    best = max((_score(data, name), name) for name in _SINGLE)
    if best[0] >= _LEAST_SINGLE:
        return Guess("encoding", _SINGLE[best[1]][0])
    if _decoded(data, "gb18030") and not any(run % 2 for run in runs):
        return Guess("encoding", _NAMES["gb18030"])
    return Guess("unknown")


def _decoded(data: bytes, encoding: str) -> str:
    """*data*, which may end amid a character, as text; empty where it is not in that encoding."""
    try:
        return getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return ""


def _score(data: bytes, encoding: str) -> float:
    """Which part of the foreign letters are such as every text in that encoding has."""
    letters = "".join(_LETTERS.findall(_decoded(data, encoding)))
    if not letters:
        return 0.0
    if encoding in _SINGLE:
        common = _SINGLE[encoding][1]
    elif encoding in _COMMON:
        common = _COMMON[encoding]
    else:
        return len(_KANA.findall(letters)) / len(letters)
    return sum(map(letters.count, common)) / len(letters)

"""Judge language tags (BCP 47): their form, and the subtags that are two letters long.

The registry's three-letter languages and its scripts and variants are judged by their form only:
two-letter languages and regions are what authors mix up (``cn`` for Chinese, ``en-UK``).
"""

from __future__ import annotations

import re
from functools import cache

from contentlint.html_standard.characters import words
from contentlint.patterns import pattern

__all__ = ["language_fault"]

_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th
ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_REGIONS = """
aa ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq
br bs bt bu bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cs cu cv cw cx cy cz dd de dg
dj dk dm do dz ea ec ee eg eh er es et eu ez fi fj fk fm fo fr fx ga gb gd ge gf gg gh gi gl gm gn
gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im in io iq ir is it je jm jo jp ke kg kh ki
km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr
ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nt nu nz om pa pe pf pg ph pk pl pm pn pr ps
pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz ta tc
td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi vn vu wf ws xk
yd ye yt yu za zm zr zw zz
"""
_GRANDFATHERED = words(
    """
    en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn
    i-tao i-tay i-tsu sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu
    zh-hakka zh-min zh-min-nan zh-xiang"""
)
# Three-letter codes that may not be used, because the language has a two-letter one.
_LONG = """
aar abk afr aka alb amh ara arg arm asm ava ave aym aze bak bam baq bel ben bih bis bod bos bre bul
bur cat ces cha che chi chu chv cor cos cre cym cze dan deu div dut dzo ell eng epo est eus ewe fao
fas fij fin fra fre fry ful geo ger gla gle glg glv gre grn guj hat hau heb her hin hmo hrv hun hye
ibo ice ido iii iku ile ina ind ipk isl ita jav jpn kal kan kas kat kau kaz khm kik kin kir kom kon
kor kua kur lao lat lav lim lin lit ltz lub lug mac mah mal mao mar may mkd mlg mlt mon mri msa mya
nau nav nbl nde ndo nep nld nno nob nor nya oci oji ori orm oss pan per pli pol por pus que roh ron
rum run rus sag san sin slk slo slv sme smo sna snd som sot spa sqi srd srp ssw sun swa swe tah tam
tat tel tgk tgl tha tib tir ton tsn tso tuk tur twi uig ukr urd uzb ven vie vol wel wln wol xho yid
yor zha zho zul
"""
_MEANT = {
    "cn": "zh",
    "jp": "ja",
    "kp": "ko",
    "dk": "da",
    "cz": "cs",
    "gr": "el",
    "ua": "uk",
    "us": "en-US",
    "gb": "en-GB",
}
_TAG = pattern(
    r"(?P<language>[a-z]{2,3}(?P<extended>(?:-[a-z]{3}){0,3})|[a-z]{4,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_EXTENSION = pattern(r"-([0-9a-svwyz])(?=-)")
_PRIVATE = pattern(r"x(?:-[a-z0-9]{1,8})+")
# Extended language subtags stand after one of these only.
_EXTENDED_PREFIXES = frozenset({"ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"})


_known = cache(words)


def language_fault(tag: str) -> str | None:
    """Why *tag* is not a valid BCP 47 language tag, in words, or ``None``."""
    low = tag.lower()
    if low in _GRANDFATHERED or _PRIVATE.fullmatch(low):
        return None
    found = _TAG.fullmatch(low)
    if not found:
        meant = tag.replace("_", "-")
        if meant != tag and language_fault(meant) is None:
            return f"its parts are joined by a hyphen; write {meant}"
        return "it does not have the form of a language tag such as en, pt-BR or zh-Hans"
    return _subtags_fault(found)


def _subtags_fault(found: re.Match[str]) -> str | None:
    language = found.group("language").split("-")[0]
    if len(language) > 3 or (len(language) == 2 and language not in _known(_LANGUAGES)):
        meant = _MEANT.get(language)
        hint = f"; write {meant}" if meant else ""
        return f"{language} is not the code of a language{hint}"
    if language in _known(_LONG):
        return f"{language} is not used: the language has a code of two letters"
    extension = _EXTENSION.search(found.group("extensions"))
    if extension:
        return f"there is no extension {extension.group(1)}"
    if found.group("extended") and language not in _EXTENDED_PREFIXES:
        return f"{found.group('extended')[1:]} cannot stand after {language}"
    region = found.group("region")
    if region and region.isalpha() and not _is_region(region):
        hint = "; the United Kingdom is GB" if region == "uk" else ""
        return f"{region.upper()} is not the code of a country or region{hint}"
    parts = found.group("variants").split("-")[1:]
    if len(parts) != len(set(parts)):
        return "a part of it stands twice"
    return None


def _is_region(code: str) -> bool:
    return code in _known(_REGIONS) or "qm" <= code <= "qz" or "xa" <= code <= "xz"

"""Systems that turn words of an article into links, and what gives their links away.

*classes*: class names (a trailing ``*`` stands for any ending); *ids*: the same for id attributes;
*hosts*: where such links lead and nothing else does; *urls*: patterns of their addresses, by the
host (subdomains included) that each is about.
Everything here is specific to its system: what other pages use as well does not belong here.
"""

from __future__ import annotations

from typing import Any

__all__ = ["PACK"]

PACK: Any = {
    "china": [
        {
            "system": "TRS WCM",
            "classes": ["trsHotWords", "trsHotWord", "TRS_HotWords"],
        },
        {
            "system": "PHPCMS",
            "classes": ["keylink"],
        },
        {
            "system": "Discuz!",
            "classes": ["relatedlink"],
        },
        {
            "system": "the stock tips of Tencent Finance",
            "classes": ["a-tips-Article-QQ"],
        },
        {
            "system": "the author cards of Sina Finance",
            "classes": ["wt_article_link"],
        },
        {
            "system": "the stock tips of East Money",
            "classes": ["keytip", "infokey", "em_stock_key_common"],
            "urls": {"quote.eastmoney.com": r"^https?://quote\.eastmoney\.com/unify/r/"},
        },
        {
            "system": "the stock tips of 10jqka",
            "classes": ["singleStock"],
        },
        {
            "system": "the keyword links of IT Home",
            "classes": ["s_tag"],
        },
        {
            "system": "the keyword pages of NetEase",
            "urls": {"163.com": r"^https?://[a-z]+\.163\.com/keywords/"},
        },
        {
            "system": "the search suggestions of Zhihu",
            "classes": ["RichContent-EntityWord"],
            "urls": {
                "www.zhihu.com": r"^https?://www\.zhihu\.com/search\?(?:.*&)?(?:hybrid_)?search_source=Entity"
            },
        },
        {
            "system": "the search suggestions of CSDN",
            "urls": {"so.csdn.net": r"^https?://so\.csdn\.net/so/search\?"},
        },
        {
            "system": "the search words of WeChat articles",
            "classes": ["wx_search_keyword_wrap", "wx_search_keyword"],
        },
    ],
    "in-text-ads": [
        {
            "system": "Vibrant IntelliTXT",
            "classes": ["iAs", "intelliTXT", "itxtrst", "itxtnewhook*", "itxthook*"],
            "ids": ["itxthook*"],
            "hosts": ["intellitxt.com", "vibrantmedia.com"],
        },
        {
            "system": "Kontera",
            "classes": ["kLink"],
            "ids": ["KonaLink*"],
            "hosts": ["kontera.com"],
        },
        {
            "system": "Infolinks",
            "classes": ["IL_AD", "IL_LINK_STYLE"],
            "hosts": ["infolinks.com"],
        },
        {
            "system": "VigLink",
            "classes": ["vglnk"],
        },
        {
            "system": "SkimWords",
            "classes": ["skimwords-link"],
        },
        {
            "system": "Snap Shots",
            "classes": ["snap_preview"],
            "hosts": ["shots.snap.com"],
        },
        {
            "system": "Text-Enhance",
            "ids": ["_GPLITA_*"],
            "classes": ["FAtxtL"],
        },
    ],
    "plugins": [
        {
            "system": "WP Keyword Link",
            "classes": ["wp_keywordlink", "wp_keywordlink_affiliate"],
        },
        {
            "system": "Simple Tags",
            "classes": ["internal_tag"],
        },
        {
            "system": "Auto Affiliate Links",
            "classes": ["aalmanual", "aal_link"],
        },
    ],
    # Addresses of pages about one share, one tag or one product: a short word inside a sentence
    # that leads to such a page was most likely linked by a machine.
    "guesses": [
        r"^https?://(?:[\w-]+\.)*(?:quote|stock|stocks|stockpage|stockhtm|gu|fund|bond|forex|futures)\.[\w.-]+/",
        r"^https?://finance\.sina\.com\.cn/(?:realstock|stock/company|fund/quotes)/",
        r"^https?://(?:[\w-]+\.)*(?:tag|tags|keyword|keywords|hotword|hotwords)\.[\w.-]+/",
        "^https?://[^/?#]+/(?:tag|tags|keyword|keywords|hotword|hotwords)/[^/?#]+",
        "[?&](?:stockcode|stock_code|symbol|secucode|hotword|keyword)=",
        r"^https?://www\.3dmgame\.com/games/",
    ],
}

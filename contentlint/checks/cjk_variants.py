"""The check for simplified Chinese in traditional text, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.cjk_text import passages, replace_hit
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["PAIRS", "mixed_variants"]

PAIRS: Final = (
    "这這们們个個来來时時说說国國会會对對学學过過还還经經动動进進种種现現实實开開关關问問见見"
    "长長门門间間样樣点點业業区區产產东東车車电電话話语語读讀写寫书書买買卖賣贝貝财財货貨购購"
    "贵貴费費资資质質贸貿贺賀赢贏赛賽钱錢银銀铁鐵钢鋼错錯铜銅锁鎖镇鎮镜鏡马馬驶駛驾駕骑騎验驗"
    "骗騙鱼魚鲜鮮鸟鳥鸡雞鸭鴨鹅鵝黄黃龙龍龟龜齐齊齿齒飞飛风風饭飯饮飲饿餓馆館饱飽饼餅韩韓页頁"
    "顶頂项項顺順顾顧预預领領频頻题題颜顏额額类類颗顆难難双雙离離鸣鳴随隨险險际際陆陸阳陽阴陰"
    "阶階陈陳队隊阵陣闪閃闭閉闻聞闹鬧阅閱阔闊让讓认認议議记記许許论論设設访訪评評识識诉訴词詞"
    "译譯试試诗詩诚誠该該详詳请請诸諸谁誰调調谈談谢謝谱譜计計订訂讨討训訓讲講课課谓謂护護报報"
    "担擔择擇损損换換掷擲摄攝揽攬挡擋挥揮扩擴扫掃抚撫抢搶拟擬拥擁拨撥拦攔执執势勢协協单單卢盧"
    "压壓厅廳厉厲县縣变變号號听聽吗嗎吴吳员員启啟响響喷噴园園围圍图圖圆圓圣聖场場坏壞块塊坚堅"
    "垒壘垦墾墙牆壮壯声聲壳殼处處备備够夠头頭夹夾夺奪奋奮奖獎妇婦妈媽婴嬰孙孫宝寶宪憲宫宮宽寬"
    "宾賓审審导導寻尋寿壽将將尔爾尘塵层層属屬屿嶼岁歲岛島岭嶺峡峽币幣帅帥师師帐帳带帶帮幫庆慶"
    "庄莊应應库庫庙廟废廢异異张張弹彈强強归歸录錄彻徹径徑忆憶忧憂怀懷态態总總恋戀恼惱悬懸惊驚"
    "惧懼惨慘惯慣愿願懒懶戏戲战戰户戶扬揚拢攏敌敵数數断斷无無旧舊显顯晓曉暂暫机機杀殺杂雜权權"
    "条條杨楊极極构構标標栋棟树樹桥橋检檢楼樓横橫欢歡欧歐残殘气氣汉漢汤湯沟溝泪淚泽澤洁潔浅淺"
    "济濟测測浓濃涛濤润潤涨漲渐漸温溫湾灣满滿滚滾灭滅灯燈灵靈灾災炉爐烂爛烦煩烧燒热熱爱愛爷爺"
    "牵牽犹猶独獨狱獄猎獵猫貓献獻环環玛瑪琼瓊画畫畅暢疗療疯瘋监監盖蓋盘盤矿礦码碼砖磚确確礼禮"
    "祸禍稳穩穷窮窃竊竞競笔筆笼籠简簡粮糧紧緊纠糾红紅约約级級纪紀纯純纲綱纳納纵縱纷紛纸紙纹紋"
    "线線练練组組细細织織终終绍紹结結绕繞绘繪给給络絡绝絕统統继繼绩績续續维維绵綿综綜绿綠缓緩"
    "编編缘緣缩縮网網罗羅罚罰职職联聯聪聰肃肅胜勝脑腦脚腳脱脫脸臉腾騰舰艦艺藝节節荐薦荣榮莲蓮"
    "营營萝蘿蓝藍虑慮虽雖虾蝦蚁蟻蛮蠻补補装裝袭襲规規视視览覽觉覺觅覓触觸誉譽贡貢负負贩販责責"
    "贤賢败敗账賬贯貫贴貼贷貸赏賞赶趕趋趨跃躍践踐踪蹤轨軌转轉轮輪软軟轻輕载載较較辆輛辑輯输輸"
    "辞辭边邊达達迁遷运運违違连連迟遲适適选選递遞遗遺邓鄧邮郵邻鄰郑鄭酱醬释釋"
)
"""Simplified and traditional characters in turn, only where each stands for the other alone."""

_SIMPLIFIED: Final = PAIRS[::2]
_TRADITIONAL: Final = PAIRS[1::2]
_SIMPLIFIED_RUN: Final = pattern(f"[{_SIMPLIFIED}]+")
_TRADITIONAL_RUN: Final = pattern(f"[{_TRADITIONAL}]+")
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_TO_TRADITIONAL: Final = str.maketrans(_SIMPLIFIED, _TRADITIONAL)
# Japanese has characters of both kinds
_KANA: Final = pattern("[\u3041-\u30ff]")


def mixed_variants(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Characters of the variant that the post uses least, if it clearly uses the other."""
    found = list(passages(document))
    text = "\n".join(passage.text for passage in found)
    if not found or _KANA.search(text):
        return
    simplified = sum(map(len, _SIMPLIFIED_RUN.findall(text)))
    traditional = sum(map(len, _TRADITIONAL_RUN.findall(text)))
    fewer, more = sorted((simplified, traditional))
    if not fewer or more < options["at-least"] or fewer * 100 > options["share"] * (fewer + more):
        return
    is_traditional = traditional < simplified
    pattern = _TRADITIONAL_RUN if is_traditional else _SIMPLIFIED_RUN
    table = _TO_SIMPLIFIED if is_traditional else _TO_TRADITIONAL
    for passage in found:
        for match in pattern.finditer(passage.text):
            hit = replace_hit(passage, *match.span(), match.group().translate(table))
            if hit is not None:
                yield hit._replace(message="traditional" if is_traditional else None)

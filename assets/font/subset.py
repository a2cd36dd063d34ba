"""Makes assets/font/regular.otf, from the collection that Debian's package
fonts-noto-cjk 1:20220127+repack1-1 installs, with fonttools 4.38.0:

    python3 assets/font/subset.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # "Noto Sans CJK SC" within the collection

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))

SIGNS = (
    "→←↑↓↔↕⇒∞≈≠≤≥±−×÷√∑∆∂°℃µ²³¹‰½¼¾"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
    "‐‑–—―‘’‚“”„†‡•…‹›′″€£¥™№"
    "▶◀▲▼△▽▷◁■□▪●○◎◆◇★☆✓⌘⇧⏎"
    "①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ─│┌┐└┘├┤┬┴┼█▌░▒▓"
)

PUNCTUATION = (
    "\u3000、。〃々〇〈〉《》「」『』【】〔〕〖〗"
    "！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠［＼］＾＿｛｜｝～￥·"
)

# Of GB 2312 level 2, what is said of factories, and of names of places and people.
TRADE = (
    "铣镗铰镦钣钎铆锉锪磋砧辊轧淬熔焙煅烧焗氩氦氮氧铬钼钒钨镍锰钛锌铝镁锂钴硅磷砷碲硼"
    "阈阀泵喷嘴轴瓦齿轮毂辐蜗杆凸轮曲柄榫卯铰链螺栓螺钉螺母垫圈楔键弹簧鞘套"
    "叉车堆垛托盘料箱吨磅秤吊钩葫芦缆绳钢索辘轳篷仓库棚厂栋栅栏隔离栈桥码垛拆垛"
    "噪声嗡振动频率谐波瞬态稳态滞后阻尼耦合冗余阈值偏差标准方差置信区间蒙特卡洛"
    "浏览器瓶颈节拍换型调试巡检点检维修保养报废返工返修甄别溯源追溯批次序列条码射频"
    "衢衡淄潍沧邯郸濮漯涿芜亳滁蚌泸绵璧渝渭涪沅鄂赣粤琼皖豫晋冀鲁苏浙闽沪杭"
    "佟佘侬俞倪傅冯匡卞卢邓邢邵郝郭郑邹鄢鄭闫闵阎霍靳韦韩骆鲍鲁麦黄黎龚"
    "玮琦瑾璐晟昊昕晖炜烨煜熠睿婷婧娜娅嫣妍姗芮芸茜莹菲萱蕾蓓蕊薇颖鑫淼垚焱"
    "囤垣埂埠堰塬墩壕夯奁娄孚孪宸寰尧尴岐峙崂嵌帷幄幛庾廒弧徙恙悖懈戳扳拧拽"
    "掣掸搪摞撬擀攫斛旌旮昱晾暇曝杓枘柝栓桁桠桩梃棂棱椽楣榀榔槛橐橡檐殁毡汛沏"
    "泄洇涮涸淅渎渍湍溢滗滤漉漕澄濡瀑炀炕焖焯煨煳熨燎爨牍犁狩琢瓮瓯甑畚痂皴盂"
    "瞄瞥砝砺硌碴碾磙礤祛秣稠窖窨竣笊笤筛筐筢箍箔箕箪箴篓篦簇簧簸籽粑粝糅絮纫"
    "绗绞绦绷缀缄缎缓缛缝缦缫罐羁翌翘耗耙耜胚脂脆腔膛舀舱艏艉苎茬荚莛菱蓄蔽蘸虞"
    "蚀蛹蜡螨蟠衩衬衲袢褶襻觇诀谐谧豁豇贮赝趟趸跷踏踩躅轨辂辋辍辗迂迭遴邃酌酚酯"
    "酵醛醚醪釉鉴钇钋钌钍钏钒钕钗钠钡钢钣钤钥钧钨钩钬钮钯钲钳钴钵钹钺钻钼钽钾铀铂"
    "铃铄铅铋铌铍铎铐铑铕铗铙铛铜铟铠铡铢铤铥铧铨铩铪铫铭铮铯铰铱铲铳铵银铷铸铺铼铿"
    "锁锂锃锅锆锇锈锋锌锏锐锑锒锔锕锗错锚锛锞锟锡锢锣锤锥锦锨锫锭键锯锰锱锲锴锵锶锷"
    "锸锹锺锻锾锿镀镁镂镄镆镇镉镊镌镍镎镏镐镑镒镓镔镖镗镘镛镜镝镞镡镢镣镤镥镧镨镩镪镫"
    "镬镭镯镰镱镳镶隘隙雳霰靛鞣韧顷颏颚飓饴馏骤髓鬃鳍鹤黏黝黠齑龇龉"
)


def gb2312_level_1():
    """The 3,755 characters of rows 16 to 55."""
    for row in range(16, 56):
        for cell in range(1, 95):
            try:
                yield bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass  # row 55 ends at cell 89


def proportional(font, characters):
    """Gives characters that are as wide as a Chinese one the forms of Latin text."""
    gsub, forms = font["GSUB"].table, {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "pwid":
            for lookup in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[lookup].SubTable:
                    forms.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            for c in characters:
                table.cmap[ord(c)] = forms.get(table.cmap[ord(c)], table.cmap[ord(c)])


def main(collection):
    font = TTFont(collection, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    proportional(font, "‘’“”…")
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    subsetter = subset.Subsetter(options)
    wanted = LATIN + SIGNS + PUNCTUATION + TRADE + "".join(gb2312_level_1())
    absent = sorted({c for c in wanted if ord(c) not in font.getBestCmap()})
    if absent:
        print("not in the collection:", " ".join(f"{c} U+{ord(c):04X}" for c in absent))
    subsetter.populate(text=wanted)
    subsetter.subset(font)
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "regular.otf")
    font.save(out)
    print(len(font.getBestCmap()), "characters,", os.path.getsize(out), "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])

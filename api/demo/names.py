"""Names that belong to nobody: characters for people, villages, bays and clubs, put together by chance."""

from __future__ import annotations

import numpy as np

from api.demo.dice import Bools, Dice, Ints, Texts, texts

SURNAMES: tuple[str, ...] = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈",
    *"姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤",
    "欧阳",
    "上官",
)
MALE = tuple("伟强军勇杰涛斌辉鹏飞刚建国明志华德成峰海波龙亮林清松柏俊凯振宏庆昌正义仁泽厚永康安平光远达启文武学忠良祥瑞")
FEMALE = tuple("芳娟敏静丽艳娜秀英玲红霞梅兰菊莲琴雪月云燕珍玉桂香萍蓉洁琳瑶婷怡欣妍倩薇慧淑惠巧凤春秋冬晓思雨晴如馨")

PLACE_FIRST = tuple("云青桃柳松竹白石凤金银清高长双红黄稻荷菱杉桐鹭燕鹤星月晨")
PLACE_SECOND = tuple("溪山河湖坪冲坡岗桥店塘洲林垱堰畈坝垭梁沟泉墩渡荡")
OLD_VILLAGES = ("星火旧村", "前进联村", "东升旧社区", "新胜利大队村", "跃进联社区", "红旗联村")
"""Villages merged away: no unit ledger knows them."""

BAY_ENDS = ("家湾", "家冲", "家畈", "家坡", "家老屋", "家大院", "家垴", "家台")
ESTATES = ("阳光", "和谐", "幸福", "建设", "迎宾", "滨江", "玉兰", "锦绣", "东湖", "金禾", "桂苑", "梧桐")
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
CLUBS: tuple[str, ...] = (
    *("广场舞", "读书", "太极", "合唱", "腰鼓", "垂钓", "护河", "红白理事", "养老互助", "环境卫生", "治安巡逻"),
    *("电商", "家政", "乒乓球", "便民服务", "留守儿童关爱", "水费协管", "助残", "书画", "秧歌", "茶友", "农技"),
)
CLUB_ENDS = ("协会", "会", "队")


def people(rng: Dice, female: Bools, surname: Ints | None = None) -> Texts:
    """A name for each; about one in five has a single given character, so that namesakes happen."""
    n = len(female)
    # a few surnames are common, most are not
    family = np.minimum((rng.random(n) ** 2 * len(SURNAMES)).astype(np.int64), len(SURNAMES) - 1) if surname is None else surname
    first, second, short = rng.integers(0, len(MALE), n), rng.integers(0, len(MALE), n), rng.random(n) < 0.2
    chars = (MALE, FEMALE)
    size = (len(MALE), len(FEMALE))
    return texts(
        [
            SURNAMES[f] + chars[w][a % size[w]] + ("" if s else chars[w][b % size[w]])
            for f, w, a, b, s in zip(family.tolist(), female.astype(np.int64).tolist(), first.tolist(), second.tolist(), short.tolist(), strict=True)
        ]
    )


def person(rng: Dice) -> str:
    """One name, for those who sign forms and lead clubs."""
    return str(people(rng, np.array([bool(rng.integers(0, 2))]))[0])


def surname_of(rng: Dice, n: int) -> Ints:
    """Surnames by number, common ones first."""
    return np.minimum((rng.random(n) ** 2 * len(SURNAMES)).astype(np.int64), len(SURNAMES) - 1)

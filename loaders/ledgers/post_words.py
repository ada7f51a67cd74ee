"""Words for posts: which are one post, which stand at a group or bay, and in which ledger each is asked."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from loaders.ledgers.fields import words
from loaders.naming import ledgers_by_word
from loaders.world import World

COMMITTEE = words(
    "党委书记 党委副书记 纪委书记 党委委员 党总支书记 党总支副书记 村党支部书记 党支部书记 支部书记 党支部副书记 支部副书记 党支部委员 支部委员 副书记 书记 "
    "组织委员 纪检委员 宣传委员 青年委员 生产委员 妇女委员 统战委员 保卫委员 宣统委员 群工委员 治保委员 "
    "村委会主任 居委会主任 村主任 主任 村委会副主任 居委会副主任 副主任 村委会委员 居委会委员 两委委员 委员 村务监督委员会主任 居务监督委员会主任 监委会主任 "
    "监督委员会主任 综治主任 环保主任 物业主任 网格事务长 治保主任 治调主任 文书 村文书 会计 报账员 妇联主席 妇联主任 妇女主任 团支部书记 工会主席 民兵连长 "
    "信访员 计生专干 便民服务员 后备干部"
)
"""Posts of a village's committees, of its bodies and its staff."""
ASSIGNED = words(
    "第一书记 驻村工作队员 共同缔造指导员 项目建设辅导员 群众工作联络员 治理顾问 选调生 挂职干部 换岗干部 社工 后备干部 驻村干部 选派干部 党建指导员"
)
"""Posts of persons sent to a village, town or county, or kept in reserve."""
LOW = words("组长 副组长 湾长 楼栋长 小区长 院落长 巷长 单元长 屯长")
"""Posts of a group or bay."""
_SAME = {
    **dict.fromkeys(words("小组长 村民小组长 居民小组长 村(居)民小组长 村小组长 村民组长 居民组长 村组长 生产队长 小组组长 党小组长兼组长"), "组长"),
    **dict.fromkeys(words("村民小组副组长 副小组长"), "副组长"),
    **dict.fromkeys(words("湾落长 塆长 塆落长 自然湾长"), "湾长"),
    **dict.fromkeys(words("楼长 栋长 楼栋楼长 楼幢长 楼栋负责人"), "楼栋长"),
    **dict.fromkeys(words("驻村第一书记 村第一书记 社区第一书记 选派第一书记 村(社区)第一书记 第一书记兼队长"), "第一书记"),
    **dict.fromkeys(
        words("驻村队员 工作队员 驻村工作队队员 驻村工作队成员 工作队成员 驻村帮扶工作队员 驻村工作队队长 驻村工作队长 工作队长 工作队队长 驻村队长"),
        "驻村工作队员",
    ),
    **dict.fromkeys(words("美好环境与幸福生活共同缔造指导员 缔造指导员 共同缔造工作指导员"), "共同缔造指导员"),
    **dict.fromkeys(words("项目辅导员 建设辅导员 项目建设指导员"), "项目建设辅导员"),
    **dict.fromkeys(words("群众联络员 群工联络员 群众工作员"), "群众工作联络员"),
    **dict.fromkeys(words("社区治理顾问 基层治理顾问 社会治理顾问"), "治理顾问"),
    **dict.fromkeys(words("选调生干部 到村任职选调生 选派选调生"), "选调生"),
    **dict.fromkeys(words("挂职 上挂干部 下挂干部 上派干部 上派 下挂 平交流 挂职锻炼 挂职锻炼干部 挂职交流干部 交流干部"), "挂职干部"),
    **dict.fromkeys(words("换岗 换岗体验 换岗体验干部 换岗锻炼干部"), "换岗干部"),
    **dict.fromkeys(words("社会工作者 专职社工 专业社工 社区社工 持证社工 社区社会工作者 助理社会工作师 社会工作师"), "社工"),
    **dict.fromkeys(words("村级后备干部 村后备干部 社区后备干部 后备力量 后备人才 后备人选 村级后备力量"), "后备干部"),
}
"""Other words for the posts that checks ask by one word. What a scheme or the settings say of a word comes first."""
LOCAL = tuple(w for w in _SAME if len(w) > 2)
TITLED = tuple(x for x in (*ASSIGNED, *LOW, *LOCAL) if _SAME.get(x, x) not in ("楼栋长", "小区长", "单元长") and x not in ("挂职", "换岗"))
"""Posts that a title may tell; 楼栋长, 小区长 and 单元长 of a list are contacts of their buildings."""
ALL = tuple(dict.fromkeys((*COMMITTEE, *ASSIGNED, *LOW, *LOCAL)))
_LEDGER = {
    **dict.fromkeys(("第一书记", "驻村工作队员", "驻村干部"), "驻村帮扶"),
    **dict.fromkeys(("共同缔造指导员", "项目建设辅导员", "群众工作联络员"), "共同缔造"),
    **dict.fromkeys(("治理顾问", "选调生", "挂职干部", "换岗干部", "选派干部"), "选派干部"),
    **dict.fromkeys(("组长", "副组长"), "小组长"),
    **dict.fromkeys(("湾长", "楼栋长"), "湾落组织"),
    "社工": "社工",
}
_SHORT = {
    "驻村帮扶": dict.fromkeys(("队员", "队长", "成员", "副队长"), "驻村工作队员"),
    "共同缔造": {"指导员": "共同缔造指导员", "辅导员": "项目建设辅导员", "联络员": "群众工作联络员"},
    "选派干部": {"顾问": "治理顾问"},
}
"""Short words that mean a post in their own ledger only."""
_OF_OTHERS = ("党组织", "网格", "自治组织", "群团组织")
"""Ledgers that state posts beside what they are about: a sheet of posts is none of them."""
_SPLIT = re.compile(r"[、,，;；/\n\r]+|(?<=[记长任员])兼(?!职)")
_HEAD = re.compile(r"^(党支部|党总支|党委|村委会|居委会|村|社区)")
_TAIL = re.compile(r"(委员|副主任|主任|书记)$")
_DUTY = re.compile(r"^(组织|宣传|纪检|纪律检查|统战|宣统|青年|生产|妇女|保卫|治保|群工|文体|环保|综治|物业|民政|卫生|民调)+$")
"""Words for a duty that need the tail of a later post: 纪检、组织委员."""
_AT_LOW = re.compile(r"(?<!工作)(?:组长|湾长|塆长|湾落长|楼栋长|楼长|栋长|巷长|小区长|院落长|院长|屯长|单元长|楼道长|门栋长|联户长)$")
_WHERE = re.compile(r"^(?P<place>.+?)(?P<post>(?:村民|居民)?小组副?组?长|副?组长|湾落长|湾长|塆长|楼栋长|栋长|楼长|巷长)$")


def split_posts(cell: str, known: Container[str] = ()) -> list[str]:
    """党支部纪检、组织委员 → 党支部纪检委员, 党支部组织委员; the head word goes forward, the tail word back.

    A part that is a post of `known` by itself, and is none with the head word, stays as it stands: 村委会主任、纪检委员.
    """
    parts = [p for p in (re.sub(r"\s+", "", p) for p in _SPLIT.split(cell)) if p]
    head, out = "", []
    for number, part in enumerate(parts):
        found = _HEAD.match(part)
        own = found.group(1) if found else ""
        tail = next((t.group(1) for later in parts[number + 1 :] if (t := _TAIL.search(later))), "")
        whole = part + tail if _DUTY.match(part[len(own) :]) else part
        if own:
            head = own if len(own) > 1 else ""
        carried = head + whole if head and not own and whole.endswith("委员") else whole
        out.append(whole if whole in known and carried not in known else carried)
    return out


def standard_posts(world: World) -> Mapping[str, str]:
    """Words for posts → the scheme's; a word that a scheme or the settings name stays what they make of it."""
    own = {**world.scheme.posts, **world.settings.posts}
    return {**{w: own.get(s, s) for w, s in _SAME.items() if w not in own}, **own}


def in_ledger(post: str, ledger: str) -> str:
    """The post that a short word means in a ledger: 队员 in 驻村帮扶."""
    return _SHORT.get(ledger, {}).get(post, post)


def by_title(posts: Sequence[str], title: str) -> list[str]:
    """The posts of a row in a sheet whose title is about one kind of persons who are sent (选调生名册): that one, whatever else its
    column says, unless it says another of them. A sheet that is about the committees too tells nothing."""
    own = {_SAME.get(x, x) for x in TITLED if x in title}
    assigned = own & set(ASSIGNED)
    if len(assigned) != 1 or len(own) > 1 or any(x in title for x in ("两委", "村干部", "班子")) or set(posts) & {*ASSIGNED, *LOW}:
        return list(posts)
    return [*assigned]


def at_low(post: str) -> bool:
    """Whether a post is one of a group or bay, and so stands at the lowest unit that its row names; others at the village."""
    return bool(_AT_LOW.search(post))


def place_and_post(said: str) -> tuple[str, str]:
    """一组组长 → 一组, 组长; ("", the post) where it names no place."""
    found = _WHERE.match(said)
    if not found or found["place"] in ("村民", "居民", "村", "党", "妇女", "工会", "网格", "联户", "驻村工作", "工作"):
        return "", said
    place, post = found["place"], found["post"]
    if post.endswith("组长") and not place.endswith("组"):
        return ("", said) if not re.search(r"[0-9一二三四五六七八九十]$", place) else (place + "组", "副组长" if "副" in post else "组长")
    return place, post


def ledger_of_posts(posts: Iterable[str], world: World, default: str) -> str:
    """The ledger in which most posts of a sheet are asked, by the scheme, else as usual."""
    asked = {p: ledger for p, ledger in ledgers_by_word(world.scheme, "posts").items() if ledger not in _OF_OTHERS}
    plain = [_SAME.get(word, word) for _, word in map(place_and_post, posts)]
    said: Sequence[str] = [asked.get(p) or _LEDGER.get(p, default) for p in plain]
    return max(dict.fromkeys(said), key=said.count, default=default)

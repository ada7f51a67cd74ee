"""Columns that several ledger kinds share. Words are separated by spaces; the workbook's own spaces do not matter."""

from __future__ import annotations

from loaders.kinds import Field


def words(said: str) -> tuple[str, ...]:
    """Header words out of one text."""
    return tuple(said.split())


WHO = (
    "(?:联系人|联系党员|联系干部|联系代表|联系领导|包联干部|包联人|包户干部|包保干部|包保人|包抓干部|帮扶责任人|帮扶干部|帮扶人|帮联人|责任人|结对党员|结对干部|"
    "代表委员|代表或委员|代表|委员|好邻居|联户长|双联户长|联户代表|单元长|楼栋长|楼长|党员中心户|中心户|党代表|人大代表|政协委员|两代表一委员|"
    "网格员|专职网格员|微网格员|网格长|志愿者|驻村干部)"
)
"""Heads of column names that mean a contact person."""
_REACHED = "(?:被|所)?(?:联系|包保|包联|包|服务|结对|帮扶|帮联|走访|联|管辖|辖)"
"""Heads of column names that mean the household that somebody contacts: 联系户, 被帮扶户, 包保对象 …"""
_ID = "(?:公民|居民)?(?:身份证件?|身份|证件)(?:号码|号)?"
_PHONE = "(?:联系电话|联系方式|电话号码|电话|手机号码|手机号|手机|联系号码)"
_IN = "^(?:所在|所属|户籍|隶属)?"

COUNTY = Field("county", "县(市、区)", words("县(市、区、旗) 县(市、区) 县市区 区县 所在县 县区 县(区) 市县 县 县名"), cell="unit")
TOWN = Field(
    "town",
    "乡镇(街道)",
    words("乡镇(街道) 乡镇街道 所属乡镇 所在乡镇 乡(镇、街道) 镇(街) 镇办 乡镇办 乡镇(街道、办事处)"),
    pattern=rf"{_IN}(?:乡\(镇\)|乡镇\(街道\)|乡镇街道|镇街|镇\(街道\)|街道\(乡镇\)|街道\(镇\)|乡镇|镇|街道)(?:名称|名)?$",
    cell="unit",
)
VILLAGE = Field(
    "village",
    "村(社区)",
    words("所在村(社区) 所属村社区 所属行政村 村(社区) 社区(居委)名称 村级名称 村别 村社 行政村(社区) 居委会 村民委员会 村(居)委会名称"),
    pattern=rf"{_IN}(?:行政村|村居|村社区|村\(社区\)|村\(居\)|社区\(村\)|村/社区|村、社区|村或社区|社区|村)(?:名称|名|委会|居委会)?$",
    cell="unit",
)
DIVISION = Field(
    "code", "行政区划代码", words("行政区划代码 区划代码 统计用区划代码 区划编码 村级代码 行政区划编码 村(社区)代码 单位代码 行政区编号"), cell="code"
)
GROUP = Field(
    "group",
    "村民小组(小区)",
    words("村小组 屯组 组名 片区 小区(片区) 村(居)民小组 组(小区) 村民小组(小区、片区) 小组(小区) 所属区域"),
    pattern=rf"{_IN}(?:村民小?组|居民小?组|村\(居\)民小组|小组|组别|组|小区)(?:\(小区\)|\(小区、片区\)|\(片区\))?(?:名称|名)?$",
    cell="unit",
)
BAY = Field(
    "bay",
    "湾落(楼栋)",
    words("湾落(楼栋、巷道) 屯 湾 湾组 楼栋号 巷道 楼栋(巷道) 塆落 院落 自然湾 自然村(湾落) 湾组(楼栋) 幢 楼房号 湾子 所属居民楼"),
    pattern=rf"{_IN}(?:湾落|湾落\(楼栋\)|自然村|楼栋)(?:名称|名)?$",
    cell="unit",
)
PLACE = Field(
    "place",
    "所在村组",
    words("村(社区)组 村(社区)、组 村(居)组 村、组 村组(小区) 住址(村组) 所属村(社区)组 村组湾 村组湾落 村组别"),
    pattern=rf"{_IN}(?:村组|村\(组\)|村社区组)(?:名称|名)?$",
    cell="unit",
)
PLACES = (COUNTY, TOWN, VILLAGE, GROUP, BAY, DIVISION, PLACE)

SEQ = Field("seq", "序号", words("序号 编号(行号) # No. NO 行号 序列"), weight=0.2)
REMARK = Field("remark", "备注", words("备注 说明 情况说明 其他说明"), pattern=f"^{WHO}备注$", weight=0.3)
PHONE = Field(
    "phone",
    "联系电话",
    words("联系电话 联系方式 手机号码 电话号码 固定电话 联系电话及传真 户联系电话 人联系电话 移动电话"),
    pattern=f"^(?:本人|户主|负责人|{WHO})?{_PHONE}$",
    cell="phone",
    weight=0.5,
)

ID_NUMBER = Field(
    "id", "身份证号", words("身份证号码 身份证号 证件号码 公民身份号码 pnum 身份证号/证件号"), pattern=f"^(?:本人|成员|党员|{WHO})?{_ID}$", cell="id"
)
SEX = Field("sex", "性别", words("性别"), weight=0.7)
BIRTH = Field("birth", "出生日期", words("出生日期 出生年月 出生年月日 生日 出生时间"), cell="date", weight=0.7)
ETHNIC = Field("ethnic", "民族", words("民族"), weight=0.7)
POLITICAL = Field("political", "政治面貌", words("政治面貌 政抬面貌 党派 政治面目"), weight=0.7)
EDUCATION = Field("education", "学历", words("学历 文化程度 教育程度 学位情况"), weight=0.7)
PERSON = (ID_NUMBER, SEX, BIRTH, ETHNIC, POLITICAL, EDUCATION, PHONE)

HOUSEHOLD_CODE = Field(
    "household_code",
    "户号",
    words("户号 联系户户号 户编号 户口簿编号 所属户 家庭编号 户口编号 家庭户编号 户口号 户籍号 户码 农户编号"),
    pattern=f"^(?!联户(?:编号|号)$)(?:{_REACHED})?户(?:户)?(?:号|编号|编码)$",
    cell="code",
    weight=1.5,
)
HEAD_ID = Field(
    "head_id",
    "户主身份证号",
    words("户主身份证号 户主身份证号码 户主公民身份号码 联系户户主身份证号"),
    pattern=f"^(?:{_REACHED}户?)?户主{_ID}$|^{_REACHED}(?:户|对象|群众){_ID}$",
    cell="id",
    weight=1.5,
)
HEAD_NAME = Field(
    "head_name",
    "户主姓名",
    words("户主姓名 户主 联系户户主姓名 联系户户主 联系户姓名 户主名 承包户主 业主姓名 家庭户主 户主名称"),
    pattern=f"^(?!{_REACHED}(?:姓名|名单|名)?$){_REACHED}户?(?:户主|农户|群众|居民|对象|家庭|户)?(?:户主)?(?:姓名|名单|名)?$",
    cell="name",
    weight=1.2,
)
ADDRESS = Field(
    "address",
    "家庭住址",
    words("家庭住址 住址 现住地 现住门(楼)详址 居住地址 现居住地 详细地址 地址 家庭地址 门牌号 现住址 户籍地址 户籍门(楼)详址"),
    weight=0.5,
)
SINCE = Field(
    "since",
    "开始日期",
    words(
        "开始日期 开始时间 起始日期 起始时间 联系开始时间 建立联系时间 结对时间 任职时间 任职日期 起 上任时间 聘任时间 联系起始时间 帮扶时间 包户时间 包联时间"
    ),
    cell="date",
    weight=0.7,
)
UNTIL = Field(
    "until",
    "结束日期",
    words("结束日期 结束时间 终止日期 终止时间 截止日期 截止时间 解除时间 离任时间 卸任时间 止 到期时间 联系结束时间"),
    cell="date",
    weight=0.7,
)
FOUNDED = Field(
    "founded",
    "成立时间",
    words("成立时间 成立日期 建立时间 组建时间 建立日期 成立登记日期 批准时间 登记时间 建立党组织时间 建立党组织日期 党组织成立时间"),
    cell="date",
    weight=0.5,
)
LEADER = Field(
    "leader",
    "负责人",
    words("负责人 负责人姓名 法定代表人 组织联系人 主要负责人 法人代表 理事长 书记 主席 会长 主任 牵头人 党组织书记 党组织负责人 书记姓名"),
    cell="name",
    weight=0.6,
)
USCC = Field("uscc", "统一社会信用代码", words("统一社会信用代码 登记证号 注册号 营业执照 组织机构代码 信用代码 社会信用代码"), cell="code", weight=1.0)
GRID = Field("grid", "所属网格", words("所属网格 网格 网格名称 网格区域 所在网格 网格号 网格编号 网格代码 gridName"), cell="unit", weight=0.7)
HOUSEHOLDS = Field(
    "claimed", "户数", words("户数 总户数 家庭户数 常住户数 联户数 联系户数 联系户户数 联户户数 网格户数 户籍户数 农户数 楼栋户数"), cell="count", weight=0.6
)

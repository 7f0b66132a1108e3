"""The words people write above columns, as data: first pattern that is found wins.

Patterns are searched in a header without blanks, marks and brackets, in lower case. The order goes from
the specific to the general, because 业主电话 is a phone although it says 业主.
"""

import re
from enum import StrEnum, unique


@unique
class Field(StrEnum):
    """What a column can mean. The value is stable: corrections by a person are stored under it."""

    COMMUNITY = "community"
    ZONE = "zone"
    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    ROOM = "room"
    NAME = "name"
    PHONE = "phone"
    ID_TYPE = "id_type"
    ID_NUMBER = "id_number"
    PLATE = "plate"
    RELATION = "relation"
    CO_RESIDENTS = "co_residents"
    CO_OWNER = "co_owner"
    TENANT = "tenant"
    MOVE_IN = "move_in"
    EMERGENCY_NAME = "emergency_name"
    EMERGENCY_PHONE = "emergency_phone"
    REMARKS = "remarks"
    SEQUENCE = "sequence"
    NOT_IMPORTED = "not_imported"


SEVERAL_COLUMNS = frozenset(
    (Field.PHONE, Field.PLATE, Field.CO_RESIDENTS, Field.CO_OWNER, Field.TENANT, Field.REMARKS)
) | {Field.SEQUENCE, Field.NOT_IMPORTED}
"""Fields that more than one column may carry; of the others the surest column is taken."""

_WORDS: tuple[tuple[Field, str], ...] = (
    (Field.FLOOR, r"^(?:所在)?(?:楼层|层|层号)$|^floor$"),
    (
        Field.NOT_IMPORTED,
        r"是否|出生|生日|年龄|性别|民族|籍贯|国籍|学历|职业|工作单位|就职|面积|户型|房产证|不动产|产权证|合同|缴费|欠费|费用|金额|单价"
        r"|评级|车位|车库|车型|车辆?(?:品牌|颜色|数|台|类型)|人数|人口|数量|楼层|层数|朝向|装修|状态|用途|银行|卡号|微信|邮箱|e-?mail"
        r"|^qq|登记|经办|管家|录入|更新|搬出|迁出|退租|退房|到期|租期|租约|截止|结束|户籍|户口|身份证(?:地址|住址)|证件(?:地址|有效期)"
        r"|(?:同住|家庭成员|家属|共有人|租户|租客|承租人)(?:人|姓名)?.*(?:电话|手机|证|联系方式)|(?:房屋|物业|房产)(?:类型|性质|类别)"
        r"|gender|birth|area|bank|wechat",
    ),
    (Field.EMERGENCY_PHONE, r"(?:紧急|应急).*(?:电话|手机|号码|方式)|emergency.*(?:phone|tel|mobile)"),
    (Field.EMERGENCY_NAME, r"紧急|应急|emergency"),
    (Field.CO_OWNER, r"共有人|共同(?:所有|产权)|第二(?:业主|产权人)|co-?owner"),
    (
        Field.CO_RESIDENTS,
        r"同住|共住|共同居住|合住|家庭(?:成员|人员)|家人|家属姓名|常住人员|household|family",
    ),
    (Field.ID_TYPE, r"(?:证件|证照|身份证明)(?:类型|类别|种类|名称)|id_?type"),
    (Field.ID_NUMBER, r"身份证|证件|证号|护照|信用代码|证照|id_?(?:card|no|number)|identity|passport"),
    (
        Field.RELATION,
        r"(?:业主|人员|住户|客户|居民|居住|租住|使用人?)(?:类型|类别|性质|身份|属性|关系|分类)|^(?:类型|类别|身份|关系|性质|人员|角色)$"
        r"|与.{1,4}关系|relation|role",
    ),
    (Field.NAME, r"(?:姓名|业主|户主|住户|产权人|联系人).*[及和与/+&].*(?:电话|手机)|姓名(?:电话|手机|联系)"),
    (Field.PHONE, r"电话|手机|联系方式|联系号码|联络|移动号|座机|固话|tel|mobile|phone|contact"),
    (Field.ROOM, r"(?:栋|幢|楼|座|单元).*(?:房|室|户|门牌)|房号|房间|室号|门牌|户号|铺|别墅(?:编?号)?$"),
    (Field.MOVE_IN, r"入住|入伙|迁入|搬入|收楼|收房|交房|交付|接房|起租|租赁开始|^(?:日期|时间)$|move_?-?in"),
    (Field.PLATE, r"车牌|车号|牌照|^车|车辆|plate|vehicle"),
    (Field.REMARKS, r"备注|说明|附注|^注|注$|^其[它他]$|情况|描述|memo|remark|note|comment"),
    (Field.ZONE, r"^(?:期数?|分期|期别|区|区域|分区|组团|苑区|片区|zone|phase)$"),
    (Field.COMMUNITY, r"小区|项目|楼盘|园区|社区|community|estate"),
    (Field.BUILDING, r"栋|幢|楼号|楼座|座号|^座$|楼宇|^楼$|building|block|tower"),
    (Field.UNIT, r"单元|梯号|^梯$|门栋|unit"),
    (
        Field.ROOM,
        r"(?:房屋|房产)(?!.{0,2}(?:权利|所有|产权|业主|户主))|住址|地址|坐落|位置|^[房室户]$|商铺|room|house|address|flat|apartment",
    ),
    (Field.TENANT, r"租户|租客|承租|使用人|tenant"),
    (
        Field.NAME,
        r"(?:业主|户主|住户|产权人?|房主|客户|居民)?(?:姓名|名字|名称)|业主|户主|住户|产权|房主|权利人|客户|居民|联系人"
        r"|owner|name|resident",
    ),
    (Field.SEQUENCE, r"序号|^序$|^编号$|^no\.?$|行号|^号$|^#$|^id$|index|seq"),
)
PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _WORDS)

IN_EMERGENCY_GROUP = {Field.NAME: Field.EMERGENCY_NAME, Field.PHONE: Field.EMERGENCY_PHONE}
IN_TENANT_GROUP = {
    Field.NAME: Field.TENANT,
    Field.PHONE: Field.NOT_IMPORTED,
    Field.ID_NUMBER: Field.NOT_IMPORTED,
    Field.ID_TYPE: Field.NOT_IMPORTED,
}
EMERGENCY_GROUP = re.compile("紧急|应急")
TENANT_GROUP = re.compile("租户|租客|承租")

RELATIONS = {
    "owner": ("业主", "房主", "产权人", "户主", "所有权人", "权利人", "业主本人", "本人", "房东", "owner"),
    "tenant": ("租户", "租客", "承租人", "租赁", "租住", "租赁户", "承租", "租", "使用人", "tenant"),
    "family": (
        *("家庭成员", "家属", "亲属", "家人", "亲戚", "子女", "配偶", "父母", "父亲", "母亲", "儿子", "女儿"),
        *(
            "丈夫",
            "妻子",
            "妻",
            "夫",
            "子",
            "女",
            "长子",
            "次子",
            "三子",
            "长女",
            "次女",
            "三女",
            "独生子",
            "独生女",
        ),
        *("儿媳", "女婿", "孙子", "孙女", "外孙", "外孙女", "岳父", "岳母", "公公", "婆婆", "祖父", "祖母"),
        *("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "family"),
    ),
}
"""Canonical relation -> words for it in a cell."""

OWNER_HEADER = re.compile(r"业主|户主|产权人|房主|权利人|owner", re.IGNORECASE)

VACANT = frozenset(
    ("空置", "空房", "未售", "待售", "未入住", "空置房", "未交房", "未收房", "样板房", "空关", "未售出")
)
"""Words in a name cell that say that nobody lives there."""

SUBTOTAL = re.compile(r"(?:小计|合计|总计|共计|累计|总户数|总人数)")
NOTE = re.compile(
    r"填表|制表|审核|审批|核对|打印|填报|说明|注意|^注|[:：]\s*(?:\d+[.、]|$)|备注[:：]|日期[:：]|签[名字]|第\s*\d+\s*页"
)
HEADING = re.compile(r"^\s*第?([0-9A-Za-z一二三四五六七八九十]{1,4})\s*(?:栋|幢|号楼|座|#楼?|楼)\D{0,8}$")

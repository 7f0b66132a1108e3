"""Words and characters by which an address in running text is delimited on its left."""


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


# What the name of a housing estate or building ends in, the longer ones first.
ESTATES = _words(
    "国际公寓 商务中心 花园 小区 家园 新村 公寓 广场 国际 大厦 新城 社区 名邸 雅苑 佳苑 华庭 豪庭 "
    "华府 嘉园 别墅 山庄 商城 庭院 学府 名苑 名城 新苑 公馆 中心 苑 园 湾 府 里 城 居 庭 邸 轩 阁 "
    "郡 台 墅 岸 庄 院 寓 郦 岛 谷 洲 都 坊 境 第 家 座 村"
)
# Characters that end what leads up to an address: 住…, 坐落于…, 房号…, 我是…的.
CUTS = frozenset(
    "住在于到去是址为的我至从往由给把被将对让请叫说屋主办号送寄派查向自其该他她你您们了室房间户人"
    "称即交购买卖租退验收籍"
)
# Parts of an administrative address that stand before the name of a road or estate; 小区 is none.
REGION = "[省市县州旗镇乡]|(?<!小)区|街道"
# Words that introduce a dwelling, so that even 12-1203 or 1203室 is one.
DWELLING_WORDS = (
    "房号",
    "房间号",
    "室号",
    "门牌",
    "地址",
    "住址",
    "住",
    "家",
    "业主",
    "户主",
    "房屋",
    "单元",
    "房产",
    "楼上",
    "楼下",
    "隔壁",
    "对门",
)

"""Words that stand before a number and say what it is the number of."""

import re


def _words(listed: str) -> re.Pattern[str]:
    """Any of the words; plain literals only, so that the search skips to their first characters."""
    return re.compile("|".join(map(re.escape, listed.split())))


# A number right after one of these is never a phone or a card.
_THINGS = (
    "单 单号 流水 流水号 交易号 参考号 编号 序列 序列号 型号 料号 物料 批号 批次 条码 条形码 二维码 "
    "户号 表号 表底 水表 电表 气表 读数 示数 起数 止数 代码 设备 设备号 合同 合同号 凭证 凭证号 发票 "
    "发票号 发票码 发票号码 票号 卷号 案号 文号 货号 资产 资产号 追踪号 授权码 确认号 会员号 工号 学号 "
    "箱号 桩号 机号 机身号 出厂号 防伪码 校验码 order Order ORDER sn SN S/N"
)
THINGS = tuple(_THINGS.split())
LABEL_MARKS = "为是：:=#.\"' "
"""What may stand between a word and its number."""
NUMBER_SIGN = re.compile(r"(?<![A-Za-z_])(?:[nN][oO]|[iI][dD])\Z")

CITIZEN_WORD = _words("身份 证件 证号 公民 居住证 idcard id_card identity IDCard IdCard")
CITIZEN_LABEL = re.compile(
    r"(?:身份证|证件|居住证|公民身份|idcard|id_?[Nn]o)(?:号码?|编号)?[为是：:=\"' ]{0,4}\Z"
)
"""What must stand right before a number whose check digit is wrong."""
CARD_LABEL = re.compile(r"(?:卡号|银行卡|储蓄卡|信用卡|账号|帐号|账户|帐户)[为是：:=\"' ]{0,4}\Z")
CARD_WORD = _words(
    "卡号 账号 帐号 账户 帐户 户头 银行 开户 卡上 卡里 打到 汇到 汇款 汇入 转到 转入 转账 转给 尾号"
    " card Card account Account"
)
CREDIT_WORD = _words("信用代码 税号 纳税人 USCC")
PHONE_WORD = _words(
    "电话 手机 座机 固话 联系方式 致电 拨打 传真 tel Tel TEL phone Phone PHONE mobile Mobile fax Fax"
)
PASSPORT_WORD = _words("护照 passport Passport PASSPORT")
PERMIT_WORD = _words("通行证 台胞证 回乡证 台湾居民 港澳")
PAPER_WORD = _words("护照 证件 证号 通行证 台胞证 回乡证 港澳 旅行证 passport Passport PASSPORT")
CODE_WORD = _words(
    "编号 单号 型号 料号 序列 批次 合同 设备 物料 规格 房号 楼号 货号 票 SN order Order 版本 车位"
)
HANDSET_WORD = _words("IMEI imei 串号 手机串")

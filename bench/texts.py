"""Labelled texts of a property-management office, made from templates of our own.

``{name}`` and the like plant a labelled identifier (``bench.people``), ``{!order}`` a look-alike
(``bench.decoys``), ``{?name}`` one that a detector may find or leave.
"""

import random
import re
from collections.abc import Iterator
from typing import Any

from bench.decoys import DECOYS
from bench.people import KINDS

Record = dict[str, Any]

TEMPLATES: dict[str, tuple[str, ...]] = {
    "chat": (
        "群里有人认识{door}的业主吗？水都流到我家来了，我是{name}，{phone}",
        "@物业 {name}家的快递柜码发错人了，她电话是{phone}，麻烦联系一下",
        "麻烦转告{name}，车灯没关，车牌{plate}",
        "{?name}：我微信{wechat}，退押金打我卡里 {card} 就行",
        "大家好，我是新来的管家{name}，有事打我手机{phone}，微信也是这个号",
        "昨天和{name}说好了，今天{!time}来修，结果到现在没人",
        "[图片] 这是谁的车啊 {plate} 堵在{door}楼下半天了",
        "刚问了{name}，他说钥匙放在{name}那里了",
        "谢谢{name}帮忙找到狗狗！电话{phone}请你喝奶茶😊",
        "加vx：{wechat}，备注房号{door}",
        "楼上{name}两口子又吵架了，谁劝劝",
        "收到，{name}，{door}，{phone}，两个人参加",
        "我老公叫{name}，身份证{id}，帮忙登记下访客",
    ),
    "order": (
        "单号{!order} | {door} | {name} | {phone} | 马桶堵塞 | 预约{!date} {!time}",
        "【维修】{door}，主卧空调不制冷，约{name}（{phone}）明早九点，师傅{name}",
        "报事人：{name}  联系方式：{phone}  位置：{door}  内容：地漏返味",
        "派单给{name}，业主{name}已在家等候，备用电话{landline}",
        "{door}{name}反映天花板渗水，现场由{name}拍照留存，材料费{!amount}元。",
        "工单{!order}已完成，客户{name}评价五星，实收{!amount}元",
        "水表更换：旧表止码{!meter}，新表起码{!meter}，户主{name}签字，{door}",
        "巡检人{name}，{!date} {!time}，水泵房压力0.45MPa，正常",
    ),
    "form": (
        "姓名：{name}\n性别：男\n出生日期：{dob}\n身份证号：{id}\n联系电话：{phone}\n房号：{door}",
        "租户信息登记表\n承租人 {name}  证件号码 {id}\n紧急联系人 {name}  {phone}\n车牌 {plate}",
        "访客：{name} 事由：送货 被访人：{name}（{door}） 手机：{phone}",
        "境外人员登记：姓名{name}，护照号{passport}，住{door}，电话{phone}",
        "港澳居民来往内地通行证 {permit}  持证人 {name}  {!date}签发",
        "宝宝姓名{name}，{dob}出生，家长{name}，{phone}",
        "户主{name}（身份证{id15}，一代证）名下车位两个，车牌{plate}、{plate}",
        "姓名,电话,房号,车牌\n{name},{phone},{door},{plate}\n{name},{phone},{door},{plate}",
        "| {name} | {id} | {phone} | {door} |\n| {name} | {id} | {phone} | {door} |",
        "开户行：城商银行 户名：{name} 卡号：{card}",
    ),
    "contract": (
        "出租人：{name}（公民身份号码：{id}）\n承租人：{name}（公民身份号码：{id}）\n房屋地址：{street}",
        "乙方（签章）：{name}    联系电话：{phone}    日期：{!date}",
        "押金人民币{!amount}元整，退租时退至承租人{name}的银行账户{card}。",
        "受托人{name}，女，{dob}出生，身份证号{id}，现住{street}。",
        "供方：某某机电有限公司，统一社会信用代码{uscc}，法定代表人{name}，注册地址{street}，电话{landline}。",
        "合同编号：{!order}，签订日期{!date}，服务费总额{!amount}元，含税。",
        "收货地址：{street}，收货人：{name}，电话：{phone}。",
    ),
    "minutes": (
        "参会人员：{name}、{name}、{name}、{name}；记录：{name}",
        "{name}提出电梯维保费偏高，{name}表示下月重新询价，{name}负责跟进。",
        "经表决，{name}当选业委会主任，{name}当选副主任。",
        "{!date}周例会纪要：客服部{name}汇报收缴率，工程部{name}汇报节能改造。",
        "请{name}于{!date}前把整改方案发到{email}。",
    ),
    "notice": (
        "寻物启事：本人{name}于{!date}在中心花园遗失钱包，内有身份证（{id}）一张，拾到请致电{phone}，谢谢。",
        "公示：拟聘{name}同志为秩序部主管，公示期{!date}至{!date}，监督电话{?landline}。",
        "恭喜{door}{name}、{door}{name}家庭获得文明家庭称号！",
        "关于{name}同志任职的通知：经研究决定，任命{name}为项目副经理。",
        "温馨提示：{!date}{!time}起全区停水检修，抢修热线{!hotline}。",
        "欠费催缴：{door}，{name}，截至{!date}欠物业费{!amount}元，请尽快缴清。",
    ),
    "complaint": (
        "尊敬的领导：我叫{name}，家住{door}，楼下烧烤摊天天营业到{!time}，希望物业管一管。我的电话{phone}。",
        "举报{door}群租，房东{name}，二房东{name}电话{phone}，住了十几个人！",
        "投诉保安{name}：今天{!time}开我的车{plate}时刮到了门，拒不道歉。投诉人{name}，{phone}",
        "信访编号{!order}，来访人{name}，住址{street}，诉求：退还装修押金{!amount}元。",
        "{name}女士来电投诉{door}夜间噪音，已通知业主{name}先生，双方同意{!date}到物业调解。",
    ),
    "email": (
        "发件人：{email}\n收件人：{email}\n{?name}您好，附件是{name}的入户资料，身份证{id}，请查收。",
        "Dear {?name}, 发票请开给 {uscc}，寄到{street}，收件人{name} {phone}。",
        "各位：{name}已于{!date}离职，其负责的{door}等房源交由{name}跟进，邮箱{email}。",
        "会议链接见附件，密码另行通知。联系人：{name}，分机见通讯录，直线{landline}。",
    ),
    "log": (
        '{!stamp} INFO user="{name}" mobile={phone} action=reveal id={!uuid}',
        "{!stamp} ERROR pay failed card={card} order={!order} amount={!amount}",
        '{{"name":"{name}","idNo":"{id}","tel":"{phone}","ts":{!epoch}}}',
        "{!stamp} gate=2 plate={plate} result=pass ip={!ip} mac={!mac}",
        "import line 31: {name};{id};{door};{phone}",
    ),
    "parking": (
        "{plate} 车主{name} 电话{phone} 月卡到期{!date}",
        "今日违停：{plate}（{door}）、{plate}（访客）、{plate}，请劝离。",
        "{!date} {!time} {plate}进场，{!time}离场，收费{!amount}元，收费员{name}",
        "原车{plate}已卖，新车{plate}，请变更，{door}{name}",
    ),
    "negative": (
        "设备编号{!part}，出厂序号{!waybill}，额定功率7.5kW，{!date}投运。",
        "流水{!false_id}处理成功，批次{!short}，共23笔。",
        "条码{!false_card}已入库，库位A-12-03。",
        "电梯注册代码{!register}，下次年检{!date}。",
        "运单{!waybill}已签收，有问题拨打{!hotline}。",
        "{!stamp} DEBUG trace={!uuid} digest={!hash} cost=35ms",
        "户号{!account}本月用电{!meter}度，应缴{!amount}元。",
        "1号楼至6号楼外墙清洗{!date}开始，请关好门窗，平安度过梅雨季节。",
        "周一至周五上班时间为9:00-18:00，高峰期电梯请礼让老人。",
        "本小区共12栋、1680户，绿化率35%，容积率2.5，车位比1:1.2。",
        "会员{!masked}的积分已到账，手机{!masked}将收到短信。",
        "黄金周期间，江苏路、安康街、方正大厦周边道路施工，请绕行。",
        "金额合计{!amount}，其中水费{!amount}、管理费{!amount}，余额{!amount}。",
        "温度26.5℃，湿度60%，水平度合格，高度2.8米，成功率99.6%。",
        "版本3.12.4-1201已发布，端口8080-9090，镜像{!hash}。",
        "任何单位和个人不得占用消防通道，明确责任，严格管理，常年有效。",
        "华东区、华南区、江北片区的张贴工作由各项目自行安排，于月底前完成。",
    ),
}
"""Genre -> texts with places to fill."""

_SLOT = re.compile(r"\{([!?]?)(\w+)\}")


def generate(*, seed: int, each: int = 12) -> Iterator[Record]:
    """Labelled records, ``each`` renderings of every template; the same seed gives the same texts."""
    rng = random.Random(seed)
    for genre, templates in TEMPLATES.items():
        for number, template in enumerate(templates, 1):
            for _ in range(each):
                yield render(template, rng, name=f"{genre}-{number:02}")


def render(template: str, rng: random.Random, *, name: str) -> Record:
    """One text with its labels; offsets are characters, end exclusive."""
    text, spans, decoys, done = "", [], [], 0
    for slot in _SLOT.finditer(template):
        text += template[done : slot.start()].replace("{{", "{").replace("}}", "}")
        mark, kind = slot.groups()
        label, maker = ("decoy", DECOYS[kind]) if mark == "!" else KINDS[kind]
        value = maker(rng)
        place = {"start": len(text), "end": len(text) + len(value)}
        if mark == "!":
            decoys.append(place | {"kind": kind})
        else:
            spans.append(place | {"type": label} | ({"optional": True} if mark else {}))
        text, done = text + value, slot.end()
    text += template[done:].replace("{{", "{").replace("}}", "}")
    return {"template": name, "text": text, "spans": spans, "decoys": decoys}

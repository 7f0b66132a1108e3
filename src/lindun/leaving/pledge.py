"""The text of the exit pledge. The Chinese text is signed; a change is a new version with its digest."""

from __future__ import annotations

import hashlib

VERSION = 1
TEXT = (
    "本人离开公司前承诺：",
    "一、工作中知悉的业主、住户及来访人员的个人信息，离职后永久保密，不因时间而解除。",
    "二、工作中知悉的公司商业秘密，在公司告知的期限内继续保密，不使用、不披露、不允许他人使用。",
    "三、名册、表单、图纸、钥匙、印章、电脑、手机、U盘等公司物品和资料，离岗时全部交还，不留存。",
    "四、自己的手机、电脑、网盘、聊天记录里的业主资料和公司资料，离岗时全部删除，不复制、不拍照、不转发留底。",
    "五、不再登录公司的任何系统，不使用他人账号；发现自己仍有权限，立即告知公司。",
    "六、违反以上承诺，依法承担责任。",
)


def digest() -> str:
    """SHA-256 of the text, in hex, as a signature records it."""
    return hashlib.sha256("\n".join(TEXT).encode()).hexdigest()

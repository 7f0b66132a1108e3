"""Both languages are complete, and each check finds a planted gap."""

from __future__ import annotations

from pathlib import Path

import django
import pytest
from tests.architecture import words
from tests.architecture.source import PACKAGE, house, sample, templates
from tests.architecture.words import Message

IMPORT = "from django.utils.translation import "

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Open"
msgstr "打开"

#, fuzzy
msgid "Close"
msgstr "关"

msgid "Empty"
msgstr ""

msgctxt "door"
msgid "Open"
msgstr "开着"

msgid "one look"
msgid_plural "%(n)s looks"
msgstr[0] "看了 %(n)s 次"
"""


def catalogues() -> list[Path]:
    """Django's own catalogue, to which gettext falls back, and those of the apps."""
    own = Path(django.__file__).parent / "conf/locale/zh_Hans/LC_MESSAGES/django.po"
    return [own, *sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/*.po"))]


def used_by_the_house() -> dict[Message, str]:
    used: dict[Message, str] = {}
    for path in templates():
        used |= words.in_template(str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8"))
    for module in house():
        used |= words.in_module(module)
    return used


def test_every_message_of_the_house_is_translated() -> None:
    used = used_by_the_house()
    assert len(used) > 50, "the extraction finds next to nothing"
    found = list(words.untranslated(used, words.catalogue(catalogues())))
    assert not found, "\n".join(found)


def test_every_message_id_is_english() -> None:
    assert list(words.not_english(used_by_the_house())) == []


def test_translations_keep_their_placeholders() -> None:
    assert list(words.other_placeholders(words.catalogue(catalogues()[1:]))) == []


def test_every_translation_is_the_one_that_is_shown() -> None:
    found = list(words.drowned(catalogues()[1:]))
    assert not found, "\n".join(found)


def test_a_translation_that_another_app_hides_is_found(tmp_path: Path) -> None:
    file = tmp_path / "app/locale/zh_Hans/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Ledger"\nmsgstr "分类账"\n\nmsgid "Desk"\nmsgstr "工作台"\n', encoding="utf-8")
    assert [line.split(":")[0] for line in words.drowned([file])] == ["app"]


def test_texts_are_translated_where_they_stand() -> None:
    found = list(words.unextractable(house()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ('{% translate "Open it" %}', [Message("Open it")]),
        ("{% trans 'Open' context 'door' %}", [Message("Open", "door")]),
        ('{{ name|default:_("nobody") }}', [Message("nobody")]),
        ('<c-button label="{% translate "Go on" %}"/>', [Message("Go on")]),
        ("{% blocktranslate with a=b %}by {{ a }}{% endblocktranslate %}", [Message("by %(a)s")]),
        ("{% blocktranslate trimmed %}\n  two\n  lines\n{% endblocktranslate %}", [Message("two lines")]),
        (
            "{% blocktranslate count n=x %}one{% plural %}{{ n }} looks{% endblocktranslate %}",
            [Message("one")],
        ),
        ("{% translate \"it's\" %}{% translate 'b' %}", [Message("it's"), Message("b")]),
    ],
)
def test_messages_of_a_template_are_found(text: str, messages: list[Message]) -> None:
    assert list(words.in_template("a.html", "{% load i18n %}" + text)) == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (IMPORT + "gettext_lazy as _\n_('Open')", [Message("Open")]),
        (
            IMPORT + "pgettext\npgettext('door', 'Open')",
            [Message("Open", "door")],
        ),
        (IMPORT + "ngettext\nngettext('one', '%(n)s', n)", [Message("one")]),
        (IMPORT + "gettext_lazy as _\n_('a '\n'b')", [Message("a b")]),
        ("_('not a translation')", []),
    ],
)
def test_messages_of_a_module_are_found(text: str, messages: list[Message]) -> None:
    assert list(words.in_module(sample(text))) == messages


def test_gaps_in_a_catalogue_are_found(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    file.write_text(PO, encoding="utf-8")
    known = [Message("Open"), Message("Open", "door"), Message("one look")]
    gaps = [Message("Close"), Message("Empty"), Message("Absent"), Message("Open", "window")]
    found = words.untranslated(dict.fromkeys([*known, *gaps], "a.html"), words.catalogue([file]))
    assert sorted(line.split("'")[1] for line in found) == ["Absent", "Close", "Empty", "Open"]


def test_a_chinese_id_is_found() -> None:
    assert len(list(words.not_english({Message("打开"): "a.html", Message("Open"): "a.html"}))) == 1


def test_a_lost_placeholder_is_found() -> None:
    wrong = {
        Message("%(n)s looks"): ("看了几次",),
        Message("by %(a)s"): ("%(b)s",),
        Message("{} of {}"): ("{}/{}",),
    }
    right = {Message("{} of {}"): ("{}/{}",)}
    assert len(list(words.other_placeholders({**wrong, **right}))) == 2


@pytest.mark.parametrize("text", ["_(f'by {a}')", "gettext('by ' + a)", "_(label)", "gettext_lazy(o.label)"])
def test_a_text_no_catalogue_can_hold_is_found(text: str) -> None:
    assert len(list(words.unextractable([sample(text)]))) == 1

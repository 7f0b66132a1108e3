"""House rule: message ids are English; each has a Simplified Chinese translation with its placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.template import templatize
from tests.architecture.source import Module, last_name

TRANSLATION = "django.utils.translation"
LITERAL = r"u?(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
CALL = re.compile(rf"\b(_|n?p?gettext|gettext_noop)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, order=True)
class Message:
    """A message id as gettext looks it up; `where` says who asks for it and does not tell messages apart."""

    id: str
    context: str = ""


Used = Mapping[Message, str]
Catalogue = Mapping[Message, tuple[str, ...]]


def in_template(name: str, text: str) -> dict[Message, str]:
    """Return the messages of a template, found by Django's own template lexer."""
    used = {}
    for function, literals in CALL.findall(templatize(text, origin=name)):
        words = [ast.literal_eval(literal.removeprefix("u")) for literal in re.findall(LITERAL, literals)]
        used[_message(function, words)] = name
    return used


def in_module(module: Module) -> dict[Message, str]:
    """Return the messages of a Python module."""
    names = {bound: name for origin, name, bound, _ in module.imports() if origin == TRANSLATION}
    used = {}
    for called, call in module.calls():
        function = names.get(called, called).removesuffix("_lazy")
        if re.fullmatch(r"n?p?gettext|gettext_noop", function):
            words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            if words:
                used[_message(function, [str(word) for word in words])] = f"{module.name}:{call.lineno}"
    return used


def _message(function: str, words: list[str]) -> Message:
    return Message(words[1], words[0]) if "pgettext" in function else Message(words[0])


def unextractable(modules: Iterable[Module]) -> Iterator[str]:
    """Find translated texts built at run time: no catalogue can hold them."""
    for module in modules:
        for called, call in module.calls():
            is_text = called in {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
            if is_text and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                yield f"{module.name}:{call.lineno}: put the values in as placeholders"
            if is_text and call.args and last_name(call.args[0]) and not _is_constant_name(call.args[0]):
                yield f"{module.name}:{call.lineno}: translate where the words stand, not a variable"


def _is_constant_name(node: ast.expr) -> bool:
    return last_name(node).isupper()


def catalogue(files: Iterable[Path]) -> dict[Message, tuple[str, ...]]:
    """Read .po files: message -> its translations, one or one a plural form. Fuzzy entries do not count."""
    entries: dict[Message, tuple[str, ...]] = {}
    for path in files:
        with path.open("rb") as file:
            for entry in read_po(file, locale="zh_Hans"):
                if not entry.id or entry.fuzzy:
                    continue
                id_ = entry.id if isinstance(entry.id, str) else entry.id[0]
                said = entry.string if isinstance(entry.string, list | tuple) else (entry.string or "",)
                entries[Message(id_, entry.context or "")] = tuple(said)
    return entries


def untranslated(used: Used, translations: Catalogue) -> Iterator[str]:
    """Find messages without a translation."""
    for message, where in sorted(used.items()):
        if not all(translations.get(message, ("",))):
            yield f"{where}: no zh_Hans translation of {message.id!r}"


def not_english(used: Used) -> Iterator[str]:
    """Find message ids that are not English."""
    for message, where in sorted(used.items()):
        if CJK.search(message.id):
            yield f"{where}: the id {message.id!r} is not English"


def other_placeholders(translations: Catalogue) -> Iterator[str]:
    """Find translations that lose a placeholder or invent one."""
    for message, said in sorted(translations.items()):
        for text in said:
            if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(message.id)):
                yield f"{message.id!r} and {text!r} have different placeholders"


def drowned(files: Iterable[Path]) -> Iterator[str]:
    """Find translations nobody sees: an app that Django asks first has other words for the same id."""
    with translation.override("zh-hans"):
        for path in files:
            for message, said in sorted(catalogue([path]).items()):
                shown = _shown(message)
                if len(said) == 1 and shown != said[0]:
                    where = path.parts[-5]
                    yield f"{where}: {message.id!r} is {said[0]}, {shown} is shown: give it a context"


def _shown(message: Message) -> str:
    return translation.pgettext(message.context, message.id) if message.context else gettext(message.id)

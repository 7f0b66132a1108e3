"""The words of the gate's reasons about standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: dict[str, StrPromise] = {
    "standing.background_missing": _("Personnel has not recorded a passed background check for this post."),
    "standing.background_lapsed": _("The background check for this post has run out."),
    "standing.course_missing": _("The course that comes before this post's work is not finished yet."),
    "standing.course_lapsed": _("The yearly course is due. Until it is finished only masked pages open."),
    "standing.quiz_missing": _("The quiz that comes before this post's work is not passed yet."),
    "standing.quiz_lapsed": _("The yearly quiz is due. Until it is passed only masked pages open."),
    "standing.pledge_missing": _("The confidentiality pledge is not signed yet."),
    "standing.pledge_lapsed": _("The yearly pledge is due. Until it is signed only masked pages open."),
    "standing.duties_missing": _("The duties of this post are not acknowledged yet."),
    "standing.duties_lapsed": _("The duties of this post were changed and are to be acknowledged again."),
    "standing.policy_missing": _("A new version of the rules is out. Work opens once you acknowledge it."),
    "standing.policy_lapsed": _("The rules are to be acknowledged again."),
}

"""SQL injected into the serving connection against what signs people in: sessions, counts of attempts."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lindun.organisation.sessions import SALT
from tests.signin import as_


def session_key(client: Client) -> str:
    return Signer(salt=SALT).unsign(client.cookies[settings.SESSION_COOKIE_NAME].value)


def test_copied_session_data_is_worth_nothing_in_another_row(database: str) -> None:
    officer, counter = as_("officer"), as_("counter")
    assert officer.get(reverse("oversight:ledger")).status_code == 200
    assert counter.get(reverse("oversight:ledger")).status_code == 403
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data ="
            " (SELECT session_data FROM django_session WHERE session_key = %s) WHERE session_key = %s",
            [session_key(officer), session_key(counter)],
        )
    answer = counter.get(reverse("oversight:ledger"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert officer.get(reverse("oversight:ledger")).status_code == 200


def test_no_cache_unpickles_what_the_database_holds(database: str) -> None:
    """Django's database cache does: whoever writes a row there runs code in the serving process."""
    with CaptureQueriesContext(connection) as asked:
        cache.set("attempts", [1.0])
        assert cache.get("attempts") == [1.0]
    assert len(asked) == 0

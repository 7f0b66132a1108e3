"""Attempts to sign in are counted by client address: it must be the client's own, and not hers to choose."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lindun.config.home import Home

ASK = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
request = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9"})
print(get_adapter().get_client_ip(request))
"""


@pytest.mark.parametrize(("behind_proxy", "counted"), [("", "127.0.0.1"), ("1", "203.0.113.9")])
def test_only_what_the_proxy_saw_itself_counts(home: Home, behind_proxy: str, counted: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {"LINDUN_HOME": str(home.root), "LINDUN_BEHIND_PROXY": behind_proxy},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == [counted]

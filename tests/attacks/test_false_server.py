"""Somebody else listens where the database server should."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from lindun.config import postgres
from lindun.config.home import Home

CLEARTEXT = b"R" + struct.pack(">ii", 8, 3)  # AuthenticationCleartextPassword, PostgreSQL protocol 3.0


@pytest.fixture
def told(tmp_path: Path) -> Iterator[list[bytes]]:
    """What clients tell a server that asks for the password in clear."""
    heard: list[bytes] = []
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / ".s.PGSQL.5432"))
    listener.listen()

    def serve() -> None:
        client, _address = listener.accept()
        with client:
            client.recv(4096)
            client.sendall(CLEARTEXT)
            heard.append(client.recv(4096))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield heard
    thread.join(5)
    listener.close()


def test_serving_tells_nobody_its_password(home: Home, told: list[bytes], tmp_path: Path) -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    known = {name: options[name] for name in ("passfile", "require_auth") if name in options}
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(tmp_path), user="lindun_app", dbname="lindun", connect_timeout=5, **known)
    assert told in ([], [b""])


def test_setting_up_tells_nobody_the_superusers_password(
    home: Home, told: list[bytes], tmp_path: Path
) -> None:
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(home), host=str(tmp_path))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(conninfo, connect_timeout=5)
    assert told in ([], [b""])

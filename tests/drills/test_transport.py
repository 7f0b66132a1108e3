"""Nothing leaves over a channel that others can read (STO-02)."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

pytestmark = pytest.mark.drill


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain, private


@pytest.fixture
def port(database: str, certificate: tuple[Path, Path]) -> Iterator[int]:
    """A server that speaks TLS, in its own process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    chain, private = certificate
    command = [sys.executable, "-m", "lindun.cli", "serve", "--port", str(number)]
    command += ["--certificate", str(chain), "--key", str(private)]
    server = subprocess.Popen(command, env={**os.environ, "LINDUN_DATABASE_NAME": database})
    try:
        _wait(number, server)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(number: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
            return
        except OSError:
            continue
    raise AssertionError("the server did not come up")


def _context(chain: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(chain))


@pytest.mark.req("STO-02")
def test_plain_http_and_old_protocols_get_no_data(port: int, certificate: tuple[Path, Path]) -> None:
    with closing(http.client.HTTPConnection("localhost", port, timeout=10)) as plain:
        plain.request("GET", "/account/login/")
        with pytest.raises((http.client.HTTPException, OSError)):
            plain.getresponse()
    old = _context(certificate[0])
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("localhost", port), timeout=10) as raw, pytest.raises(OSError):
        old.wrap_socket(raw, server_hostname="localhost")
    modern = http.client.HTTPSConnection("localhost", port, timeout=10, context=_context(certificate[0]))
    with closing(modern):
        modern.request("GET", "/account/login/")
        answer = modern.getresponse()
        assert answer.status == 200
        assert answer.getheader("Strict-Transport-Security")
        answer.read()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_serving_beyond_this_machine_without_tls_is_refused(host: str) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "lindun.cli", "serve", "--host", host],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert refused.returncode == 3
    assert "TLS" in refused.stdout + refused.stderr

"""The page is for this machine only; from others it asks for its token, on every path."""

import socket
import urllib.error
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from experiments.page import serving
from experiments.requests import UsageError
from tests.sweeping import ended, is_one_sentence, started


def test_loopback_is_known_by_every_name():
    assert all(serving.is_loopback(host) for host in ("127.0.0.1", "localhost", "127.3.2.1"))
    assert not any(serving.is_loopback(host) for host in ("0.0.0.0", "192.168.1.2"))


def test_an_address_that_is_none_is_told():
    for wrong in ("belgium", "::1", "::"):
        with pytest.raises(UsageError, match=f"--host {wrong}: give an IPv4 address of this machine"):
            serving.is_loopback(wrong)


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, printed, told = ended(started("page", "--no-open", "--port", port))
    assert (status, printed) == (2, "")
    assert is_one_sentence(told)
    assert f"--port {port}: cannot listen there" in told


def answered(url, **headers):
    """(Status, body) of a request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def guarded():
    """The address of a page that others than this machine could reach, with its token."""
    server = started("page", "--no-open", "--port", 0, "--host", "0.0.0.0", PYTHONUNBUFFERED="1")
    try:
        yield server.stdout.readline().split()[4]
    finally:
        server.terminate()
        ended(server)


def test_without_the_token_nothing_is_shown(guarded):
    url, token = guarded.split("?token=")
    for wrong in ("", "?token=", f"?token={token[:-1]}", "?token=%F0%9F%98%80"):
        status, body = answered(url + wrong)
        assert (status, "needs its token" in body, "thbsim-page" in body) == (403, True, False)


def test_with_the_token_the_page_is_shown_and_a_cookie_remembers_it(guarded):
    with urllib.request.urlopen(guarded, timeout=20) as found:
        cookie = found.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    url = guarded.partition("?")[0]
    assert answered(url, Cookie=cookie.partition(";")[0])[0] == 200


def upgraded(url, origin, host=None):
    """The status with which a web socket is answered; `host` is what the request calls the server."""
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    headers |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": origin}
    headers |= {"Host": host} if host else {}
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=20)) as connection:
        connection.request("GET", "/ws", headers=headers)
        with connection.getresponse() as found:
            return found.status


def test_no_web_socket_is_opened_without_the_token(guarded):
    assert upgraded(guarded, f"http://{urlsplit(guarded).netloc}") in (302, 403)


def test_another_site_cannot_open_a_web_socket(served):
    assert upgraded(served.url, "http://elsewhere.example") == 403


def test_no_path_leads_out_of_what_is_served(served):
    for path in ("static/../../../../etc/passwd", "static/%2e%2e/%2e%2e/pyproject.toml", "..%2f..%2fpyproject.toml"):
        status, body = answered(served.url + path)
        assert status in (403, 404)
        assert "root:" not in body


def test_a_site_whose_name_points_here_sees_nothing(served):
    parts = urlsplit(served.url)
    for host in ("evil.example", f"evil.example:{parts.port}", "192.168.1.2"):
        for path in ("", "metadata"):
            status, body = answered(served.url + path, Host=host)
            assert status == 403
            assert "for this machine only" in body


def test_a_web_socket_needs_the_name_of_this_machine(served):
    port = urlsplit(served.url).port
    assert upgraded(served.url, f"http://evil.example:{port}", f"evil.example:{port}") in (302, 403)

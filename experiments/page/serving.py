"""Serves the page: on this machine only, unless another address is asked for, and then to those who have the token."""

import secrets
import webbrowser
from hmac import compare_digest
from ipaddress import ip_address
from threading import Thread
from typing import Any

import panel as pn
from bokeh.server.auth_provider import AuthProvider
from tornado.web import RequestHandler

from experiments.requests import UsageError

COOKIE = "thbsim-token"
LOOPBACK = "127.0.0.1"
FIRST_VIEW_SECONDS = 4.0  # that the first visitor has the machine for himself
REFUSED = "This page needs its token. Open it by the whole address that thbsim page printed, all after ?token= too."


class Refusal(RequestHandler):
    """What those see who have no token."""

    def get(self):
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(REFUSED)


class ByToken(AuthProvider):
    """Lets in who has the token, in the address or, from then on, in a cookie."""

    def __init__(self, token):
        self._token = token
        super().__init__()

    @property
    def get_user(self):
        return self._visitor

    @property
    def get_user_async(self):
        return None

    @property
    def get_login_url(self):
        return None

    @property
    def login_url(self):
        return "/token-needed"

    @property
    def login_handler(self):
        return Refusal

    @property
    def logout_url(self):
        return None

    @property
    def logout_handler(self):
        return None

    def _visitor(self, handler):
        given = handler.get_argument("token", None) or handler.get_cookie(COOKIE) or ""
        if not compare_digest(given.encode(), self._token.encode()):
            return None
        if isinstance(handler, RequestHandler) and not handler.request.headers.get("Upgrade"):
            handler.set_cookie(COOKIE, given, httponly=True, samesite="Strict")
        return "visitor"


def is_loopback(host):
    """Whether only this machine can reach an address.  Raises UsageError where it is no address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        raise UsageError(f"--host {host}: give an address of this machine, such as 127.0.0.1 or 0.0.0.0") from None


def server_of(page, port, host=LOOPBACK):
    """A server that is not started yet, and the address to open.  Raises UsageError where the port is taken.

    Args:
        page: What makes a visitor's page.
        port: 0 takes any free one.
        host: The address of this machine at which it listens.
    """
    loopback = is_loopback(host)
    token = "" if loopback else secrets.token_urlsafe(24)
    guarded: dict[str, Any] = (
        {} if loopback else {"auth_provider": ByToken(token), "cookie_secret": secrets.token_hex(32)}
    )
    try:
        server = pn.io.server.get_server(
            page,
            port=port,
            address=host,
            title="thbsim",
            websocket_origin=None if loopback else ["*"],  # whatever name the machine has; the token guards it
            **guarded,
        )
    except OSError as error:
        raise UsageError(
            f"--port {port}: cannot listen there ({error.strerror}); give another port, or 0 for any"
        ) from None
    return (
        server,
        f"http://{LOOPBACK if host == '0.0.0.0' else host}:{server.port}/{f'?token={token}' if token else ''}",
    )


def _warm():
    """Make ready what the first comparison needs."""
    from experiments.page.levers import warming  # takes long to import

    warming.begin()


def start(server, url=None):
    """Serve until Ctrl-C; open the page in the browser first, if given its address."""
    server.start()
    server.io_loop.call_later(FIRST_VIEW_SECONDS, lambda: Thread(target=_warm, daemon=True).start())
    if url is not None:
        server.io_loop.add_callback(lambda: webbrowser.open(url))
    server.io_loop.start()

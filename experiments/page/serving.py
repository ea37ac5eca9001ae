"""Serves the page: on this machine only, unless another address is asked for, and then to those who have the token."""

import secrets
import webbrowser
from hmac import compare_digest
from ipaddress import IPv4Address, ip_address
from threading import Thread

import panel as pn
from bokeh.server.auth_provider import AuthProvider
from tornado.web import RequestHandler

from experiments.requests import UsageError

COOKIE = "thbsim-token"
LOOPBACK = "127.0.0.1"
FIRST_VIEW_SECONDS = 4.0  # that the first visitor has the machine for himself
LARGEST_MESSAGE = 200_000_000  # so that whoever sends too large a file gets a sentence [bytes]
ELSEWHERE = "This page is for this machine only. Open it by the address that thbsim page printed."
REFUSED = "This page needs its token. Open it by the whole address that thbsim page printed, all after ?token= too."


class Refusal(RequestHandler):
    """What those see who ask for this machine by another name."""

    reason = ELSEWHERE

    def get(self):
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self.reason)


class TokenNeeded(Refusal):
    """What those see who have no token."""

    reason = REFUSED


class Guard(AuthProvider):
    """Lets in who may see the page, on every path and web socket.

    On loopback, whoever asks for this machine by a name of its own: a page of another site that has its name point here
    does not.  Beyond it, whoever has the token, in the address or, from then on, in a cookie.
    """

    def __init__(self, token=""):
        self._token = token
        super().__init__()

    @property
    def get_user(self):
        return self._by_token if self._token else self._by_host

    @property
    def get_user_async(self):
        return None

    @property
    def get_login_url(self):
        return None

    @property
    def login_url(self):
        return "/refused"

    @property
    def login_handler(self):
        return TokenNeeded if self._token else Refusal

    @property
    def logout_url(self):
        return None

    @property
    def logout_handler(self):
        return None

    def _by_host(self, handler):
        return "visitor" if names_this_machine(handler.request.host_name) else None

    def _by_token(self, handler):
        cookie = f"{COOKIE}-{handler.request.host.rpartition(':')[2]}"  # cookies do not tell ports apart
        given = handler.get_argument("token", None) or handler.get_cookie(cookie) or ""
        if not compare_digest(given.encode(), self._token.encode()):
            return None
        if not handler.request.headers.get("Upgrade"):
            handler.set_cookie(cookie, given, httponly=True, samesite="Strict")
        return "visitor"


def names_this_machine(name):
    """Whether a name in a request's Host can only be this machine itself."""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def is_loopback(host):
    """Whether only this machine can reach an address.  Raises UsageError where it is no address to listen at."""
    try:
        address = ip_address(LOOPBACK if host == "localhost" else host)
    except ValueError:
        address = None
    if not isinstance(address, IPv4Address):
        raise UsageError(f"--host {host}: give an IPv4 address of this machine, such as 127.0.0.1 or 0.0.0.0") from None
    return address.is_loopback


def server_of(page, port, host=LOOPBACK):
    """A server that is not started yet, and the address to open.  Raises UsageError where the port is taken.

    Args:
        page: What makes a visitor's page.
        port: 0 takes any free one.
        host: The address of this machine at which it listens.
    """
    loopback = is_loopback(host)
    token = "" if loopback else secrets.token_urlsafe(24)
    try:
        server = pn.io.server.get_server(
            page,
            port=port,
            address=host,
            title="thbsim",
            websocket_origin=None if loopback else ["*"],  # whatever name the machine has; the token guards it
            auth_provider=Guard(token),
            cookie_secret=secrets.token_hex(32),
            websocket_max_message_size=LARGEST_MESSAGE,
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

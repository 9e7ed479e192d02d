"""The server of `signpost serve`: one process with threads, made for production (waitress)."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from signpost_web import settings
from signpost_web.app import MOST_BYTES, create_app

import signpost
from signpost.errors import SignpostError

_THREADS = 8
_CONNECTIONS = 1000
"""Those open at once; what is beyond them waits, so that those who send slowly must hold very many."""
_SILENCE = 30
"""Seconds after which a connection on which nothing comes is closed."""
_HEADERS = 64 * 1024
"""Bytes of the head of a request. What is a little too large a body is told by the application in its own words."""


def serve(store: signpost.Where, host: str, port: int, ledger: str, say: Callable[[str], None]) -> None:
    """Serve until the process is stopped; raises SignpostError where the address cannot be listened on."""
    from waitress.server import MultiSocketServer, create_server

    app = create_app(store, ledger)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue is told to who asks
    try:
        # Who stands in front is known to the application (SIGNPOST_PROXIES); else what they say is taken away here.
        server = create_server(app, host=host, port=port, threads=_THREADS, ident=None, connection_limit=_CONNECTIONS,
                               asyncore_use_poll=True, channel_timeout=_SILENCE, cleanup_interval=_SILENCE // 3,
                               max_request_header_size=_HEADERS, max_request_body_size=2 * MOST_BYTES,
                               clear_untrusted_proxy_headers=not settings.proxies())  # fmt: skip
    except (OSError, socket.gaierror) as fault:
        raise SignpostError(
            f"{host}:{port} cannot be listened on: {fault}. Choose another --port or --host."
        ) from fault
    # A name such as localhost may stand for several addresses, each of which is listened on.
    listened = server.effective_listen[0] if isinstance(server, MultiSocketServer) else server.getsockname()
    at = f"http://{f'[{host}]' if ':' in host else host}:{listened[1]}"
    say(f"Serving on {at}/ - open it in a browser; for machines: {at}/api")
    try:
        server.run()
    finally:
        server.close()

"""A small reverse proxy, as the README sets up nginx: one path of its own, everything else is not there."""

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-authenticate", "proxy-authorization", "te", "trailer"}


@contextmanager
def proxy(target: str, path: str = "/asmk"):
    """Pass requests below ``path`` on to ``target`` without it; yields the address of the proxy and the paths that were asked for and are not below it."""
    strays: list[str] = []
    upstream = urlsplit(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # the end of an answer is the end of the connection: no chunks to write

        def _pass_on(self):
            if not self.path.startswith(path + "/"):
                strays.append(self.path)
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            headers |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
            link = http.client.HTTPConnection(upstream.hostname, upstream.port, timeout=60)
            try:
                link.request(self.command, self.path.removeprefix(path), body or None, headers)
                answer = link.getresponse()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP | {"server", "date"}:
                        self.send_header(name, value)
                self.end_headers()
                while part := answer.read1(65536):
                    self.wfile.write(part)
                    self.wfile.flush()
            except (OSError, http.client.HTTPException):
                pass  # the browser went away
            finally:
                link.close()

        do_GET = do_POST = do_PUT = do_HEAD = _pass_on

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{path}", strays
    finally:
        server.shutdown()
        server.server_close()

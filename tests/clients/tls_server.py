"""A TLS server for every case: it sends the chain as the case has it."""

import contextlib
import socket
import ssl
import threading


def server_context(folder):
    """Sends what sent.pem holds and nothing else: there is no trust store from which OpenSSL could complete a lone leaf."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(folder / "sent.pem", folder / "key.pem")
    return context


class Server:
    """Listens on a port of the loopback interface until the program ends."""

    def __init__(self, folder):
        self.context = server_context(folder)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        connection.settimeout(10)
        # A client that refuses the certificates hangs up; that is what it is asked.
        with contextlib.suppress(OSError, ssl.SSLError):
            with self.context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)

"""A mail server small enough to be told what to answer: the border of what we test."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Server:
    """Speaks as much SMTP as smtplib asks for. `answers` replaces what it says to a command."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers, self.mails, self.senders = answers, [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        # Closing alone leaves the thread, and so the port, waiting for one more.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as line:
                self._talk(line)

    def _talk(self, line) -> None:
        self._say(line, "220 mail.test")
        while words := line.readline().decode().strip():
            command = words.split(":", maxsplit=1)[0].split()[0].upper()
            if command == "DATA":
                self._say(line, "354 go on")
                self._take(line)
                self._say(line, self.answers.get("DATA", "250 taken"))
                continue
            if command == "MAIL":
                self.senders.append(words)
            if command in self.answers:
                if not self.answers[command]:
                    return
                self._say(line, self.answers[command])
                continue
            self._say(line, "221 bye" if command == "QUIT" else "250 ok")

    def _take(self, line) -> None:
        found = []
        while (text := line.readline()) != b".\r\n":
            found.append(text.removeprefix(b"."))
        if self.answers.get("DATA", "250").startswith("250"):
            self.mails.append(b"".join(found))

    def _say(self, line, words: str) -> None:
        line.write(words.encode() + b"\r\n")
        line.flush()


@contextmanager
def mail_server(settings, **answers: str) -> Iterator[Server]:
    """A server that our settings point to, until the block ends."""
    server = Server(answers)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    try:
        yield server
    finally:
        server.close()

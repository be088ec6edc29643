"""A mail server's mailbox on this computer: as much of IMAP (RFC 3501) as a reader by UID needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "reader", "se=cret"


@dataclass
class Message:
    raw: bytes
    is_seen: bool = False


@dataclass
class ImapServer:
    """`commands` is what was asked; `cut_after` cuts the connection before that many answers to FETCH."""

    port: int = 0
    validity: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    cut_after: int | None = None

    @property
    def url(self) -> str:
        return f"imap://{USER}:se%3Dcret@127.0.0.1:{self.port}/INBOX"

    def put(self, raw: bytes) -> int:
        uid = max(self.messages, default=0) + 1
        self.messages[uid] = Message(raw)
        return uid

    @property
    def fetched(self) -> list[int]:
        return [int(found[1]) for line in self.commands if (found := re.match(r"UID FETCH (\d+)", line))]


class _Session(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            if not self.answer(tag, command):
                return

    def answer(self, tag: str, command: str) -> bool:
        mailbox = self.server.mailbox
        mailbox.commands.append(command if not command.startswith("LOGIN") else "LOGIN")
        match command.split(" ", 2):
            case ["CAPABILITY"]:
                self.say("* CAPABILITY IMAP4rev1")
            case ["LOGIN", *given]:
                if [part.strip('"') for part in given] != [USER, PASSWORD]:
                    self.say(f"{tag} NO [AUTHENTICATIONFAILED] no")
                    return True
            case ["SELECT", '"INBOX"']:
                self.say(f"* {len(mailbox.messages)} EXISTS")
                self.say(f"* OK [UIDVALIDITY {mailbox.validity}] it is")
            case ["UID", "SEARCH", what]:
                self.say(" ".join(["* SEARCH", *map(str, self.found(what))]))
            case ["UID", "FETCH", what]:
                if mailbox.cut_after is not None and len(mailbox.fetched) > mailbox.cut_after:
                    return False
                self.fetch(int(what.split()[0]), what)
            case ["UID", "STORE", what]:
                mailbox.messages[int(what.split()[0])].is_seen = True
            case ["LOGOUT"]:
                self.say("* BYE")
                self.say(f"{tag} OK")
                return False
            case _:
                self.say(f"{tag} BAD what is {command.split()[0]}")
                return True
        self.say(f"{tag} OK done")
        return True

    def found(self, what: str) -> list[int]:
        """As servers do, `9:*` finds the last message also when there is no ninth."""
        uids = sorted(self.server.mailbox.messages)
        if not (first := re.search(r"UID (\d+):\*", what)):
            return uids
        return [uid for uid in uids if uid >= int(first[1]) or uid == uids[-1]]

    def fetch(self, uid: int, what: str) -> None:
        longest = int(re.search(r"<0\.(\d+)>", what)[1])
        raw = self.server.mailbox.messages[uid].raw[:longest]
        self.wfile.write(b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (uid, len(raw), raw))

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mailbox: ImapServer) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mailbox = mailbox
        mailbox.port = self.server_address[1]


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    mailbox = ImapServer()
    with _Listener(mailbox) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield mailbox
        finally:
            listener.shutdown()
            thread.join()

"""A mail server in a process of its own that takes everything: `python -m tests.bench.sink PORT FILE`.

Writes one line for each letter, its Message-ID and its recipient; the first letter of a run is kept beside,
so that the bare senders can send the same. Slower servers would hide what is measured.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import TextIO

_MESSAGE_ID = re.compile(rb"^Message-ID: *(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
_END = b"\r\n.\r\n"


class Taker(asyncio.Protocol):
    """One connection: commands line by line, and after DATA everything up to the lone full stop."""

    def __init__(self, book: TextIO, first: Path) -> None:
        self.book, self.first = book, first
        self.waiting, self.is_data, self.recipient = bytearray(), False, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._say("220 sink")

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while self._take():
            pass

    def _take(self) -> bool:
        end = _END if self.is_data else b"\r\n"
        # Only where the end can be: a letter comes in many pieces.
        at = self.waiting.find(end)
        if at < 0:
            return False
        piece = bytes(self.waiting[: at + 2])
        del self.waiting[: at + len(end)]
        if self.is_data:
            self._write_down(piece)
        else:
            self._answer(piece.decode("ascii", "replace").strip())
        return True

    def _answer(self, command: str) -> None:
        verb = command[:4].upper()
        if verb == "DATA":
            self.is_data = True
            self._say("354 go on")
        elif verb == "QUIT":
            self._say("221 bye")
            self.transport.close()
        else:
            if verb == "RCPT":
                self.recipient = command.partition("<")[2].partition(">")[0]
            self._say("250 sink")

    def _write_down(self, wire: bytes) -> None:
        self.is_data = False
        if not self.first.exists():
            self.first.write_bytes(wire)
        found = _MESSAGE_ID.search(wire)
        # Written before it is answered: what is in the book has been taken, whoever dies then.
        self.book.write(f"{found[1].decode() if found else '-'} {self.recipient}\n")
        self.book.flush()
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        self.transport.write(f"{answer}\r\n".encode())


async def serve(port: int, book: TextIO, first: Path) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Taker(book, first), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    path = Path(sys.argv[2])
    with path.open("a") as book:
        asyncio.run(serve(int(sys.argv[1]), book, path.with_suffix(".eml")))

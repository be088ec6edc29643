"""A mail server on this computer that answers as it is told, and keeps what it took."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import free_port

TAKEN = "250 Taken"


@dataclass
class Sink:
    """Answers to RCPT and to the end of DATA by the recipient's address; everybody else is served.

    `dies_for`: after it has taken their mail the connection is cut before the answer.
    `silent_for`: it takes their mail and does not answer at all.
    """

    port: int = 0
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    dies_for: set[str] = field(default_factory=set)
    silent_for: set[str] = field(default_factory=set)
    envelopes: list[Envelope] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)

    @property
    def recipients(self) -> list[list[str]]:
        return [envelope.rcpt_tos for envelope in self.envelopes]

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(wire, policy=policy.default) for wire in self.wires]

    @property
    def wires(self) -> list[bytes]:
        return [bytes(envelope.original_content) for envelope in self.envelopes]

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_rcpt.get(address, TAKEN)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        [address] = envelope.rcpt_tos
        if answer := self.at_data.get(address):
            return answer
        self.envelopes.append(envelope)
        self.sessions.add(id(session))
        if address in self.dies_for:
            server.transport.abort()
        if address in self.silent_for:
            await asyncio.sleep(30)
        return TAKEN


@contextmanager
def smtp_sink(**answers: Any) -> Iterator[Sink]:
    sink = Sink(**({"port": free_port()} | answers))
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop(no_assert=True)

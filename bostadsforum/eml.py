"""Mail into a folder, one .eml file a message: what leaves when no mail server is configured.

The bytes are those that would go to a server. A file is whole when it has its name: it is written under a
hidden one and renamed, so whoever reads the folder never sees half a letter.
"""

import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    def __init__(self, *args: Any, file_path: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or str(settings.EMAIL_FILE_PATH))

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        addressed = [message for message in email_messages if message.recipients()]
        for message in addressed:
            # Django's own class of message takes the line ending; the stubs know the general one only.
            self._write(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
        return len(addressed)

    def _write(self, content: bytes) -> None:
        # Names sort by the time of writing, across processes too.
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{uuid.uuid4().hex[:8]}.eml"
        hidden = self.folder / f".{name}"
        try:
            with hidden.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            hidden.rename(self.folder / name)
        except OSError:
            hidden.unlink(missing_ok=True)
            raise
        self._sync_folder()

    def _sync_folder(self) -> None:
        """After a power cut the name is there too, not only the bytes."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

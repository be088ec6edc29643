"""Celery's messages as files in VAR, for an installation without Redis.

Kombu's own transport may read a message while it is being written, and one that holds nothing, or half,
ends the worker. Here a message is renamed into place when it is whole, what cannot be read is skipped, and
what has been read is removed. Losing one is no harm: the database knows what is due.
"""

import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        aside = folder / f".{name}"
        aside.write_text(dumps(payload), encoding="utf-8")
        aside.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder, taken = Path(self.data_folder_in), Path(self.processed_folder)
        for waiting in sorted(folder.iterdir()):
            if waiting.name.startswith(".") or waiting.name.partition(".")[2] != f"{queue}.msg":
                continue
            message = taken / waiting.name
            try:
                # Whoever moves it has it; another worker finds nothing and goes on.
                waiting.rename(message)
                text = message.read_text(encoding="utf-8")
                message.unlink()
                return loads(text)
            except FileNotFoundError:
                continue
            except ValueError:
                message.unlink(missing_ok=True)
                logger.warning("unreadable message skipped", extra={"reason": "broker"})
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel

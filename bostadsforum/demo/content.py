"""The file of sample content: people, firms, places and results in it are invented."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "sample_content.json"


def read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))

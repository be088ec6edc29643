"""docker-compose.yml and the Dockerfile, read as Compose and Docker read them."""

import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
VAR_IN_IMAGE = "/var/lib/bostadsforum"

_VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\})")


def variables(*, must_be_set: bool | None = None) -> set[str]:
    """What docker-compose.yml takes from .env."""
    found = _VARIABLE.finditer(TEXT)
    return {match["name"] for match in found if match["name"] and must_be_set in {None, match["kind"] == "?"}}


def filled_in(text: str, **given: str) -> str:
    """As Compose does it: `${NAME:?sentence}`, `${NAME:-default}` and `$$`."""
    return _VARIABLE.sub(
        lambda match: "$" if match["escaped"] else given.get(match["name"]) or match["rest"], text
    )


def image_environment() -> dict[str, str]:
    [lines] = re.findall(r"^ENV (.+)$", DOCKERFILE, flags=re.MULTILINE)
    return dict(pair.split("=", 1) for pair in shlex.split(lines))

"""What the tests of the wiring share: production settings in a process of their own, and a Redis to hurt."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

Environment = dict[str, str]
# What this process was told must not leak into a process that is told something else.
OURS = (
    "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL", "ERASURE_KEY", "FORM_MIN_SECONDS", "HOST", "MAIL_FROM", "PORT", "RATE_LIMITS", "REDIS_URL",
    "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SITE_ORIGIN", "TRUSTED_PROXIES", "VAR",
)  # fmt: skip


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., Environment]:
    """The environment of a fresh installation in a folder of its own, with these variables set."""

    def of(**variables: str) -> Environment:
        rest = {name: value for name, value in os.environ.items() if name not in OURS}
        return rest | {"VAR": str(tmp_path / "var")} | variables

    return of


@pytest.fixture
def run_python(environment: Callable[..., Environment]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run lines of Python, or a command of manage.py, as production would."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(**variables),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def settings_of(run_python: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., dict[str, Any]]:
    """Settings of production as JSON values; what JSON does not know is written as text."""

    def read(*names: str, **variables: str) -> dict[str, Any]:
        lines = (
            "import json; from bostadsforum.settings import production as p; "
            f"print(json.dumps({{name: getattr(p, name) for name in {names!r}}}, default=str))"
        )
        ran = run_python("-c", lines, **variables)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return read

"""Runs a program with its clock put forward or back, so that the pictures show the same dates every time.

python clock.py SECONDS MODULE [ARGUMENT …]
"""

import runpy
import sys
import time
from datetime import UTC, datetime

import time_machine


def main() -> None:
    seconds, module, *arguments = sys.argv[1:]
    then = datetime.fromtimestamp(time.time() + float(seconds), UTC)
    time_machine.travel(then, tick=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

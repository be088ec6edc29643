"""Caddy is no part of what `make test` installs: as a package of Debian it would begin to serve at once.

Where it is installed, docker/Caddyfile is driven for real; elsewhere what it says is compared with the site.
"""

import shutil

collect_ignore = [] if shutil.which("caddy") else ["test_caddy.py"]

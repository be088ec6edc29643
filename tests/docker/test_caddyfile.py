"""What docker/Caddyfile repeats of the site is the same there."""

import re
from pathlib import Path

from bostadsforum import media, middleware

CADDYFILE = (Path(__file__).resolve().parents[2] / "docker" / "Caddyfile").read_text()


def test_the_same_pictures_are_served_as_by_the_site(settings):
    [(folders, extensions)] = re.findall(r"path_regexp \^/media/\(([^)]+)\)/.+\(\?i:([^)]+)\)\$", CADDYFILE)

    assert set(folders.split("|")) == media.PICTURE_FOLDERS
    assert sorted(extensions.split("|")) == sorted(settings.WAGTAILIMAGES_EXTENSIONS)


def test_pictures_are_kept_as_long_as_from_the_site():
    assert f'Cache-Control "public, max-age={media.CACHE_SECONDS}"' in CADDYFILE


def test_the_same_features_are_turned_off():
    assert f'Permissions-Policy "{middleware.PERMISSIONS_POLICY}"' in CADDYFILE


def test_the_largest_document_and_the_largest_form_come_through(settings):
    limits = [int(megabytes) * 1000 * 1000 for megabytes in re.findall(r"max_size (\d+)MB", CADDYFILE)]

    assert limits == [25_000_000, 2_000_000]
    # The rest of an editor's form comes with the document.
    assert limits[0] > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + settings.PUBLIC_BODY_MAX_BYTES
    assert limits[1] > settings.PUBLIC_BODY_MAX_BYTES

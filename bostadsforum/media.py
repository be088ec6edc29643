"""Pictures from VAR, where no storage service and no web server does it.

Documents never come this way: they are downloads through Wagtail's view, which asks who may have them
(docs/rules.md R 6.4).
"""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

PICTURE_FOLDERS = {"images", "original_images", "avatar_images"}
# A renamed or rerendered picture gets a new name, so a day is safe.
CACHE_SECONDS = 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    wanted = PurePosixPath(path)
    if (
        len(wanted.parts) < 2
        or wanted.parts[0] not in PICTURE_FOLDERS
        or ".." in wanted.parts
        or wanted.suffix.lower().lstrip(".") not in settings.WAGTAILIMAGES_EXTENSIONS
    ):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response

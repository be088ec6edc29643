from django.conf import settings


def language_of(path: str) -> str:
    """The language that an address speaks: its prefix, or else the site's own."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (path == f"/{code}" or path.startswith(f"/{code}/")):
            return code
    return settings.LANGUAGE_CODE

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: what was posted has been done; the answer is over there, and reloading it does nothing again."""

    status_code = 303


def see_other(path: str) -> SeeOther:
    return SeeOther(path)

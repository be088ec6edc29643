from django.core.mail.backends.filebased import EmailBackend as EmlBackend  # noqa: F401

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Staff of the organisers. Our own from the first migration, since swapping it later is dear."""

"""One row for each change of what feeds are made from: a small question tells whether there was any."""

from django.db import models

# So many are kept at least, and soon after twice as many no more.
KEPT = 32


class FeedChange(models.Model):
    """Inserted in the transaction of the change, so that nobody waits for anybody.

    Which rows there are tells states apart, not the highest number alone: of two transactions the one with
    the lower number may be committed last.
    """

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = "change in feeds"

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def note(cls) -> None:
        latest = cls.objects.create().pk
        if latest % KEPT == 0:
            cls.objects.filter(pk__lt=latest - KEPT).delete()

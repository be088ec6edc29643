from django.db import models


class Event(models.Model):
    title = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"#{self.pk}"


class Registration(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    address = models.CharField(max_length=254)
    role = models.CharField(max_length=20)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    job_title = models.CharField(max_length=120)
    is_confirmed = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "address"], name="bare_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReadyMade(models.Model):
    """An event as a calendar wants it."""

    text = models.TextField()

    def __str__(self) -> str:
        return f"#{self.pk}"

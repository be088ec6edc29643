from django.apps import AppConfig


class BostadsforumConfig(AppConfig):
    name = "bostadsforum"
    verbose_name = "Bostadsforum"

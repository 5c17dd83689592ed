from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sunshine.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

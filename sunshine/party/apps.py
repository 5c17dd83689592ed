from django.apps import AppConfig


class PartyConfig(AppConfig):
    name = "sunshine.party"
    label = "party"
    default_auto_field = "django.db.models.BigAutoField"

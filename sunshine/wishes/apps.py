from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "sunshine.wishes"
    label = "wishes"
    default_auto_field = "django.db.models.BigAutoField"

"""Every address of the platform, door by door."""

from django.urls import include, path

urlpatterns = [
    path("", include("sunshine.public.urls")),
    path("desk/accounts/", include("sunshine.desk.account_urls")),
    path("desk/", include("sunshine.desk.urls")),
    path("", include("sunshine.api.urls")),
    path("", include("sunshine.ui.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
handler429 = "sunshine.config.errors.too_many"  # asked for by allauth
handler400 = "sunshine.config.outages.show_bad"
handler500 = "sunshine.config.outages.broken"

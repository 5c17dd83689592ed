"""The addresses for other systems."""

from django.urls import path, re_path

from sunshine.api import health, open311

app_name = "api"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    re_path(r"^open311/v2/services\.(?P<form>json|xml)$", open311.services, name="services"),
    re_path(r"^open311/v2/requests\.(?P<form>json|xml)$", open311.requests, name="requests"),
    re_path(
        r"^open311/v2/requests/(?P<number>[0-9-]+)\.(?P<form>json|xml)$",
        open311.one_request,
        name="one_request",
    ),
    re_path(r"^open311/[\s\S]*\.(?P<form>json|xml)$", open311.answer_unknown, name="unknown_of_form"),
    re_path(r"^open311(?:/[\s\S]*)?$", open311.answer_unknown, {"form": "xml"}, name="unknown"),
]

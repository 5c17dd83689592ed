"""Addresses of this door."""

from django.urls import path, re_path

from sunshine.public.views import board, home, places, report, services, track

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("community/", home.community, name="community"),
    re_path(r"^c/(?P<code>\d{12}|\d{15})/$", board.board, name="board"),
    re_path(r"^photo/(?P<name>[0-9a-f]{32})-(?P<size>small|large)\.jpg$", board.photo, name="board_photo"),
    path("services/", services.services, name="services"),
    path("services/<slug:code>/", services.service, name="service"),
    path("privacy/", home.privacy, name="privacy"),
    path("access/", home.access, name="access"),
    path("report/", report.report, name="report"),
    path("track/", track.track, name="track"),
    path("t/<str:token>/", track.case, name="case"),
    path("t/<str:token>/slip/", track.slip, name="case_slip"),
    re_path(r"^t/(?P<token>[^/]+)/(?P<name>reply|confirm|withdraw)/$", track.step, name="case_step"),
    re_path(
        r"^t/(?P<token>[^/]+)/photo/(?P<name>\w+)-(?P<size>small|large)\.jpg$", track.photo, name="photo"
    ),
    re_path(r"^poster/(?P<code>\d{15})/$", places.poster, name="poster"),
    path("poster/building/<int:key>/", places.building_poster, name="building_poster"),
    re_path(r"^map/(?P<prefix>\d{6,15})\.geojson$", places.areas, name="map"),
]

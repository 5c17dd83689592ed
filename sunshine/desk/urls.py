"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from sunshine.desk.views import cases, home, reports
from sunshine.files.queries import photo_path, thumb_path

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("notices/", home.notices, name="notices"),
    path("account/", home.account, name="account"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.export_cases, name="export"),
    path("cases/<slug:number>/", cases.case, name="case"),
    path("cases/<slug:number>/contact/", cases.contact, name="contact"),
    path("cases/<slug:number>/slip/", cases.slip, name="slip"),
    path("cases/<slug:number>/area.json", cases.case_area, name="case_area"),
    path("cases/<slug:number>/photos/<slug:name>/", cases.photo, {"path": photo_path}, name="photo"),
    path("cases/<slug:number>/photos/<slug:name>/small/", cases.photo, {"path": thumb_path}, name="thumb"),
    path("cases/<slug:number>/<slug:step>/", cases.step, name="step"),
    path("areas/<slug:code>.json", cases.areas, name="areas"),
    path("report/", reports.report, name="report"),
    path("report/hints/", reports.hints, name="hints"),
]

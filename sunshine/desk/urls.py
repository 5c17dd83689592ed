"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, include, path

from sunshine.desk.views import cases, home, offers, reports, tables, tools, week, wishes
from sunshine.files.queries import photo_path, thumb_path

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("notices/", home.notices, name="notices"),
    path("account/", home.account, name="account"),
    path("cases/", cases.cases, name="cases"),
    path("cases/export/", cases.export_cases, name="export"),
    path("cases/<slug:number>/", cases.case, name="case"),
    path("cases/<slug:number>/contact/", cases.contact, name="case_contact"),
    path("cases/<slug:number>/slip/", cases.slip, name="case_slip"),
    path("cases/<slug:number>/area.json", cases.case_area, name="case_area"),
    path("cases/<slug:number>/photos/<slug:name>/", cases.photo, {"path": photo_path}, name="photo"),
    path("cases/<slug:number>/photos/<slug:name>/small/", cases.photo, {"path": thumb_path}, name="thumb"),
    path("cases/<slug:number>/<slug:step>/", cases.step, name="case_step"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/ask/", wishes.ask, name="wish_ask"),
    path("wishes/<slug:number>/", wishes.wish, name="wish"),
    path("wishes/<slug:number>/contact/", wishes.contact, name="wish_contact"),
    path("wishes/<slug:number>/slip/", wishes.slip, name="wish_slip"),
    path("wishes/<slug:number>/<slug:step>/", wishes.step, name="wish_step"),
    path("areas/<slug:code>.json", cases.areas, name="areas"),
    path("report/", reports.report, name="report"),
    path("report/hints/", reports.hints, name="hints"),
    path("report/caller/", reports.caller, name="caller"),
    path("grids/", tools.cards, name="cards"),
    path("grids/<slug:code>/card/", tools.card, name="card"),
    path("week/", week.week, name="week"),
    path("week/sheet/", week.sheet, name="week_sheet"),
    path("week/asked/<slug:code>/", week.asked, name="week_asked"),
    path("week/<slug:key>/", week.pile, name="week_list"),
    path("offers/", offers.offers, name="offers"),
    path("offers/keep/", offers.keep, name="offer_keep"),
    path("offers/<str:ref>/", offers.offer, name="offer"),
    path("offers/<str:ref>/contact/", offers.contact, name="offer_contact"),
    path("offers/<str:ref>/change/", offers.change, name="offer_change"),
    path("offers/<str:ref>/say/", offers.say, name="offer_say"),
    path("party/", include("sunshine.desk.party_urls")),
    path("", include("sunshine.desk.post_urls")),
    path("tables/", tables.index, name="tables"),
    path("tables/try/", tools.try_route, name="try_route"),
    path("tables/days/import/", tools.import_calendar, name="import_calendar"),
    path("tables/places/import/", tools.boundaries, name="import_boundaries"),
    path("tables/<slug:table>/", tables.table, name="table"),
    path("tables/<slug:table>/add/", tables.deed, {"deed": "add"}, name="add"),
    path("tables/<slug:table>/<slug:pk>/<slug:deed>/", tables.deed, name="row"),
]

"""Addresses of this door."""

from django.urls import path, re_path

from sunshine.public.views import (
    board,
    home,
    own_posts,
    places,
    posts,
    report,
    serve,
    services,
    track,
    wishes,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("community/", home.community, name="community"),
    re_path(r"^c/(?P<code>\d{12}|\d{15})/$", board.board, name="board"),
    re_path(r"^photo/(?P<name>[0-9a-f]{32})-(?P<size>small|large)\.jpg$", board.photo, name="board_photo"),
    path("services/", services.services, name="services"),
    path("services/<slug:code>/", services.service, name="service"),
    path("serve/", serve.serve, name="serve"),
    path("serve/join/", serve.join, name="join"),
    path("serve/me/<str:token>/", serve.own, name="own"),
    path("serve/me/<str:token>/change/", serve.change, name="own_change"),
    path("serve/me/<str:token>/consent/", serve.consent, name="own_consent"),
    path("serve/me/<str:token>/branch/", serve.branch, name="own_branch"),
    path("serve/me/<str:token>/leave/", serve.go, name="own_leave"),
    path("serve/me/<str:token>/card/", serve.card, name="own_card"),
    path("serve/posts/", posts.posts, name="posts"),
    path("serve/posts/<int:pk>/", posts.post, name="post"),
    path("serve/posts/<int:pk>/plate/", posts.plate, name="plate"),
    path("serve/pledges/", posts.pledges, name="pledges"),
    path("serve/pledges/<slug:ref>/", posts.pledge, name="pledge"),
    path("serve/pledges/<slug:ref>/paper/", posts.paper, name="pledge_paper"),
    path("serve/me/<str:token>/posts/", own_posts.posts, name="own_posts"),
    path("serve/me/<str:token>/posts/<int:pk>/take/", own_posts.take, name="own_take"),
    path("serve/me/<str:token>/posts/<int:pk>/back/", own_posts.hand_back, name="own_hand_back"),
    path("serve/me/<str:token>/tasks/<int:pk>/", own_posts.task, name="own_task"),
    path("serve/me/<str:token>/pledges/new/", own_posts.promise, name="own_promise"),
    path("serve/me/<str:token>/pledges/<slug:ref>/", own_posts.settle, name="own_settle"),
    path("privacy/", home.privacy, name="privacy"),
    path("access/", home.access, name="access"),
    path("report/", report.report, name="report"),
    path("help/", wishes.ask, name="help"),
    path("help/list/", wishes.open_wishes, name="help_list"),
    path("w/<str:token>/", wishes.wish, name="wish"),
    path("w/<str:token>/slip/", wishes.slip, name="wish_slip"),
    re_path(r"^w/(?P<token>[^/]+)/(?P<name>confirm|withdraw)/$", wishes.step, name="wish_step"),
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

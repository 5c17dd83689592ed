"""The pages of log-in that we offer; sign-up, e-mail and reset by mail are not among them."""

from allauth.account import views
from django.urls import include, path

from sunshine.desk.accounts import leave_nothing, too_many
from sunshine.desk.typed import show_typed

urlpatterns = [
    path("login/", too_many(views.login), name="account_login"),
    path("logout/", leave_nothing(views.logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", too_many(views.reauthenticate), name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("typed/", show_typed, name="account_typed"),
    path("second-factor/", include("allauth.mfa.urls")),
]

"""Log-in as this platform wants it: accounts are given by the administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """allauth's behaviour where it differs from its defaults."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a post."""
        return False

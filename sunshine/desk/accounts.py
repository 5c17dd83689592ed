"""Log-in of staff: what allauth does differently here. Accounts are given by the administrator, nobody signs up."""

import base64
import logging
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.desk.typed import mark
from sunshine.lib import seal
from sunshine.people.actions import change_password, officer_actor
from sunshine.people.models import Officer
from sunshine.people.rules import needs_second_factor
from sunshine.record.queries import ring
from sunshine.ui.tries import DAY, MINUTE, Guard, Waits, address, ask_to_wait
from sunshine.ui.words import waiting

audit = logging.getLogger("sunshine.audit")
SECOND_FACTOR = "desk.second-factor"

PASSWORDS = Guard(
    name="login",
    # Five for caps lock and the password before last; a machine gets some hundred a day, which a password bears.
    own=Waits(free=4, seconds=(5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE), within=DAY),
    # Somebody tries the account from everywhere: an address it was never opened from has two tries at once.
    wary=Waits(free=1, seconds=(MINUTE, 5 * MINUTE, 15 * MINUTE), within=DAY),
    # An office of sixty behind one address, each with five mistakes; addresses of use are not held up by it.
    address=Waits(free=300, seconds=(5, 15, MINUTE), within=DAY),
    # Never closed: nobody else can lock an account. The sum is counted to know a siege by.
    total=Waits(free=2**30, seconds=(0,), within=DAY),
    siege=50,
)
"""Wrong passwords, by account and address; an account stays open at once for ninety days where it was opened."""

SAID: dict[str, Any] = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "",
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "mfa/messages/totp_activated.txt": _(
        "From now on log-in also asks for a code of your authenticator app."
    ),
    "mfa/messages/totp_deactivated.txt": _("Log-in does not ask for a code any more."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "There are new recovery codes; the old ones do not work any more."
    ),
}
"""Our words for allauth's messages; what is empty is not said."""


class Accounts(DefaultAccountAdapter):
    """Passwords are changed by our action, failures are counted and told, and every log-in leaves a line."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account has been closed. Ask your county administrator."),
        "enter_current_password": _("The current password is not right."),
        "incorrect_password": _("The password is not right."),
        "same_as_current": _("Choose a password other than the current one."),
        "too_many_login_attempts": _(
            "Too many wrong passwords from here. Wait %(wait)s and try again, or ask your county administrator for a "
            "new password."
        ),
        "username_password_mismatch": _("Log-in name or password is not right."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account comes with a post."""
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        """The rules of the settings, and something new."""
        if user is not None and user.check_password(password):
            raise self.validation_error("same_as_current")
        return super().clean_password(password, user)

    def set_password(self, user: Any, password: str) -> None:
        """By our action, so that the record knows and the first-log-in mark goes."""
        change_password(user, password=password, by=officer_actor(user), at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to work."""
        return reverse("desk:home")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our words where we have them, in the user's language."""
        said = SAID.get(message_template or "", message)
        if said != "":
            template = None if said else message_template
            super().add_message(
                request, level, template, message_context, extra_tags, str(said) if said else None
            )

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponseBase:
        """Leave a line: who, by number, and that it worked."""
        audit.info("log-in officer=%s", user.pk)
        return mark(super().post_login(request, user, **more))

    def logout(self, request: HttpRequest) -> None:
        """Leave a line."""
        audit.info("log-out officer=%s", request.user.pk)
        super().logout(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Look at a password, unless whoever sends it has to wait; where one was right is remembered."""
        attempt = PASSWORDS.attempt(str(credentials.get("username", "")).lower(), address(request))
        if not attempt.allowed:
            audit.warning("log-in locked officer=%s", _number_of(credentials))
            request.wait = attempt.seconds  # type: ignore[attr-defined]  # for the status of the answer
            words = self.error_messages["too_many_login_attempts"] % {"wait": waiting(attempt.seconds)}
            raise ValidationError(words, code="too_many_login_attempts")
        user = super().authenticate(request, **credentials)
        if user is not None:
            attempt.clear()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: allauth's own lock knows no addresses, and would let anybody lock an account."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a line; a name that is no account is not written down, it may be a password."""
        audit.warning("log-in failed officer=%s", _number_of(credentials))


def too_many(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer a try that has to wait by the status that says so, and how long."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if wait := getattr(request, "wait", 0):
            return ask_to_wait(response, wait)
        return response

    return answered


def leave_nothing(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Have the browser drop what it keeps of our pages, after a sign-out; not its stores, in which residents' drafts lie."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return answered


def _number_of(credentials: dict[str, Any]) -> int | None:
    typed = str(credentials.get("username", "")).lower()
    return Officer.objects.filter(username=typed).values_list("pk", flat=True).first()


class SecondFactor(DefaultMFAAdapter):
    """The secrets of authenticator apps and recovery codes are kept under seal."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "The code is not right. It changes every 30 seconds; is the clock of the phone right?"
        ),
        "cannot_delete_authenticator": _(
            "Your post needs a second factor. With a new phone, ask another administrator to take the old one away."
        ),
    }

    def get_totp_label(self, user: Any) -> str:
        """The log-in name."""
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not where the post needs it."""
        return not needs_second_factor(authenticator.user, on=timezone.localdate())

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return base64.b64encode(seal.seal(ring(), text, purpose=SECOND_FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return seal.unseal(ring(), base64.b64decode(encrypted_text), purpose=SECOND_FACTOR)


SEALED = ("secret", "seed")
"""What of an authenticator's data the adapter seals."""


@transaction.atomic
def reseal_factors(*, after: int, limit: int) -> tuple[int, int]:
    """Seal the secrets of the next `limit` authenticators above key `after` under the current key of the ring.

    Returns the last one looked at (0 when there was none) and how many were sealed anew. Rows are locked, because
    a recovery code may be used at the same moment.
    """
    rows = list(Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:limit])
    changed = [row for row in rows if set(_factor_keys(row)) - {ring().current_id}]
    for row in changed:
        row.data |= {name: _reseal(row.data[name]) for name in SEALED if name in row.data}
        row.save(update_fields=["data"])
    return (rows[-1].pk if rows else 0), len(changed)


def factor_keys() -> dict[str, int]:
    """How many second factors lie under each key of the ring, by its name."""
    return Counter(key for row in Authenticator.objects.order_by("pk") for key in _factor_keys(row))


def _factor_keys(row: Authenticator) -> list[str]:
    return [seal.key_id(base64.b64decode(row.data[name])) for name in SEALED if name in row.data]


def _reseal(kept: str) -> str:
    return base64.b64encode(seal.reseal(ring(), base64.b64decode(kept), purpose=SECOND_FACTOR)).decode()

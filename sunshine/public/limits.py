"""How often one address may knock at the doors of residents: generous for a household or a counter."""

from django.conf import settings

from sunshine.ui.tries import DAY, HOUR, MINUTE, Guard, Waits, address
from sunshine.ui.turns import Limit

__all__ = ["COMMENTS", "DANGER", "OFFERS", "REPORTS", "TRACKING", "WISHES", "address"]

REPORTS = Limit("report", most=60, seconds=3600)
"""A whole building may stand behind one address, and the counter helps those who come in: sixty at once, then one a minute."""

DANGER = Limit("danger", most=settings.DANGER_A_MINUTE, seconds=MINUTE)
"""Reports of danger from addresses that have no turn left, from all of them together: nobody's address refuses them."""

WISHES = Limit("wish", most=60, seconds=3600)
"""As reports: the counter helps those who come in to ask for help, too."""

OFFERS = Limit("offer", most=60, seconds=3600)
"""As reports: a whole meeting may sign up behind one address."""

COMMENTS = Limit("comment", most=20, seconds=3600)
"""Answers on a service: a household behind one address, not a campaign."""

TRACKING = Guard(
    name="track",
    # Who mistypes has three tries for it; by the sixth a machine waits a minute, by the ninth an hour.
    own=Waits(free=3, seconds=(5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR), within=DAY),
    # One try at once for whoever is new and right; the next one tomorrow, or with the whole telephone number.
    wary=Waits(free=0, seconds=(DAY,), within=DAY),
    # Sixty households behind one address, each with four tries a day; a guesser has some three hundred instead.
    address=Waits(free=239, seconds=(MINUTE, 5 * MINUTE, 15 * MINUTE), within=DAY),
    # Five in a hundred of all four digits: then the whole telephone number is asked for.
    total=Waits(free=499, seconds=(30 * DAY,), within=30 * DAY),
    siege=100,
)
"""Pairs of number and four digits (R-REQ-09). Of the 10,000 digits of one number so many are tried, and so large is the chance
to hit: from one address 33 on the first day (0.33 %), 100 and then one a day (1.3 % in thirty days); from 200 addresses 275 on
the first day (2.75 %); from however many 500 in thirty days (5 %). The right digits open at once from an address that gave them
before, from any other with its first try, and beyond 500 wrong tries with the whole telephone number; link and telephone always."""

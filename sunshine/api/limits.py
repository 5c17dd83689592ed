"""How often another system may ask, whoever it is, and guess at a key."""

from sunshine.ui.turns import Limit

LISTS = Limit("open311-list", most=600, seconds=600)
"""Lists and reports asked for by one address: a partner that looks each second is served, one that never stops waits."""

WRONG_KEYS = Limit("open311-key", most=30, seconds=3600)
"""Reports with a key that is none, from one address; the right key always opens."""

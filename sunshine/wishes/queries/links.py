"""The unguessable link of a wish."""

from functools import partial

from sunshine.matters.queries.links import link_token

wish_token = partial(link_token, purpose="wish-link")
"""The token of a wish's link, by its reference."""

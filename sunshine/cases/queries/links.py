"""The unguessable link of a request."""

from functools import partial

from sunshine.matters.queries.links import link_token

token_of = partial(link_token, purpose="case-link")
"""The token of a request's link, by its reference."""

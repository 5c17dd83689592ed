import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.canonical import canonical_json, commitment, digest

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


def test_keys_are_ordered_and_no_space_is_left():
    assert canonical_json({"step": 1, "community": "231282001002", "街": ["灯", None, 1.0]}) == (
        '{"community":"231282001002","step":1,"街":["灯",null,1]}'.encode()
    )


@given(FACTS)
def test_canonical_bytes_read_back_as_the_same_facts(facts: object):
    assert json.loads(canonical_json(facts)) == facts
    assert canonical_json(json.loads(canonical_json(facts))) == canonical_json(facts)


@pytest.mark.parametrize("value", [float("nan"), 2**53, {1: "x"}, {"day": object()}])
def test_what_json_cannot_say_the_same_way_everywhere_is_refused(value: object):
    with pytest.raises(ValueError, match=r"."):
        canonical_json(value)


def test_a_commitment_is_the_digest_of_salt_and_body():
    assert commitment(b"s" * 16, b"body") == hashlib.sha256(b"s" * 16 + b"body").hexdigest()
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_short_salt_could_be_guessed_and_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(b"short", b"body")

"""INSERT statements as text."""

from sunshine.lib.inserts import insert


def test_one_row_has_a_placeholder_for_each_column():
    assert insert("t", ["a", "b"]) == 'INSERT INTO "t" ("a", "b") VALUES (%s, %s)'


def test_a_key_comes_back():
    assert insert("t", ["a"], returning="id") == 'INSERT INTO "t" ("a") VALUES (%s) RETURNING "id"'


def test_a_value_goes_through_its_expression():
    made = insert("t", ["a", "words"], expressions=[("words", "to_tsvector('simple', %s)")])

    assert made == """INSERT INTO "t" ("a", "words") VALUES (%s, to_tsvector('simple', %s))"""

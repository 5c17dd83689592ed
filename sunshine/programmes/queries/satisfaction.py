"""Satisfaction, in whole groups of five: with each answer counted as it comes, one could read the newest of them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

GROUP = 5
_SAID = """
SELECT '{name}', community, period, sum({weight}), count(*) FROM (
  SELECT matter.community, told.satisfied, width_bucket(told.at, %(bounds)s) AS period,
    row_number() OVER (PARTITION BY matter.community, width_bucket(told.at, %(bounds)s) ORDER BY told.at, told.id) AS place,
    count(*) OVER (PARTITION BY matter.community, width_bucket(told.at, %(bounds)s)) AS said
  FROM {said} told JOIN {matter} matter ON matter.id = told.{key}
  WHERE told.satisfied <> '' AND told.at >= %(first)s AND told.at < %(until)s
    AND matter.community = ANY(%(communities)s) AND {counts}
) answers WHERE place <= said / %(group)s * %(group)s GROUP BY community, period
"""
_SQL = {
    "satisfied": _SAID.format(
        name="satisfied",
        weight="CASE satisfied WHEN 'yes' THEN 1.0 WHEN 'fair' THEN 0.8 ELSE 0.0 END",
        said="cases_confirmation",
        matter="cases_case",
        key="case_id",
        counts="NOT (matter.restricted OR matter.confidential OR matter.self_handled)",
    ),
    "wish_satisfied": _SAID.format(
        name="wish_satisfied",
        weight="CASE WHEN satisfied IN ('yes', 'fair') THEN 1 ELSE 0 END",
        said="party_wishconfirmation",
        matter="party_wish",
        key="wish_id",
        counts="TRUE",
    ),
}
"""满意率 weighs as domain §2.4 says; 受助者满意度 counts answers of satisfied and fairly satisfied (§8)."""


def satisfaction(
    keys: Sequence[str], communities: Sequence[str], bounds: Sequence[datetime]
) -> dict[tuple[str, str, int], tuple[Decimal, int]]:
    """(community, key, number of the span) → (satisfied, asked); spans lie between neighbouring bounds, from 0.

    One statement, none without keys.
    """
    if not keys:
        return {}
    values: dict[str, Any] = {
        "communities": list(communities),
        "bounds": list(bounds),
        "group": GROUP,
        "first": bounds[0],
        "until": bounds[-1],
    }
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_SQL[key] for key in keys), values)
        return {
            (community, key, period - 1): (Decimal(top), base)
            for key, community, period, top, base in cursor.fetchall()
        }

"""Nobody is ranked: no column, query, sheet, page or answer of the API orders, counts or scores persons (R-PTY-01, -02).

Organisations may be compared, a community with its own past; persons never. What only looks so stands below with its
reason. The finders are tried on samples first, so that their silence means something.
"""

from pathlib import Path

import pytest
from django.apps import apps

from sunshine.desk.tables import TABLES
from tests.architecture import persons

SOURCE = Path(__file__).resolve().parents[2] / "sunshine"
LOG_IN = {"account", "mfa", "sessions"}

COLUMNS = {
    "places.Place.level": "county, street, community or grid",
    "people.Officer.version": "counts the changes of a row, so that nobody overwrites another's",
    "people.Contact.version": "counts the changes of a row",
    "people.Contact.looks": "how often staff looked at a sealed number: guards the resident",
    "volunteers.Volunteer.version": "counts the changes of a row",
}
CALLS: dict[str, str] = {
    "matters/queries/paging.py:page_by_key": "by a moment and the key, turned around for the page before",
    "insight/queries/now.py:waits": "pairs of organisations, whoever has waited longest first",
    "insight/queries/week.py:count_asked_kinds": "kinds of matters, what residents asked most",
    "places/queries/tree.py:duties": "the grid worker before the grid leader",
}
HEADS: dict[str, str] = {
    "desk/templates/desk/party/tree.html": "the headcount that an organisation gives of itself",
}
ANSWERS: dict[str, str] = {
    "health.py:readyz": "the worker is a process of the queue",
}


# -- the house ---------------------------------------------------------------------------------------------------------


def _models():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("sunshine.") or model._meta.app_label in LOG_IN
    ]


def test_no_column_scores_a_person():
    found = {
        f"{model._meta.label}.{field.name}": fault
        for model in _models()
        for field in model._meta.local_concrete_fields
        if (fault := persons.of_field(model.__name__, field.name, type(field).__name__))
    }

    assert {name: fault for name, fault in found.items() if name not in COLUMNS} == {}


def test_no_model_comes_in_an_order_of_merit():
    found = {
        model._meta.label: persons.of_ordering(model.__name__, [str(name) for name in model._meta.ordering])
        for model in _models()
    }

    assert {label: fault for label, fault in found.items() if fault} == {}


def test_nobody_knows_when_somebody_logged_in_last():
    shown = ["last_login", "last_seen", "logins", "last_active", "last_used_at"]
    files = [*persons.files(SOURCE, ".py"), *persons.files(SOURCE, ".html")]
    found = {f"{path}:{word}" for path, text in files for word in shown if word in text}

    assert found == {"people/models.py:last_login"}  # where it is taken away


def test_no_query_orders_or_counts_persons():
    found = {
        f"{path}:{owner}: {fault}"
        for path, text in persons.files(SOURCE, ".py")
        for owner, fault in persons.of_source(text, path)
        if f"{path}:{owner}" not in CALLS
    }

    assert found == set()


def test_no_sheet_has_figures_beside_persons():
    found = {
        f"{path}:{owner}: {fault}"
        for path, text in persons.files(SOURCE, ".py")
        for owner, heads in persons.sheets(text)
        if (fault := persons.of_heads(heads)) and f"{path}:{owner}" not in HEADS
    }

    assert found == set()


def test_no_page_has_figures_beside_persons():
    found = {
        f"{path}: {fault}"
        for path, text in persons.files(SOURCE, ".html")
        for fault in persons.of_template(text)
        if path not in HEADS
    }

    assert found == set()


def test_no_table_of_the_desk_has_figures_beside_persons():
    heads = {key: [str(head) for head in table.heads] for key, table in TABLES.items()}

    assert {key: fault for key, named in heads.items() if (fault := persons.of_heads(named))} == {}


def test_the_api_names_and_scores_nobody():
    found = {
        f"{path}:{owner}: {fault}"
        for path, text in persons.files(SOURCE / "api", ".py")
        for owner, fault in persons.of_answer(text)
        if f"{path}:{owner}" not in ANSWERS
    }

    assert found == set()


def test_every_exemption_is_still_needed():
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in _models()
        for field in model._meta.local_concrete_fields
        if persons.of_field(model.__name__, field.name, type(field).__name__)
    }
    called = {
        f"{path}:{owner}"
        for path, text in persons.files(SOURCE, ".py")
        for owner, _ in persons.of_source(text, path)
    }

    assert (set(COLUMNS) - kept, set(CALLS) - called) == (set(), set())


# -- the finders themselves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "name", "kind"),
    [
        ("Volunteer", "points", "IntegerField"),
        ("Volunteer", "hours", "DecimalField"),
        ("Member", "rank", "CharField"),
        ("Officer", "last_login", "DateTimeField"),
        ("Officer", "handled", "PositiveIntegerField"),
        ("Post", "star_rating", "CharField"),
    ],
)
def test_a_column_that_scores_is_found(model: str, name: str, kind: str):
    assert persons.of_field(model, name, kind)


@pytest.mark.parametrize("ordering", [["-hours"], ["points"], ["-joined"], ["name", "-tasks__count"]])
def test_an_order_of_merit_is_found(ordering: list[str]):
    assert persons.of_ordering("Volunteer", ordering)


@pytest.mark.parametrize(
    "line",
    [
        'Volunteer.objects.annotate(done=Count("tasks"))',
        'Officer.objects.filter(is_active=True).annotate(n=Count("cases"))',
        'Task.objects.values("post__tenures__volunteer").annotate(n=Count("id"))',
        'Task.objects.values("post__holder_id").annotate(n=Count("id"))',
        'Case.objects.values("assignee").annotate(n=Count("id"))',
        'Entry.objects.values_list("actor").annotate(n=Count("id"))',
        'rows.annotate(helped=Count("pair")).order_by("-helped")',
        'Volunteer.objects.order_by("-hours")',
        'Volunteer.objects.order_by("points", "id")',
        'Volunteer.objects.order_by(Count("posts").desc())',
        "Volunteer.objects.order_by(*wanted)",
        "Counter(task.volunteer_id for task in tasks)",
        'Counter(case["assignee"] for case in cases).most_common()',
        "sorted(volunteers, key=lambda one: -len(one.tasks))",
        "volunteers.sort(key=lambda one: one.hours)",
        'cursor.execute("SELECT volunteer_id, count(*) FROM party_helper GROUP BY volunteer_id")',
        'cursor.execute("SELECT rank() OVER (PARTITION BY officer ORDER BY n)")',
    ],
)
def test_source_that_ranks_is_found(line: str):
    sample = f"def listing(wanted):\n    return {line}\n"

    assert {owner for owner, _ in persons.of_source(sample, "party/queries/posts.py")} == {"listing"}


@pytest.mark.parametrize(
    "line",
    [
        'Case.objects.values("holder").annotate(n=Count("id"))',
        'Volunteer.objects.order_by("display_name", "id")',
        'Pledge.objects.values("community", "state").annotate(n=Count("id"))',
        "sorted(bodies, key=lambda body: body.place)",
    ],
)
def test_source_that_compares_organisations_is_left_alone(line: str):
    sample = f"def listing():\n    return {line}\n"

    assert list(persons.of_source(sample, "cases/queries/board.py")) == []


def test_a_sheet_that_ranks_is_found():
    sample = 'def _columns():\n    return [Column(_("Volunteer"), 20), Column(_("Hours"), 10)]\n'

    assert [persons.of_heads(heads) for _, heads in persons.sheets(sample)] == ["figures beside persons"]


@pytest.mark.parametrize(
    "page",
    [
        '<table><thead><tr><th scope="col">姓名</th><th scope="col">服务时长</th></tr></thead></table>',
        '<table><tr><th scope="row">积分</th><td>3</td></tr></table>',
        '<table><tr><th scope="col">{% translate "Member" %}</th><th scope="col">{% translate "Total" %}</th></tr></table>',
        "<p>{{ volunteer.points }}</p>",
        "{% for one in helpers|dictsortreversed:'done' %}{% endfor %}",
    ],
)
def test_a_page_that_ranks_is_found(page: str):
    assert list(persons.of_template(page)) != []


def test_an_answer_that_names_somebody_is_found():
    sample = 'def answer(row):\n    return {"id": row.pk, "volunteer": row.name, "total_points": 3}\n'

    assert [fault for _, fault in persons.of_answer(sample)] == [
        "the API tells volunteer",
        "the API tells total_points",
    ]

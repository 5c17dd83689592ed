"""The words of messages are data: changed on the desk, never beyond what may leave the house."""

import pytest

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.notices import actions, queries
from sunshine.notices.forms import TemplateForm
from sunshine.notices.models import Template
from sunshine.people.models import Assignment, Officer
from sunshine.people.states import Role
from sunshine.record.queries import entries
from sunshine.record.states import Actor, ActorKind
from tests.notices.outbox import AT, community

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Template:
    return Template.objects.create(
        kind="case_closed", language="en", title="Old", body="${number}", version=1
    )


def officer(role: Role) -> Actor:
    organisation = community()
    person = Officer.objects.create(username="mei", name="梅", organisation=organisation)
    Assignment.objects.create(officer=person, role=role, place="231282", valid_from="2026-01-01")
    return Actor(ActorKind.OFFICER, str(person.pk), organisation.pk, person.name, person)


def test_an_administrator_changes_the_words_with_an_entry(template):
    form = TemplateForm({"title": "Done: ${number}", "body": "See ${link}", "version": 1}, instance=template)
    assert form.is_valid(), form.errors

    actions.set_template(form.instance, by=officer(Role.COUNTY_ADMIN), at=AT)

    assert Template.objects.values_list("title", "body", "version").get() == (
        "Done: ${number}",
        "See ${link}",
        2,
    )
    (entry,) = entries("template:case_closed:en")
    assert (entry.step, entry.facts) == (2, {"title": "Done: ${number}", "body": "See ${link}"})


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SECRETARY, Role.AUDITOR])
def test_nobody_else_does(template, role):
    with pytest.raises(Refused) as refused:
        actions.set_template(template, by=officer(role), at=AT)

    assert refused.value.code == "not_keeper"


def test_whoever_saw_older_words_is_told(template):
    by = officer(Role.COUNTY_ADMIN)
    actions.set_template(Template.objects.get(), by=by, at=AT)

    with pytest.raises(Overtaken):
        actions.set_template(template, by=by, at=AT)


def test_details_of_a_matter_are_refused_by_the_action_too(template):
    template.body = "${text}"

    with pytest.raises(Refused) as refused:
        actions.set_template(template, by=officer(Role.COUNTY_ADMIN), at=AT)

    assert refused.value.code == "template"


@pytest.mark.parametrize("changes", [{"title": "${name}"}, {"body": "$ 5"}, {"body": ""}])
def test_the_form_says_what_may_not_be_named(template, changes):
    form = TemplateForm({"title": "t", "body": "b", "version": 1, **changes}, instance=template)

    assert list(form.errors) == list(changes)


def test_the_form_says_what_can_be_named():
    assert "${number}" in str(TemplateForm()["body"].help_text)


def test_every_shipped_message_is_whole_sentences_with_and_without_its_link():
    bodies = {
        name: body.removesuffix("${link}").rstrip()
        for name, (_title, body) in queries.shipped_templates().items()
    }

    assert [name for name, body in bodies.items() if body[-1] not in "。！？.!?"] == []
    assert [
        name
        for name, (title, _body) in queries.shipped_templates().items()
        if title.rstrip()[-1] in "：:，,；;"
    ] == []

"""How a form is drawn."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.safestring import mark_safe

from sunshine.ui.forms import LongSelect, Renderer
from tests.reading import words_of


class MatterForm(forms.Form):
    text = forms.CharField(label="Matter", help_text="One sentence.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Agreed", required=False)
    photos = forms.FileField(label="Photos", required=False)


class Chosen(forms.Form):
    street = forms.ChoiceField(
        choices=[("", "none"), ("North <1>", [("a&b", "A & B"), (7, 1_000)]), ("c", "C")], required=False
    )


def soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(str(markup), "html.parser")


def test_a_field_carries_label_help_and_mark() -> None:
    drawn = soup(MatterForm()["text"].as_field_group())

    assert (drawn.label["for"], words_of(drawn.label)) == ("id_text", "Matter （必填）")
    assert (drawn.input["aria-describedby"], drawn.find(id="id_text_helptext").text) == (
        "id_text_helptext",
        "One sentence.",
    )


def test_an_error_is_tied_to_its_field() -> None:
    drawn = soup(MatterForm({})["text"].as_field_group())

    assert drawn.div["class"] == ["field", "wrong"]
    assert (drawn.input["aria-invalid"], drawn.input["aria-describedby"]) == (
        "true",
        "id_text_helptext id_text_error",
    )
    assert drawn.find(id="id_text_error")["role"] == "alert"


def test_choices_are_a_group_of_whole_rows() -> None:
    drawn = soup(MatterForm()["kind"].as_field_group())

    assert drawn.fieldset.legend.text.startswith("Kind")
    assert [label.text.strip() for label in drawn.find(class_="choices").find_all("label")] == ["A", "B"]


def test_a_tick_stands_before_its_words() -> None:
    drawn = soup(MatterForm()["agree"].as_field_group())

    assert [child.name for child in drawn.find(class_="tick").children if child.name] == ["input", "span"]


def test_what_concerns_the_whole_form_stands_above_it() -> None:
    form = MatterForm({"text": "x", "kind": "a"})
    form.add_error(None, "Somebody was faster.")

    assert soup(form).find(class_="errors").get_text(strip=True) == "Somebody was faster."


def test_a_page_may_give_a_field_another_label() -> None:
    page = Template("{% load ui %}{% field form.text label='Name' help_text='Short.' %}")
    drawn = soup(page.render(Context({"form": MatterForm()})))

    assert (words_of(drawn.label), drawn.find(class_="help").text) == ("Name （必填）", "Short.")


def test_photos_are_picked_with_their_limits_said() -> None:
    page = Template("{% load ui %}{% file_picker form.photos count=3 megabytes=5 %}")
    drawn = soup(page.render(Context({"form": MatterForm()})))

    assert (drawn.div["data-max-count"], drawn.div["data-max-bytes"]) == ("3", str(5 * 2**20))
    assert (drawn.input["aria-describedby"], "multiple" in drawn.input.attrs) == ("id_photos_helptext", True)


def test_a_list_to_choose_from_is_drawn_as_django_draws_it() -> None:
    for initial in ("", "a&b", 7, "c"):
        ours, djangos = Chosen(initial={"street": initial}), Chosen(initial={"street": initial})
        djangos.renderer = DjangoTemplates()
        drawn = [soup(form["street"].as_widget()).prettify() for form in (ours, djangos)]
        assert drawn[0] == drawn[1]
        assert "comment" not in str(ours["street"])


@pytest.mark.parametrize(
    ("value", "marked"),
    [("b&c", ["b&c"]), ("", [""]), (None, [""]), ("gone", []), ('"><script>', []), ("b", [])],
    ids=["one of them", "none", "nothing said", "unknown", "hostile", "part of one"],
)
def test_a_long_list_is_drawn_once_and_what_was_chosen_is_marked(
    value: str | None, marked: list[str]
) -> None:
    widget = LongSelect(attrs={"form": "report"})
    widget.drawn = mark_safe('<option value="">none</option><option value="b&amp;c">B</option>')

    drawn = soup(widget.render("street", value, {"id": "id_street"}, Renderer()))

    shown = drawn.find("select")
    assert (shown["name"], shown["form"], shown["id"]) == ("street", "report", "id_street")
    assert [one["value"] for one in drawn.find_all("option", selected=True)] == marked
    assert (len(drawn.find_all("option")), drawn.script) == (2, None)

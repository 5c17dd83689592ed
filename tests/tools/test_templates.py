"""The formatter of templates breaks what is too long where nobody sees it, and nowhere else."""

import re

import pytest

from tools.template_atoms import scan
from tools.template_stream import stream
from tools.template_words import BLOCKS, EMPTY, QUOTE, SHOWS_BLOCK
from tools.templates import COLUMNS, ROOT, formatted, problems, templates

LONG = "word " * 40
NAMED = {path.relative_to(ROOT / "sunshine").as_posix(): path for path in templates()}


def broken(text: str) -> list[str]:
    """The lines of what becomes of a template."""
    new = formatted(text)
    assert stream(new) == stream(text)
    return new.split("\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<p>a</p>", "<p>\n  a\n</p>"),
        ("<b>a b</b>", "<b>a\n  b</b>"),
        ("<b id=1 class=c>a</b>", "<b id=1\n    class=c>a</b>"),
        ("<li>{% if a %}b{% else %}c{% endif %}</li>", "<li>\n{% if a %}\nb\n{% else %}\nc\n{% endif %}\n</li>"),
        ("a {% load x %}b", "a {% load x %}\nb"),
        ('{% extends "a" %}{% load b %}{% block c %}', '{% extends "a" %}\n{% load b %}\n{% block c %}'),
        ("{% blocktranslate trimmed %}a b{% endblocktranslate %}", "{% blocktranslate trimmed %}\na\nb\n{% endblocktranslate %}"),
    ],
)  # fmt: skip
def test_white_space_that_no_browser_shows_makes_no_difference(one, other):
    assert stream(one) == stream(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<b>a</b><b>b</b>", "<b>a</b> <b>b</b>"),
        ("<a>a</a>，b", "<a>a</a>\n，b"),
        ("a{{ b }}", "a {{ b }}"),
        ("{% if a %}<p>b</p>{% endif %}{% if c %}d{% endif %}e", "{% if a %}<p>b</p>{% endif %}{% if c %}d{% endif %}\ne"),
        ("<p>a{% if b %}c{% endif %}</p>", "<p>a\n{% if b %}c{% endif %}</p>"),
        ("<p>{% for a in b %}{{ a }}{% endfor %}</p>", "<p>{% for a in b %}{{ a }}\n{% endfor %}</p>"),
        ("{% block a %}b{% endblock %}", "{% block a %}\nb{% endblock %}"),
        ("<td>{{ a }}</td>", "<td>\n{{ a }}</td>"),
        ('<div role="status">{{ a }}</div>', '<div role="status">\n{{ a }}</div>'),
        ("<pre>a b</pre>", "<pre>a\nb</pre>"),
        ("<textarea>a b</textarea>", "<textarea>a\nb</textarea>"),
        ('<p class="quote">a b</p>', '<p class="quote">a\nb</p>'),
        ('<a title="a b">c</a>', '<a title="a\nb">c</a>'),
        ("{% blocktranslate %}a b{% endblocktranslate %}", "{% blocktranslate %}a\nb{% endblocktranslate %}"),
        ("a\N{IDEOGRAPHIC SPACE}b", "a b"),
        ("a\N{NO-BREAK SPACE}b", "a b"),
        ("<b id=1>a</b>", "<b>a</b>"),
        ("<p>{{ a }}</p>", "<p>{{ b }}</p>"),
        ("<p>{% if a %}b{% else %}c{% endif %}</p>", "<p>{% if a %}c{% else %}b{% endif %}</p>"),
    ],
)  # fmt: skip
def test_white_space_that_is_shown_makes_one_and_so_does_every_other_change(one, other):
    assert stream(one) != stream(other)


def test_a_line_that_fits_stays_as_it_is():
    text = "<ul><li>a</li><li>b</li></ul>\n\n   <p>c</p>  \n"

    assert formatted(text) == text


def test_elements_that_hold_others_stand_around_them():
    inner = [f"<li>{LONG[:95]}</li>", f"<li>{LONG[:60]}</li>"]

    assert broken(f"  <ul>{''.join(inner)}</ul>") == ["  <ul>", *(f"    {item}" for item in inner), "  </ul>"]


def test_branches_of_a_condition_stand_below_each_other():
    first, second = f"<p>{LONG[:90]}</p>", f"<p>{LONG[:91]}</p>"

    lines = broken(f"{{% if a %}}{first}{{% else %}}{second}{{% endif %}}")

    assert lines == ["{% if a %}", f"  {first}", "{% else %}", f"  {second}", "{% endif %}"]


def test_text_is_broken_at_its_spaces_and_a_tag_between_its_attributes():
    attributes = " ".join(f'data-word-{number}="{{% url "a" b %}} c d"' for number in range(8))

    text, tag = broken(f"<p>{LONG}</p>"), broken(f"<input {attributes}>")

    assert all(len(line) <= COLUMNS for line in text + tag)
    assert " ".join(line.strip() for line in tag) == f"<input {attributes}>"


@pytest.mark.parametrize(
    "text",
    [
        f"<pre>{LONG}</pre>",
        f"<textarea>{LONG}</textarea>",
        f"<script>{LONG}</script>",
        f'<p class="quote">{LONG}</p>',
        f'<b title="{LONG}">a</b>',
        f'{{% translate "{LONG}" %}}',
        f"{{% comment %}}{LONG}{{% endcomment %}}",
        f"{{% blocktranslate %}}{LONG}{{% endblocktranslate %}}",
        "<span>a</span>" * 20,
        "{{ a }}" * 40,
        LONG.replace(" ", "\N{IDEOGRAPHIC SPACE}"),
        f"<td>{'{{ a }}' * 40}</td>",
    ],
)
def test_what_has_no_place_to_break_stays_long_and_is_not_complained_of(text):
    assert formatted(text) == text
    assert list(problems(text)) == []


def test_the_check_names_the_lines_that_can_be_broken():
    assert list(problems(f"<p>a</p>\n\n<p>{LONG}</p>\n<pre>\n{LONG}</pre>\n<p>{LONG}</p>\n")) == [3, 6]


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_template_is_read_without_loss_and_needs_no_second_turn(name):
    text = NAMED[name].read_text(encoding="utf-8")

    assert "".join(atom.glue + atom.text for atom in scan(text)) == text
    assert formatted(text) == text


def style_rules() -> list[tuple[str, str]]:
    """Selectors and declarations of our style sheets."""
    sheets = (
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "web" / "src" / "styles").glob("*.css"))
    )
    return [
        (selectors.strip(), said)
        for sheet in sheets
        for selectors, said in re.findall(r"([^{};/]+)\{([^{}]*)\}", sheet)
    ]


def test_what_a_style_shows_with_its_line_ends_is_never_broken():
    kept = [name for name, said in style_rules() if re.search(r"white-space: *(pre|break-spaces)", said)]

    assert kept == [".quote"]
    assert QUOTE.search('<p class="more quote">')


def test_what_a_style_asks_whether_it_is_empty_keeps_its_edges():
    asked = {
        name.partition(":")[0].split()[-1]
        for rules, _said in style_rules()
        for name in rules.split(",")
        if ":empty" in name
    }
    known = [name for name in asked if EMPTY.search(re.sub(r"^\.(.*)", r'class="\1"', name.strip("[]")))]

    assert asked - set(known) == {"td"}


def test_no_style_lays_a_block_element_into_a_line():
    inline = [
        name
        for rules, said in style_rules()
        if re.search(r"display: *(inline|contents)", said)
        for name in rules.split(",")
    ]

    assert [name for name in inline if re.split(r"[.:\[]", name.split()[-1])[0] in BLOCKS] == []


def test_every_tag_that_counts_as_a_block_is_one():
    code = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "sunshine").glob("*/templatetags/*.py"))
    )
    files = re.findall(r'inclusion_tag\("([^"]+)"[^)]*\)\s+def (\w+)', code)
    drawn = {tag: NAMED[f"ui/templates/{file}"].read_text(encoding="utf-8") for file, tag in files}
    counted = [tag for tag in drawn if SHOWS_BLOCK.match(f"{{% {tag} a %}}")]

    assert len(counted) > 8
    for tag in counted:
        shown = re.sub(r"^(\{% (load|url) [^%]*%\}\s*)*", "", drawn[tag]).strip()
        first, last = re.match(r"<(\w+)", shown), re.search(r"</(\w+)>$", shown)
        assert {first and first[1], last and last[1]} <= BLOCKS, tag

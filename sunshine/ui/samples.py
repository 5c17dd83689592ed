"""Invented content for the page that shows every component."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = [
    ("", gettext_lazy("Please choose")),
    ("light", gettext_lazy("Street lamp")),
    ("water", gettext_lazy("Water")),
]
SOLVED = [("yes", gettext_lazy("Yes, solved")), ("no", gettext_lazy("No, not yet"))]
TIMES = [("morning", gettext_lazy("Morning")), ("evening", gettext_lazy("Evening"))]


class SampleForm(forms.Form):
    """One field of each kind."""

    text = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy("One or two sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Only for questions about this matter; kept under seal."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "tel", "autocomplete": "tel"}),
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, required=False)
    again = forms.ChoiceField(label=gettext_lazy("Is it solved?"), choices=SOLVED, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("When may we call?"),
        choices=TIMES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(
        label=gettext_lazy("The others in the house may see my report"), required=False
    )
    photos = forms.FileField(label=gettext_lazy("Photos"), required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)


def custody_links(now: datetime) -> list[dict[str, Any]]:
    """A chain of four holders, the last of them late."""
    at = [
        now - timedelta(days=4, hours=3),
        now - timedelta(days=4),
        now - timedelta(days=2),
        now - timedelta(hours=20),
    ]
    return [
        {"holder": _("Sunshine Community"), "began": at[0], "ended": at[1]},
        {"holder": _("Street dispatcher"), "began": at[1], "ended": at[2]},
        {"holder": _("Street lighting office"), "began": at[2], "ended": at[3]},
        {"holder": _("Power company"), "began": at[3], "ended": None, "over": True},
    ]


def rows(now: datetime) -> list[dict[str, Any]]:
    """Three matters of a work list: due soon, late, answered."""
    return [
        {"number": "231282-261123-000427", "text": _("Street lamp out at gate 3"), "state": _("In hand"),
         "kind": "active", "since": now - timedelta(hours=5), "until": now + timedelta(hours=3)},
        {"number": "231282-261120-000386", "text": _("Water on the stairs of building 7"), "state": _("Overdue"),
         "kind": "overdue", "since": now - timedelta(days=3), "until": now - timedelta(hours=2)},
        {"number": "231282-261119-000351", "text": _("Rubbish not taken away"), "state": _("Waits for the resident"),
         "kind": "waiting", "since": now - timedelta(days=4), "until": now + timedelta(days=3)},
    ]  # fmt: skip


def areas() -> dict[str, Any]:
    """Six square grids as GeoJSON."""
    features = []
    for number in range(6):
        x, y = 125.96 + 0.02 * (number % 3), 46.05 + 0.015 * (number // 3)
        ring = [[x, y], [x + 0.02, y], [x + 0.02, y + 0.015], [x, y + 0.015], [x, y]]
        features.append({
            "type": "Feature",
            "properties": {"name": _("Grid %(number)s") % {"number": number + 1}},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}

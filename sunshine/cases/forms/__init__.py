"""Forms of requests: the steps, the list and its reports, the rule tables."""

from sunshine.cases.forms.choices import (
    category_choices,
    holder_choices,
    organisation_words,
    place_choices,
    place_words,
    words,
)
from sunshine.cases.forms.handling_tables import NumberForm, ReasonForm, RungForm
from sunshine.cases.forms.ledgers import LedgerAnswersForm, LedgerColumnsForm, LedgerFileForm, LedgerUndoForm
from sunshine.cases.forms.lists import FIELD_OF, DeskReportForm, FilterForm, once
from sunshine.cases.forms.steps import StepForm
from sunshine.cases.forms.tables import CategoryForm, CommunityDutyForm, RouteRuleForm, TryForm

__all__ = [
    "FIELD_OF",
    "CategoryForm",
    "CommunityDutyForm",
    "DeskReportForm",
    "FilterForm",
    "LedgerAnswersForm",
    "LedgerColumnsForm",
    "LedgerFileForm",
    "LedgerUndoForm",
    "NumberForm",
    "ReasonForm",
    "RouteRuleForm",
    "RungForm",
    "StepForm",
    "TryForm",
    "category_choices",
    "holder_choices",
    "once",
    "organisation_words",
    "place_choices",
    "place_words",
    "words",
]

"""Forms of requests: the steps, the list and its reports, the rule tables."""

from sunshine.cases.forms.choices import category_choices
from sunshine.cases.forms.handling_tables import NumberForm, ReasonKindForm, RungForm
from sunshine.cases.forms.ledgers import LedgerAnswersForm, LedgerColumnsForm, LedgerFileForm, LedgerUndoForm
from sunshine.cases.forms.lists import FIELD_OF, DeskReportForm, FilterForm
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
    "ReasonKindForm",
    "RouteRuleForm",
    "RungForm",
    "TryForm",
    "category_choices",
]

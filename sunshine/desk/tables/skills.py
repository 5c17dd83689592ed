"""What a person can do for another."""

from django.utils.translation import gettext_lazy as _

from sunshine.desk.tables.kinds import kind_table
from sunshine.volunteers.actions import set_skill
from sunshine.volunteers.forms import SkillForm
from sunshine.volunteers.models import Skill

SKILLS = kind_table(
    Skill,
    SkillForm,
    set_skill,
    key="skills",
    title=_("Skills"),
    lead=_("What people can do for others; nobody is asked for a certificate here."),
)

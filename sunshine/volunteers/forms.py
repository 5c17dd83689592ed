"""The form of a skill."""

from sunshine.tables.forms import KindForm


class SkillForm(KindForm):
    """Something a person can do for another."""

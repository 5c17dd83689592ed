"""Party organisations and partners, and double reporting."""

from sunshine.party.models.bodies import Body, ListLine, Partnership, Reporting

__all__ = ["Body", "ListLine", "Partnership", "Reporting"]

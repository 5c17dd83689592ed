"""Party members who offer themselves: that they are members is political data and stands only here."""

from django.db import models

from sunshine.people.models import Organisation
from sunshine.volunteers.models import Volunteer


class Member(models.Model):
    """A volunteer who said to which branch they belong. No file, no dues, no discipline (domain §6.6).

    Deleted when they leave or take the consent back: what they did stays with the reference of the volunteer.
    """

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.PROTECT, primary_key=True, related_name="member"
    )
    branch = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")

    def __str__(self) -> str:
        return str(self.volunteer)

"""Party organisations and partners, members who offer themselves, wishes, posts and pledges."""

from sunshine.party.models.bodies import Body, ListLine, Partnership, Reporting
from sunshine.party.models.members import Member
from sunshine.party.models.posts import Comment, Pledge, Post, PostKind, Task, Tenure
from sunshine.party.models.wishes import Helper, Wish, WishConfirmation, WishCustody, WishKind, WishNote

__all__ = [
    "Body",
    "Comment",
    "Helper",
    "ListLine",
    "Member",
    "Partnership",
    "Pledge",
    "Post",
    "PostKind",
    "Reporting",
    "Task",
    "Tenure",
    "Wish",
    "WishConfirmation",
    "WishCustody",
    "WishKind",
    "WishNote",
]

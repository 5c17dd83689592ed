"""The kinds of post with their duties."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from sunshine.desk.tables.kinds import CODE, NAME, RETIRED, SOURCE, KindColumn, kind_table
from sunshine.posts.actions.kinds import set_post_kind
from sunshine.posts.forms.desk import PostKindForm
from sunshine.posts.models import PostKind

POST_KINDS = kind_table(
    PostKind,
    PostKindForm,
    set_post_kind,
    key="post-kinds",
    title=_("Kinds of post"),
    lead=_("What a post is for, and the duties that become tasks while somebody holds it."),
    columns=(
        CODE,
        NAME,
        KindColumn(_("Duties"), lambda row: "；".join(row.spoken_duties)),
        KindColumn(_("Every how many days?"), attrgetter("every_days")),
        SOURCE,
        RETIRED,
    ),
)

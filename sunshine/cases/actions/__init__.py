"""The steps of a request, as verbs. Each checks, writes and records in one transaction."""

from sunshine.cases.actions.alarms import raise_alarm, raise_part_alarm
from sunshine.cases.actions.calendar import follow_calendar
from sunshine.cases.actions.caller import look_up_caller
from sunshine.cases.actions.calls import call
from sunshine.cases.actions.comparing import compare
from sunshine.cases.actions.contact import contact
from sunshine.cases.actions.correct import classify, locate, restrict, route
from sunshine.cases.actions.dispatching import dispatch, dispatch_as_proposed
from sunshine.cases.actions.erasing import forget
from sunshine.cases.actions.extending import ask_more_time, deny, grant, resume_case
from sunshine.cases.actions.fair import conceal, count_in, exclude, excuse, explain, leave_out, not_excused
from sunshine.cases.actions.finish import (
    close,
    confirm,
    follow,
    forward,
    keep_here,
    merge,
    refer,
    release,
    rework,
    withdraw,
)
from sunshine.cases.actions.handling_tables import end_rung, load_handling, set_number, set_reason, set_rung
from sunshine.cases.actions.paper import print_link
from sunshine.cases.actions.parts import answer_part, join
from sunshine.cases.actions.planning import whereabouts
from sunshine.cases.actions.receive import Received, receive, receive_all
from sunshine.cases.actions.returns import refuse, return_case, uphold
from sunshine.cases.actions.same import receive_same
from sunshine.cases.actions.samples import draw, inspect, take_up_again
from sunshine.cases.actions.shelving import keep_on, review, set_aside, shelve, take_up, tell_review
from sunshine.cases.actions.tables import (
    end_duty,
    end_route,
    load_catalogue,
    set_category,
    set_duty,
    set_route,
)
from sunshine.cases.actions.transfer import consent, decline, transfer
from sunshine.cases.actions.undoing import undo_import
from sunshine.cases.actions.watching import escalate, remind, stage_report, supervise
from sunshine.cases.actions.way_back import agree, reopen
from sunshine.cases.actions.whistles import conclude, raise_by_itself, report, whistle
from sunshine.cases.actions.work import accept, answer, ask, assign, note, photograph, reply

__all__ = [
    "Received",
    "accept",
    "agree",
    "answer",
    "answer_part",
    "ask",
    "ask_more_time",
    "assign",
    "call",
    "classify",
    "close",
    "compare",
    "conceal",
    "conclude",
    "confirm",
    "consent",
    "contact",
    "count_in",
    "decline",
    "deny",
    "dispatch",
    "dispatch_as_proposed",
    "draw",
    "end_duty",
    "end_route",
    "end_rung",
    "escalate",
    "exclude",
    "excuse",
    "explain",
    "follow",
    "follow_calendar",
    "forget",
    "forward",
    "grant",
    "inspect",
    "join",
    "keep_here",
    "keep_on",
    "leave_out",
    "load_catalogue",
    "load_handling",
    "locate",
    "look_up_caller",
    "merge",
    "not_excused",
    "note",
    "photograph",
    "print_link",
    "raise_alarm",
    "raise_by_itself",
    "raise_part_alarm",
    "receive",
    "receive_all",
    "receive_same",
    "refer",
    "refuse",
    "release",
    "remind",
    "reopen",
    "reply",
    "report",
    "restrict",
    "resume_case",
    "return_case",
    "review",
    "rework",
    "route",
    "set_aside",
    "set_category",
    "set_duty",
    "set_number",
    "set_reason",
    "set_route",
    "set_rung",
    "shelve",
    "stage_report",
    "supervise",
    "take_up",
    "take_up_again",
    "tell_review",
    "transfer",
    "undo_import",
    "uphold",
    "whereabouts",
    "whistle",
    "withdraw",
]

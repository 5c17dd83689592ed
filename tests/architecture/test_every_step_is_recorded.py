"""No change of state without its entry: every public action that writes reaches `record.actions.append`."""

import ast

import pytest

from tests.architecture.callgraph import ActionFunction, CallGraph

ROOMS = [
    "people",
    "places",
    "clocks",
    "matters",
    "tables",
    "cases",
    "volunteers",
    "services",
    "posts",
    "wishes",
    "party",
    "programmes",
    "insight",
]
WRITES = {
    "create",
    "update",
    "delete",
    "save",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "execute",
    "keep",  # of lib.inserts
    "send",
}
"""Methods of querysets, rows and cursors that write."""
APPENDS = {
    "sunshine.record.actions.append",
    "sunshine.record.actions.append_all",
    "sunshine.tables.loading.load_table",
} | {
    f"sunshine.record.rows.{name}"
    for name in ("add_row", "change_row", "end_row", "enter_step", "enter_event")
}
ROWS = {"sunshine.record.rows.write", "sunshine.record.rows.load_rows"}
"""Writes whose entry whoever calls them appends."""

CLOCK = "clocks start, stop and pause inside a step of their subject"
DOOR = "takes the step through the door of the room, which is handed to it"
PART_OF_A_STEP = {
    "cases.actions.comparing.compare": "keeps what the texts and places of the record say; could be computed anew",
    "cases.actions.ending.end_parts": "part of the step that makes the parts pointless",
    "cases.actions.ending.fall_away": "part of the step that makes the parts pointless",
    "matters.actions.steps.keep_words": "part of the step whose words they are",
    "cases.actions.ledgers.begin_ledger": "says that a job works; what it brings is recorded as it ends",
    "cases.actions.ledgers.forget_ledger_lines": "removes what a page showed of a file; counts and their entries stay",
    "cases.actions.ledgers.keep_replies_sent": "part of the export, whose entry tells of it",
    "cases.actions.ledgers.keep_ledger": "puts a file aside to be looked at; nothing is taken in",
    "cases.actions.ledgers.restart_ledger": "asks for a job, which records what it does as it ends",
    "cases.actions.ledgers.save_ledger": "how far a job is",
    "matters.actions.proposals.let_lapse": "part of the step that makes the proposal pointless",
    "cases.actions.parts.call_in": "part of the step that calls, whose entry names everybody called",
    "matters.actions.proposals.decide": DOOR,
    "matters.actions.proposals.propose": DOOR,
    "matters.actions.proposals.settle": "part of the step that decides the proposal",
    "cases.actions.resting.index_anew": "the same words cut another way for the search; nothing is decided",
    "matters.actions.resting.reseal_originals": "the same words under another key; the rotation has its entry",
    "matters.actions.resting.rest": "puts under seal what was said already; nothing is decided",
    "matters.actions.resting.rest_notes": "puts under seal what was said already; nothing is decided",
    "cases.actions.resting.rest_requests": "puts under seal what was said already; nothing is decided",
    "cases.actions.said.keep_word": "part of the step that takes the resident's word",
    "matters.actions.steps.next_numbers": "part of the step that takes in the matters, whose entries tell of them",
    "matters.actions.steps.next_number": "part of the step that takes in the matter, whose entry tells of it",
    "cases.actions.tables.raise_version": "tells processes to reload; the change itself has its entry",
    "cases.actions.work.restart_acceptance": CLOCK,
    "clocks.actions.keep.finish_change": "notes that all have followed; each that moved has its own entry",
    "clocks.actions.run.extend": CLOCK,
    "clocks.actions.run.pause": CLOCK,
    "clocks.actions.run.postpone": CLOCK,
    "clocks.actions.run.resume": CLOCK,
    "clocks.actions.run.start": CLOCK,
    "clocks.actions.run.start_all": CLOCK,
    "clocks.actions.run.start_measured": CLOCK,
    "clocks.actions.run.stop": CLOCK,
    "insight.actions.drop_old_days": "removes totals that no page reads; their months stay",
    "insight.actions.roll_up": "counts what the record says already; it could be counted anew at any time",
    "insight.actions.roll_up_all": "counts what the record says already; it could be counted anew at any time",
    "wishes.actions.move.begin": "part of the step that hands over the wish, whose entry tells of it",
    "people.actions.contacts.copy_contact": "part of the step that takes in the matter",
    "people.actions.contacts.keep_contacts": "part of the step that takes in the matters",
    "people.actions.contacts.keep_contact": "part of the step that takes in the matter",
    "people.actions.contacts.keep_longer": "part of the step that takes the matter up again",
    "people.actions.contacts.limit_keeping": "part of the step that ends the matter",
    "people.actions.contacts.reseal_contacts": "the same values under another key; the rotation has its entry",
    "people.actions.deputies.end_lent": "part of the step that ends what was lent, or takes its holder elsewhere",
    "people.actions.partners.partner": "reads one key, by a statement of its own",
    "places.actions.step.change_map": "tells processes to reload; the change itself has its entry",
}
"""Exactly the actions that write without an entry of their own, and why they may."""

BY_THE_SYSTEM = {
    "cases.actions.alarms.raise_alarm": "a clock that ran out",
    "cases.actions.alarms.raise_part_alarm": "a clock that ran out",
    "cases.actions.calendar.follow_calendar": "a calendar that changed",
    "cases.actions.samples.draw": "chance",
    "cases.actions.whistles.raise_by_itself": "the rule, at a second return",
    "clocks.actions.keep.load_defaults": "shipped rules",
    "wishes.actions.alarms.ring_wish": "a clock that ran out",
    "wishes.actions.calendar.follow_wish": "a calendar that changed",
}
"""Exactly the steps that nobody takes, and what does."""


@pytest.fixture(scope="module")
def graph() -> CallGraph:
    """All rooms' actions, read once."""
    return CallGraph(ROOMS)


def actions(graph: CallGraph) -> dict[str, ActionFunction]:
    """The public functions by their name below `sunshine`."""
    return {
        name.removeprefix("sunshine."): function
        for name, function in graph.functions.items()
        if isinstance(function.node, ast.FunctionDef) and not function.node.name.startswith("_")
    }


def test_every_action_that_writes_appends_an_entry(graph):
    silent = set()
    for name, function in actions(graph).items():
        reached, methods = graph.reached(function.name)
        if (methods & WRITES or ROWS & reached) and not APPENDS & reached:
            silent.add(name)

    assert silent == set(PART_OF_A_STEP)


def test_every_step_says_by_whom_and_when(graph):
    nobodys = set()
    for name, function in actions(graph).items():
        keywords = {it.arg for it in [*function.node.args.kwonlyargs, *function.node.args.args]}
        step = any("atomic" in ast.unparse(it) for it in function.node.decorator_list)
        if step and APPENDS & graph.reached(function.name)[0] and not {"by", "at"} <= keywords:
            nobodys.add(name)

    assert nobodys == set(BY_THE_SYSTEM)


def test_every_room_is_walked(graph):
    assert {name.split(".")[0] for name in actions(graph)} == set(ROOMS)
    assert len(actions(graph)) > 200

"""What would order, count or score persons, found in columns, source, sheets, headings and answers of the API."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PERSONS = {
    "Officer",
    "Volunteer",
    "Member",
    "Contact",
    "Helper",
    "Tenure",
    "Consent",
    "Assignment",
    "GridDuty",
}
"""Models one row of which is a person, or a person in one of their parts."""

TO_PERSON = {
    "officer", "officers", "assignee", "filed_by", "recorded_by", "commented_by", "reviewed_by", "about_officers",
    "volunteer", "volunteers", "helper", "helpers", "pair", "person", "member", "members", "contact", "for_person",
    "actor", "tenures", "tenure", "reviewer",
}  # fmt: skip
"""Fields that lead to a person wherever they stand."""

AT_TIMES_A_PERSON = {"holder"}
"""The holder of a matter is an organisation, that of a post a person: looked at with the file's room."""
ORGANISATION_HOLDS = ("cases/", "disclosure/", "desk/views/cases", "party/queries/wishes", "insight/", "api/")

SCORES = {
    "score", "scores", "scored", "point", "points", "rank", "ranks", "ranking", "rating", "ratings", "star", "stars",
    "level", "grade", "merit", "merits", "credit", "credits", "karma", "badge", "badges", "streak", "leaderboard",
    "login", "logins", "online", "seen", "attendance", "attended", "likes", "reads", "clicks",
}  # fmt: skip
SUMS = {
    "count",
    "counts",
    "total",
    "totals",
    "sum",
    "hours",
    "minutes",
    "times",
    "number_of",
    "amount",
    "done",
    "kept",
}
NUMBERS = {
    "SmallIntegerField", "PositiveSmallIntegerField", "IntegerField", "PositiveIntegerField", "BigIntegerField",
    "PositiveBigIntegerField", "FloatField", "DecimalField", "DurationField",
}  # fmt: skip
AGGREGATES = {"Count", "Sum", "Avg", "Max", "Min", "Rank", "DenseRank", "RowNumber", "Window"}

FORBIDDEN_HEADS = re.compile(
    r"积分|得分|评分|打分|排名|名次|排行|榜|星级|勋章|在线时长|登录次数|点击|阅读数|点赞"
    r"|\b(scores?|points?|rank(ing)?|rating|stars?|leaderboard|badges?|log-?ins?|online|likes)\b",
    re.IGNORECASE,
)
PERSON_HEADS = re.compile(
    r"姓名|志愿者|党员|网格员|工作人员|经办人|帮忙的人"
    r"|\b(name|volunteers?|members?|officers?|helpers?|handler|worker|person|people)\b",
    re.IGNORECASE,
)
SUM_HEADS = re.compile(
    r"次数|时长|小时|件数|完成数|总数|合计|数量|几次|几件"
    r"|\b(hours|times|counts?|totals?|how (many|often)|number of|done|handled)\b",
    re.IGNORECASE,
)
SHOWN = re.compile(r"\{[{%][^}]*\.(score|points|rank|ranking|rating|stars|last_login|logins|online)\b")
SORTED_SHOWN = re.compile(r"\|\s*dictsort(reversed)?\b")
GROUPED = re.compile(
    r"(group|partition)\s+by\b[^;)]*\b(officer|volunteer|assignee|person|contact|actor|helper|filed_by|recorded_by)(_id)?\b",
    re.IGNORECASE,
)


# -- columns ---------------------------------------------------------------------------------------------------------


def of_field(model: str, name: str, kind: str) -> str:
    """What is wrong with a column, by the names of its model, itself and its type; empty if nothing."""
    words = set(name.split("_"))
    if words & SCORES:
        return "a column that could score"
    if model in PERSONS and (kind in NUMBERS or words & SUMS):
        return "a number beside a person"
    return ""


def of_ordering(model: str, ordering: list[str]) -> str:
    """What is wrong with the order in which a model's rows come."""
    for name in ordering:
        if _is_figure(name, set()):
            return "an order by a figure"
        if model in PERSONS and name.startswith("-"):
            return "an order that puts some person first"
    return ""


# -- source ----------------------------------------------------------------------------------------------------------


def of_source(source: str, path: str) -> Iterator[tuple[str, str]]:
    """Function and fault of each place in a file of Python that groups, counts or orders persons."""
    for owner, part in _parts(ast.parse(source)):
        figures = _figures(part)
        for node in ast.walk(part):
            if isinstance(node, ast.Call):
                yield from ((owner, fault) for fault in _of_call(node, figures, path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and GROUPED.search(node.value):
                yield owner, "a statement that groups by persons"


def _parts(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions with their names (methods with their class), and what stands outside of them."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                yield (f"{node.name}.{part.name}" if isinstance(part, ast.FunctionDef) else node.name), part
        else:
            yield getattr(node, "name", "module"), node


def _figures(part: ast.AST) -> set[str]:
    """Names that a function gives to counts and sums."""
    return {
        keyword.arg
        for node in ast.walk(part)
        if isinstance(node, ast.Call) and _name(node) in {"annotate", "alias"}
        for keyword in node.keywords
        if keyword.arg and _aggregates(keyword.value)
    }


def _of_call(node: ast.Call, figures: set[str], path: str) -> Iterator[str]:
    name = _name(node)
    if name == "order_by":
        yield from _of_order(node, figures)
    if name in {"annotate", "alias"} and any(map(_aggregates, [*node.args, *_values(node)])):
        chain = ast.unparse(node.func)
        if re.search(rf"\b({'|'.join(PERSONS)})\.objects\b", chain):
            yield "a figure for each person"
        if any(_leads_to_person(path_, path) for path_ in _grouping(node.func)):
            yield "figures grouped by person"
    if name == "Counter" and _mentions_person(node):
        yield "persons counted"
    if name in {"sorted", "sort", "max", "min", "nlargest"} and _mentions_person(node) and _by_figure(node):
        yield "persons ordered by a figure"


def _of_order(node: ast.Call, figures: set[str]) -> Iterator[str]:
    for argument in node.args:
        if isinstance(argument, ast.Starred | ast.Name):
            yield "an order that cannot be read here"
        elif _aggregates(argument) or any(_is_figure(text, figures) for text in _texts(argument)):
            yield "an order by a figure"


def _is_figure(column: str, figures: set[str]) -> bool:
    name = column.lstrip("-")
    words = set(name.replace("__", "_").split("_"))
    return name in figures or bool(words & SCORES) or bool(words & SUMS and not words & {"on", "at"})


def _name(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _values(node: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in node.keywords]


def _aggregates(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Call) and _name(part) in AGGREGATES for part in ast.walk(node))


def _grouping(node: ast.expr) -> Iterator[str]:
    """What the values() before an annotate() in one chain name."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and _name(part) in {"values", "values_list"}:
            yield from (str(it.value) for it in part.args if isinstance(it, ast.Constant))


def _leads_to_person(name: str, path: str) -> bool:
    parts = set(name.removesuffix("_id").split("__"))
    held = AT_TIMES_A_PERSON if not any(part in path for part in ORGANISATION_HOLDS) else set()
    return bool(parts & (TO_PERSON | held))


def _mentions_person(node: ast.AST) -> bool:
    names = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    names |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    names |= {str(part.value) for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return any(name.removesuffix("_id") in TO_PERSON or name in PERSONS for name in names)


def _by_figure(node: ast.Call) -> bool:
    keys = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "key"]
    return any(set(re.findall(r"[a-z]+", key)) & (SUMS | SCORES | {"len"}) for key in keys)


# -- sheets, pages, the API -------------------------------------------------------------------------------------------


def of_heads(heads: list[str]) -> str:
    """What is wrong with the headings of a table or sheet."""
    if any(FORBIDDEN_HEADS.search(head) for head in heads):
        return "a heading that scores"
    if any(PERSON_HEADS.search(head) for head in heads) and any(SUM_HEADS.search(head) for head in heads):
        return "figures beside persons"
    return ""


def sheets(source: str) -> Iterator[tuple[str, list[str]]]:
    """The headings of each function that lists columns of a sheet: `Column(_("…"))`, or a HEADS tuple of strings."""
    for owner, part in _parts(ast.parse(source)):
        columns = [node for node in ast.walk(part) if isinstance(node, ast.Call) and _name(node) == "Column"]
        found = [text for node in columns for text in _texts(node)]
        if isinstance(part, ast.Assign | ast.AnnAssign) and re.search(r"HEAD|COLUMN", ast.unparse(part)[:60]):
            found += _texts(part)
        if found:
            yield owner, found


def _texts(node: ast.AST) -> list[str]:
    return [it.value for it in ast.walk(node) if isinstance(it, ast.Constant) and isinstance(it.value, str)]


TABLE = re.compile(r"<table.*?</table>|<thead.*?</thead>", re.DOTALL)
HEAD = re.compile(r"<th[ >].*?</th>", re.DOTALL)
COLUMN = re.compile(r"<th[^>]*scope=\"col\".*?</th>", re.DOTALL)
WORDS = re.compile(r"\{%\s*(?:translate|trans)\s+\"([^\"]+)\"[^%]*%\}|>([^<>{}]+)<")


def tables(template: str) -> Iterator[list[str]]:
    """The headings of the columns of each table of a template; those of rows one by one."""
    for table in TABLE.findall(template):
        heads = [_words(head) for head in COLUMN.findall(table)]
        if heads:
            yield heads
        yield from ([_words(head)] for head in HEAD.findall(table) if head not in COLUMN.findall(table))


def _words(markup: str) -> str:
    return " ".join((first or second).strip() for first, second in WORDS.findall(markup)).strip()


def of_template(template: str) -> Iterator[str]:
    """What is wrong with a template."""
    yield from filter(None, (of_heads(heads) for heads in tables(template)))
    if SHOWN.search(template):
        yield "a score is shown"
    if SORTED_SHOWN.search(template):
        yield "an order made by the page"


def of_answer(source: str) -> Iterator[tuple[str, str]]:
    """Keys of an answer of the API that name or score a person."""
    for owner, part in _parts(ast.parse(source)):
        for node in ast.walk(part):
            keys = node.keys if isinstance(node, ast.Dict) else []
            for key in keys:
                said = str(key.value) if isinstance(key, ast.Constant) else ""
                if said in TO_PERSON or set(said.split("_")) & SCORES:
                    yield owner, f"the API tells {said}"


def files(folder: Path, ending: str) -> Iterator[tuple[str, str]]:
    """Path below `folder` and text of each file, without migrations."""
    for path in sorted(folder.rglob(f"*{ending}")):
        if "migrations" not in path.parts and "node_modules" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")

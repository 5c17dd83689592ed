"""One answer, two forms: XML and, by the Spark mapping of GeoReport v2, JSON."""

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

XML, JSON = "text/xml; charset=utf-8", "application/json; charset=utf-8"
_ONE_OF = {"services": "service", "service_requests": "request", "errors": "error"}


def answer(root: str, rows: list[dict[str, Any]], form: str, *, status: int = 200) -> HttpResponse:
    """Rows under a root element as XML, or as a bare JSON array; an unknown value is empty or null, never left out."""
    if form == "json":
        return HttpResponse(json.dumps(rows, ensure_ascii=False), content_type=JSON, status=status)
    top = Element(root)
    for row in rows:
        child = SubElement(top, _ONE_OF[root])
        for name, value in row.items():
            SubElement(child, name).text = _text(value)
    return HttpResponse(
        tostring(top, encoding="utf-8", xml_declaration=True), content_type=XML, status=status
    )


def refusal(status: int, sentences: list[str], form: str) -> HttpResponse:
    """Errors as the specification wants them: the HTTP status, and one entry with a sentence per fault."""
    rows = [{"code": status, "description": sentence} for sentence in sentences]
    return answer("errors", rows, form, status=status)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

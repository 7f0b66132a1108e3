"""Logging that can be read by machines and holds no personal data.

Django's request logger would attach the request; only the event, codes and the request id are written.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

QUIET_FIELDS = (
    "request_id", "code", "count", "seconds", "path_name", "status", "ledger_part", "ledger_error",
)  # fmt: skip


class JsonFormatter(logging.Formatter):
    """One line of JSON an event; of an exception its type and where it was raised, never its text.

    Exception texts of libraries may quote values (a database's DETAIL, a parser's input), so they stay out.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        line |= {name: getattr(record, name) for name in QUIET_FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at_line"] = _innermost(record)
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """The text of the call, without its arguments; never the text of an exception passed on as one.

    Django logs suspicious requests so, and quotes what the client sent: its host, its path.
    """
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    raised = record.exc_info[1] if record.exc_info else None
    return record.msg if raised is None or record.msg != str(raised) else type(raised).__name__


def _innermost(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"


def formatter() -> logging.Formatter:
    return JsonFormatter()


class QuietExceptionReporter(ExceptionReporter):
    """No report with local variables is ever made."""

    def get_traceback_html(self) -> SafeString:
        return format_html("{}", "")

    def get_traceback_text(self) -> SafeString:
        return format_html("{}", "")


def request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))

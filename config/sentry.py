"""Error reports without people in them. Start when `SENTRY_DSN` is set."""

from collections.abc import Mapping
from logging import LogRecord
from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations.logging import ignore_logger
from sentry_sdk.types import Event, Hint

from config.scrubbing import scrub_text

# Lists of what a report may hold; the rest, and whatever a later SDK adds, is dropped.
KEPT_EVENT_KEYS = {
    "event_id", "timestamp", "start_timestamp", "type", "platform", "level", "logger", "release", "environment",
    "sdk", "modules", "exception", "logentry", "breadcrumbs", "contexts", "transaction", "transaction_info",
}  # fmt: skip
KEPT_EXCEPTION_KEYS = {"type", "module", "stacktrace", "exception_id", "parent_id"}
KEPT_FRAME_KEYS = {
    "filename", "abs_path", "module", "function", "lineno", "pre_context", "context_line", "post_context", "in_app",
}  # fmt: skip
KEPT_CONTEXT_KEYS = {
    "runtime": {"name", "version", "build"},
    "trace": {"trace_id", "span_id", "parent_span_id", "op", "status"},
}
NOT_REPORTED = "[not reported]"


def start_sentry(dsn: str, *, release: str | None = None) -> None:
    """Start reporting from this process. Nothing happens without a DSN. Safe to repeat.

    Raises:
        sentry_sdk.utils.BadDsn: not a DSN.
    """
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        include_local_variables=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        trace_propagation_targets=[],  # else every webhook tells its receiver our release and trace
        before_send=scrub_event,
        before_send_transaction=scrub_event,
        before_breadcrumb=scrub_breadcrumb,
    )
    # A stranger's Host header is no bug of ours.
    ignore_logger("django.security.DisallowedHost")


def scrub_breadcrumb(crumb: dict[str, Any], hint: Hint) -> dict[str, Any] | None:
    """A log line that led to the error, as our code wrote it, without values. SQL, HTTP and other crumbs go whole."""
    record = hint.get("log_record")
    if not isinstance(record, LogRecord):
        return None
    return _kept(crumb, {"type", "level", "category", "timestamp"}) | {"message": words_of(record)}


def scrub_event(event: Event, hint: Hint) -> Event | None:
    """The report with where and why it broke, and without who was there.

    An exception's own words can quote a value ("duplicate key … (email)=(…)"), so only its type is kept, with the
    frames that lead to it.
    """
    report = _kept(event, KEPT_EVENT_KEYS)
    request = event.get("request")
    if isinstance(request, dict):
        # Not its address: a path may hold a token. The route is in `transaction`.
        report["request"] = _kept(request, {"method"})
    if (report.get("transaction_info") or {}).get("source") == "url":  # a path that matched no route
        report.pop("transaction", None)
    contexts = report.get("contexts") or {}
    report["contexts"] = {key: _kept(contexts[key], keys) for key, keys in KEPT_CONTEXT_KEYS.items() if key in contexts}
    if "exception" in report:
        report["exception"] = {"values": [_exception(each) for each in _values(report["exception"])]}
    if "logentry" in report:
        record = hint.get("log_record")
        report["logentry"] = {"message": words_of(record) if isinstance(record, LogRecord) else NOT_REPORTED}
    return cast("Event", report)


def words_of(record: LogRecord) -> str:
    """What the code says in a log line: our event's name, or the text before values were put in.

    A text without values may have had them put in by its writer, and nobody can tell.
    """
    if isinstance(record.msg, dict):  # ours, by structlog
        return scrub_text(str(record.msg.get("event", "")))
    return scrub_text(str(record.msg)) if record.args else NOT_REPORTED


def _exception(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = _kept(entry, KEPT_EXCEPTION_KEYS) | {"value": NOT_REPORTED}
    kept["mechanism"] = _kept(entry.get("mechanism") or {}, {"type", "handled", "exception_id", "parent_id"})
    frames = (entry.get("stacktrace") or {}).get("frames") or []
    kept["stacktrace"] = {"frames": [_kept(frame, KEPT_FRAME_KEYS) for frame in frames]}
    return kept


def _kept(values: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key in keys}


def _values(section: Any) -> list[Mapping[str, Any]]:
    return list(section.get("values") or []) if isinstance(section, dict) else []

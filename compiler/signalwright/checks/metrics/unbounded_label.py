"""A label of a metric has a new value for each request, session or user.

Each value is another series, and Prometheus keeps all of them in memory for hours. A label that grows with what people
do is what most often brings it down. What is different each time belongs into logs and traces. When there are only few
values after all, `max` says how many.

Bad:

```yaml
metrics: {requests_total: {type: counter, labels: [method, request_id]}}
```

Good:

```yaml
metrics: {requests_total: {type: counter, labels: {method: [GET, POST], tenant_id: {max: 50}}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING

_OF_REQUESTS = frozenset(
    {"request_id", "req_id", "trace_id", "span_id", "correlation_id", "transaction_id", "session", "session_id", "uuid"}
    | {
        "guid",
        "message_id",
        "event_id",
        "job_id",
        "task_id",
        "order_id",
        "invoice_id",
        "payment_id",
        "nonce",
        "timestamp",
    }
)
_OF_PEOPLE = frozenset(
    {"user_id", "userid", "uid", "account_id", "customer_id", "member_id", "visitor_id", "client_ip", "remote_addr"}
    | {"remote_address", "ip_address", "user_agent"}
)
_RAW = frozenset({"url", "uri", "full_url", "request_uri", "raw_path", "query_string", "stack_trace", "error_message"})


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each label without a bound whose name says that it has none."""
    for service in stack.services.values():
        for metric in service.metrics.values():
            for label in metric.labels if metric.library is None else ():
                if label.values is not None or label.max is not None or label.like is not None:
                    continue
                name = label.name.lower()
                what = (
                    "every request" if name in _OF_REQUESTS else "everybody" if name in _OF_PEOPLE
                    else "every address or text" if name in _RAW else None
                )  # fmt: skip
                if what is not None:
                    yield Diagnostic(
                        "metrics/unbounded-label",
                        f"the label `{label.name}` has another value for {what}, and each is a series of its own",
                        Label(label.origin),
                        (),
                        f"leave it to logs and traces, or say how many there are: `{label.name}: {{max: 50}}`",
                        Level.WARNING,
                    )

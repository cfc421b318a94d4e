"""What makes the alerts of `celery` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def workers(count: int) -> Series:
    """Returns how many workers read a queue."""
    return [seen("celery_active_worker_count", f"{count}x120", queue_name="mail")]


def tasks(failed: str, started: str) -> Series:
    """Returns tasks that were begun and that failed."""
    labels = {"name": "send", "hostname": "worker-1", "queue_name": "mail"}
    return [
        seen("celery_task_failed_total", failed, exception="TimeoutError", **labels),
        seen("celery_task_started_total", started, **labels),
    ]


def rejected(values: str) -> Series:
    """Returns tasks that a worker gave back."""
    return [seen("celery_task_rejected_total", values, name="send", hostname="worker-1", queue_name="mail")]


CASES: list[Case] = [
    ("CeleryExporterDown", [up(0)], True),
    ("CeleryExporterDown", [], True),
    ("CeleryExporterDown", [up()], False),
    ("CeleryQueueWithoutWorkers", workers(0), True),
    ("CeleryQueueWithoutWorkers", workers(1), False),
    ("CeleryQueueGrows", [seen("celery_queue_length", "0+20x120", queue_name="mail")], True),
    ("CeleryQueueGrows", [seen("celery_queue_length", "0+15x120", queue_name="mail")], False),
    ("CeleryQueueGrows", [seen("celery_queue_length", "90000x120", queue_name="mail")], False),
    ("CeleryTasksFail", tasks("0+11x120", "0+100x120"), True),
    ("CeleryTasksFail", tasks("0+9x120", "0+100x120"), False),
    ("CeleryTasksFail", tasks("0x90 2x30", "0x90 4x30"), False),
    ("CeleryTasksFail", tasks("0x120", "0x120"), False),
    ("CeleryTasksRejected", rejected("0x90 1x20"), True),
    ("CeleryTasksRejected", rejected("3x120"), False),
]

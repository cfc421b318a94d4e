"""What makes the alerts of `rabbitmq` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def share(used: str, limit: str, value: int) -> Series:
    """Returns what is used of 1000."""
    return [seen(used, f"{value}x120"), seen(limit, "1000x120")]


def queue(ready: str, consumers: int) -> Series:
    """Returns messages that wait, and who reads them."""
    return [seen("rabbitmq_queue_messages_ready", ready), seen("rabbitmq_consumers", f"{consumers}x120")]


def deliveries(again: int, delivered: int) -> Series:
    """Returns messages a minute."""
    labels = {"protocol": "amqp091", "queue_type": "rabbit_classic_queue"}
    return [
        seen("rabbitmq_global_messages_redelivered_total", f"0+{again}x120", **labels),
        seen("rabbitmq_global_messages_delivered_total", f"0+{delivered}x120", **labels),
    ]


def dropped(values: str) -> Series:
    """Returns messages that no queue wanted."""
    return [seen("rabbitmq_global_messages_unroutable_dropped_total", values, protocol="amqp091")]


MEMORY = ("rabbitmq_process_resident_memory_bytes", "rabbitmq_resident_memory_limit_bytes")
FILES = ("rabbitmq_process_open_fds", "rabbitmq_process_max_fds")

CASES: list[Case] = [
    ("RabbitmqDown", [up(0)], True),
    ("RabbitmqDown", [], True),
    ("RabbitmqDown", [up()], False),
    ("RabbitmqMemoryAlarm", [seen("rabbitmq_alarms_memory_used_watermark", "1x120")], True),
    ("RabbitmqMemoryAlarm", [seen("rabbitmq_alarms_memory_used_watermark", "0x120")], False),
    ("RabbitmqDiskAlarm", [seen("rabbitmq_alarms_free_disk_space_watermark", "1x120")], True),
    ("RabbitmqDiskAlarm", [seen("rabbitmq_alarms_free_disk_space_watermark", "0x120")], False),
    ("RabbitmqMemoryNearLimit", share(*MEMORY, 860), True),
    ("RabbitmqMemoryNearLimit", share(*MEMORY, 840), False),
    ("RabbitmqFileDescriptorsNearLimit", share(*FILES, 810), True),
    ("RabbitmqFileDescriptorsNearLimit", share(*FILES, 790), False),
    ("RabbitmqNoConsumers", queue("101x120", 0), True),
    ("RabbitmqNoConsumers", queue("99x120", 0), False),
    ("RabbitmqNoConsumers", queue("5000x120", 1), False),
    ("RabbitmqMessagesPileUp", queue("0+40x120", 1), True),
    ("RabbitmqMessagesPileUp", queue("0+30x120", 1), False),
    ("RabbitmqMessagesPileUp", queue("50000x120", 1), False),
    ("RabbitmqRedeliversMost", deliveries(66, 120), True),
    ("RabbitmqRedeliversMost", deliveries(66, 140), False),
    ("RabbitmqRedeliversMost", deliveries(50, 50), False),
    ("RabbitmqRedeliversMost", deliveries(0, 0), False),
    ("RabbitmqMessagesDropped", dropped("0x95 1x20"), True),
    ("RabbitmqMessagesDropped", dropped("9x120"), False),
    ("RabbitmqConnectionChurn", [seen("rabbitmq_connections_opened_total", "0+1260x120")], True),
    ("RabbitmqConnectionChurn", [seen("rabbitmq_connections_opened_total", "0+1140x120")], False),
]

"""Redis and its replica, each behind a redis_exporter: what `library/redis` says was read from their pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("redis-server", "redis-tools", "liblzf1", "libjemalloc2", "libatomic1", "prometheus-redis-exporter")

# Each command that somebody has used has series of its own.
COMMANDS = (
    "set greeting hello",
    "get greeting",
    "mset one 1 two 2",
    "mget one two",
    "incr visits",
    "expire visits 3600",
    "lpush jobs a b",
    "lrange jobs 0 1",
    "hset user:1 name x",
    "hgetall user:1",
    "sadd tags a",
    "smembers tags",
    "zadd scores 1 a",
    "zrange scores 0 1",
    "exists greeting",
    "del one",
)


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a server and a replica of it, and gives the pages of their exporters."""
    primary, replica, *listened = free_ports(4)
    urls = [f"http://{HOST}:{port}/metrics" for port in listened]
    with ExitStack() as stack:
        for port, more in ((primary, ()), (replica, ("--replicaof", HOST, str(primary)))):
            arguments = ("--port", str(port), "--bind", HOST, "--save", "3600 1", "--daemonize", "no", *more)
            stack.enter_context(place.running("usr/bin/redis-server", *arguments))
        for port, shown in zip((primary, replica), listened, strict=True):
            arguments = (f"--redis.addr=redis://{HOST}:{port}", f"--web.listen-address={HOST}:{shown}")
            stack.enter_context(place.running("usr/bin/prometheus-redis-exporter", *arguments))
        wait_for("the primary answers", lambda: "redis_up 1\n" in get(urls[0]), PATIENCE_SECONDS)
        for command in COMMANDS:
            place.call("usr/bin/redis-cli", "-h", HOST, "-p", str(primary), *command.split())
        wait_for("the replica has its primary", lambda: "redis_master_link_up{" in get(urls[1]), PATIENCE_SECONDS)
        wait_for("the primary has its replica", lambda: 'slave_state="online"' in get(urls[0]), PATIENCE_SECONDS)
        yield urls

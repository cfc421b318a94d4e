"""Measures whole cold processes of the command line and prints a Markdown table.

    python tests/bench/run.py [--sizes 1,100,1000,5000] [--whole 1,100] [--expressions 1000,10000]
        [--rules FILE …] [--repeat 3]

Each number is the best of several runs, because other work on a machine only ever adds to it. CPU is user and system
time of the process as the kernel counts it, memory its largest resident set.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.projects import (
    make_expressions_project,
    make_project,
    make_rule_file,
    make_whole_project,
    service_file,
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost.

    Attributes:
        wall: Seconds from its start to its end.
        cpu: Seconds of user and system time.
        memory: The largest resident set, MiB.
    """

    wall: float
    cpu: float
    memory: float


def measure(arguments: list[str]) -> Cost:
    """Runs a command to its end.

    Args:
        arguments: The program and its arguments.

    Returns:
        What it cost.

    Raises:
        RuntimeError: When it fails.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    # 1 says that something was found, as in the rules of others.
    if process.returncode not in (0, 1) or (process.returncode == 1 and "check" not in arguments):
        raise RuntimeError(f"{arguments} ended with {process.returncode}: {said.decode()}")
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, usage.ru_utime + usage.ru_stime, kibibytes / 1024)


def best(repeat: int, arguments: list[str], prepare: Callable[[int], None]) -> Cost:
    """Returns the lowest cost of several runs; `prepare` gets the number of each before it."""
    costs = []
    for number in range(repeat):
        prepare(number)
        costs.append(measure(arguments))
    return Cost(min(each.wall for each in costs), min(each.cpu for each in costs), min(each.memory for each in costs))


def size_of(out: Path) -> tuple[int, int]:
    """Returns the number of rules and of bytes below a folder."""
    contents = [each.read_bytes() for each in out.rglob("*") if each.is_file()]
    rules = sum(each.count(b"\n  - record: ") + each.count(b"\n  - alert: ") for each in contents)
    return rules, sum(map(len, contents))


def machine() -> str:
    """Returns one line about the machine: processors, system and Python."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return f"{os.cpu_count()} × {model}, {platform.system()}, Python {platform.python_version()}"


def measure_size(command: list[str], slos: int, repeat: int, scratch: Path) -> list[str]:
    """Returns the rows of one size: everything new, nothing to do, one file changed, and a check alone."""
    root = scratch / f"bench-{slos}"
    services = make_project(root, slos)
    out = root / "out"

    def forget(_: int) -> None:
        shutil.rmtree(out, ignore_errors=True)

    def change(number: int) -> None:
        path = service_file(root, 0)
        window = "29d" if number % 2 == 0 else "30d"
        text = (
            path.read_text(encoding="utf-8")
            .replace("window: 30d", "window: 29d")
            .replace("window: 29d", f"window: {window}")
        )
        path.write_text(text, encoding="utf-8")

    def nothing(_: int) -> None:
        return

    compile_all = [*command, "compile", "--project", str(root)]
    runs = {
        "compile": best(repeat, compile_all, forget),
        "compile again": best(repeat, compile_all, nothing),
        "one file changed": best(repeat, compile_all, change),
        "check": best(repeat, [*command, "check", "--project", str(root)], nothing),
    }
    rules, size = size_of(out)
    shutil.rmtree(root)
    return [
        f"| {what} | {slos:,} | {services:,} | {rules:,} | {size / 1e6:.1f} "
        f"| {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |"
        for what, cost in runs.items()
    ]


def measure_whole(command: list[str], services: int, repeat: int, scratch: Path) -> str:
    """Returns the row of a project whose services have SLOs, alerts and dashboards."""
    root = scratch / f"whole-{services}"
    make_whole_project(root, services)
    cost = best(
        repeat,
        [*command, "compile", "--project", str(root)],
        lambda _: shutil.rmtree(root / "out", ignore_errors=True),
    )
    rules, size = size_of(root / "out")
    shutil.rmtree(root)
    return (
        f"| compile, with alerts and dashboards | {3 * services:,} | {services:,} | {rules:,} | {size / 1e6:.1f} "
        f"| {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |"
    )


def measure_expressions(command: list[str], count: int, repeat: int, scratch: Path) -> Mapping[str, Cost]:
    """Returns what a number of expressions costs: in a stack, and in a rule file whose metrics nobody declared."""
    root = scratch / f"expressions-{count}"
    make_expressions_project(root, count)
    make_rule_file(root / "rules.yml", count)
    runs = {
        "check, a stack": [*command, "check", "--project", str(root)],
        "check, a rule file": [*command, "check", str(root / "rules.yml")],
    }
    costs = {what: best(repeat, each, lambda _: None) for what, each in runs.items()}
    shutil.rmtree(root)
    return costs


def expressions_row(what: str, count: int, cost: Cost, first: Cost) -> str:
    """Returns a row of the table of expressions; what each costs leaves out what the first does."""
    each = f"{1_000 * (cost.cpu - first.cpu) / (count - 1):.2f}" if count > 1 else ""
    return f"| {what} | {count:,} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} | {each} |"


def count_expressions(files: list[str]) -> int:
    """Returns the number of rules in rule files of any form, by their keys."""
    keys = ("expr:", "query:", "- expr:", "- query:")
    lines = (line.strip() for each in files for line in Path(each).read_text(encoding="utf-8").splitlines())
    return sum(line.startswith(keys) for line in lines)


def main() -> None:
    """Measures every size and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,100,1000,5000", help="numbers of SLOs")
    parser.add_argument("--whole", default="1,100", help="numbers of services with alerts and dashboards")
    parser.add_argument("--expressions", default="1000,10000", help="numbers of expressions in PromQL")
    parser.add_argument("--rules", nargs="*", default=[], help="rule files of others, checked together")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, of which the best counts")
    options = parser.parse_args()
    command = [str(Path(sys.executable).with_name("signalwright"))]
    measure([*command, "targets"])  # Makes the bytecode, which an installed package has.
    print(f"Machine: {machine()}. Load at the start: {os.getloadavg()[0]:.1f}. Best of {options.repeat}.\n")
    print("| work | SLOs | services | rules | MB written | wall s | CPU s | peak MiB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="signalwright-bench-") as scratch:
        for size in map(int, filter(None, options.sizes.split(","))):
            for row in measure_size(command, size, options.repeat, Path(scratch)):
                print(row, flush=True)
        for size in map(int, filter(None, options.whole.split(","))):
            print(measure_whole(command, size, options.repeat, Path(scratch)), flush=True)
        print("\n| work | expressions | wall s | CPU s | peak MiB | CPU ms for each more |\n|---|---|---|---|---|---|")
        first = measure_expressions(command, 1, options.repeat, Path(scratch))
        for size in (1, *map(int, filter(None, options.expressions.split(",")))):
            costs = measure_expressions(command, size, options.repeat, Path(scratch)) if size > 1 else first
            for what, cost in costs.items():
                print(expressions_row(what, size, cost, first[what]), flush=True)
        if options.rules:
            cost = best(options.repeat, [*command, "check", *options.rules], lambda _: None)
            count = count_expressions(options.rules)
            print(expressions_row("check, rule files of others", count, cost, first["check, a rule file"]))


if __name__ == "__main__":
    main()

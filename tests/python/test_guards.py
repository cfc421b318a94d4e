"""What differs between runs and machines is refused, at the line that asks for it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.python.specs import run_files

REFUSED = [
    ("ask the clock", "import time", "time.time()"),
    ("ask the clock", "from time import monotonic", "monotonic()"),
    ("ask the clock", "import time", "time.localtime()"),
    ("ask the clock", "import time", 'time.strftime("%Y")'),
    ("ask the clock", "from datetime import datetime", "datetime.now()"),
    ("ask the clock", "import datetime", "datetime.datetime.utcnow()"),
    ("ask the clock", "from datetime import date", "date.today()"),
    ("draw random numbers", "import random", "random.random()"),
    ("draw random numbers", "import random", "random.shuffle([1, 2])"),
    ("draw random numbers", "import random", "random.Random()"),
    ("draw random numbers", "import random", "random.SystemRandom().random()"),
    ("draw random numbers", "import secrets", "secrets.token_hex()"),
    ("draw random numbers", "import uuid", "uuid.uuid4()"),
    ("draw random numbers", "import uuid", "uuid.uuid1()"),
    ("draw random numbers", "import os", "os.urandom(8)"),
    ("read or change the environment", "import os", 'os.environ["HOME"]'),
    ("read or change the environment", "import os", 'os.environ.get("HOME")'),
    ("read or change the environment", "import os", 'os.getenv("HOME")'),
    ("read or change the environment", "import os", "dict(os.environ)"),
    ("read or change the environment", "import os", '"HOME" in os.environ'),
    ("read or change the environment", "import os", 'os.putenv("A", "b")'),
    ("read or change the environment", "from pathlib import Path", "Path.home()"),
    ("use the network", "import socket", "socket.socket()"),
    ("use the network", "import socket", 'socket.getaddrinfo("localhost", 80)'),
    ("use the network", "import socket", "socket.gethostname()"),
    ("start another program", "import subprocess", 'subprocess.run(["true"])'),
    ("start another program", "import os", 'os.system("true")'),
    ("start another program", "import os", "os.fork()"),
    ("start another program", "import os", 'os.execv("/bin/true", ["true"])'),
    ("start another program", "import os", 'os.posix_spawn("/bin/true", ["true"], {})'),
    ("start another program", "import os", "os.kill(1, 0)"),
    ("read a file outside of the project", "import os", 'open("/etc/passwd")'),
    ("read a file outside of the project", "from pathlib import Path", 'Path("/etc/passwd").read_text()'),
    ("read a file outside of the project", "import os", 'open(os.path.join("..", "outside.txt"))'),
    ("read a file outside of the project", "import os", 'os.listdir("/")'),
    ("read a file outside of the project", "from pathlib import Path", 'list(Path("/").iterdir())'),
    ("write a file", "import os", 'open("new.txt", "w")'),
    ("write a file", "from pathlib import Path", 'Path("new.txt").touch()'),
    ("write a file", "import os", 'os.open("new.txt", os.O_CREAT)'),
    ("write a file", "import os", 'os.mkdir("new")'),
    ("write a file", "import os", "os.remove(__file__)"),
    ("write a file", "import os", 'os.rename(__file__, "new.txt")'),
    ("start threads", "import threading", "threading.Thread(target=print).start()"),
    ("ask about the machine", "import os", "os.getpid()"),
    ("ask about the machine", "import platform", "platform.node()"),
]


@pytest.mark.parametrize(("what", "begin", "expression"), REFUSED, ids=[each for _, _, each in REFUSED])
def test_a_spec_is_refused_what_differs(what: str, begin: str, expression: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("outside\n")
    project = tmp_path / "project"
    ran = run_files(project, {"shop/stack.py": f"{begin}\nvalue = {expression}\n"})
    (problem,) = ran.problems
    assert problem.name == "language/python-outside-world"
    assert problem.message.startswith(f"a spec can't {what}: ")
    place = problem.place
    assert (place.file, place.line, place.column) == ("spec/shop/stack.py", 2, len("value = "))
    assert ran.unsound == {"spec/shop"}
    assert [each.name for each in project.rglob("*") if each.is_file()] == ["stack.py"]


def test_a_refusal_is_told_even_where_the_spec_catches_it(tmp_path: Path) -> None:
    text = """\
    import time
    from signalwright.spec import Part

    try:
        time.time()
    except Exception:
        pass
    Part()
    """
    ran = run_files(tmp_path, {"shop/stack.py": text})
    assert [(each.name, each.place.line) for each in ran.problems] == [("language/python-outside-world", 5)]


ALLOWED = """\
import base64, calendar, csv, dataclasses, decimal, enum, functools, hashlib, html, ipaddress, itertools, json, locale
import logging, math, pathlib, platform, random, secrets, socket, statistics, string, subprocess, tempfile, textwrap
import time, tomllib, typing, urllib.parse, urllib.request, uuid, zoneinfo
from datetime import date, datetime, timedelta
from signalwright.spec import Part

here = pathlib.Path(__file__)
assert [each.name for each in here.parent.iterdir()] == ["a.txt", "b.txt", "c.txt", "stack.py"]
assert [each.name for each in here.parent.glob("*.txt")] == ["a.txt", "b.txt", "c.txt"]
assert (here.parent / "a.txt").read_text() == "a"
assert isinstance(datetime(2026, 1, 2), date)
assert date(2026, 1, 1) + timedelta(1) == date(2026, 1, 2) == date.fromisoformat("2026-01-02")
assert time.strftime("%Y", time.gmtime(0)) == "1970"
assert random.Random(7).random() == random.Random(7).random()
assert uuid.uuid5(uuid.NAMESPACE_DNS, "a") == uuid.uuid5(uuid.NAMESPACE_DNS, "a")
Part()
"""


def test_what_is_the_same_on_every_machine_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "spec/shop").mkdir(parents=True)
    for name in ("c", "a", "b"):
        (tmp_path / f"spec/shop/{name}.txt").write_text(name)
    ran = run_files(tmp_path, {"shop/stack.py": ALLOWED})
    assert ran.problems == []
    assert len(ran.specs) == 1


def test_a_spec_can_log_but_not_to_a_file(tmp_path: Path) -> None:
    begin = "import logging\nfrom signalwright.spec import Part\nPart()\n"
    assert run_files(tmp_path / "a", {"shop/stack.py": begin + 'logging.warning("x")\n'}).problems == []
    (problem,) = run_files(tmp_path / "b", {"shop/stack.py": begin + 'logging.FileHandler("new.txt")\n'}).problems
    assert problem.message.startswith("a spec can't write a file: ")


def test_an_event_that_was_let_through_once_is_refused_later(tmp_path: Path) -> None:
    text = "import os\nfrom signalwright.spec import Part\nPart()\nid(os)\nid(os)\nos.mkdir('a')\nos.mkdir('b')\n"
    again = text.replace("os.mkdir('a')", "try: os.mkdir('a')\nexcept Exception: pass")
    assert len(run_files(tmp_path / "a", {"shop/stack.py": text}).problems) == 1
    assert len(run_files(tmp_path / "b", {"shop/stack.py": again}).problems) == 2


def test_nothing_is_left_beside_the_specs(tmp_path: Path) -> None:
    files = {
        "shop/stack.py": "from signalwright.spec import Part\nimport helpers\nPart()\n",
        "shop/helpers.py": "a = 1\n",
    }
    assert run_files(tmp_path, files).problems == []
    assert sorted(each.name for each in (tmp_path / "spec/shop").iterdir()) == ["helpers.py", "stack.py"]


def test_the_child_sees_no_environment_of_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_WORD", "a-word-of-the-parent")
    seen: list[dict[str, str]] = []
    start = subprocess.Popen

    def watch(*arguments: object, **keywords: object) -> object:
        seen.append(keywords["env"])  # type: ignore[arg-type]  # what the runner passes
        return start(*arguments, **keywords)  # type: ignore[call-overload]  # passed on as it is

    monkeypatch.setattr("subprocess.Popen", watch)
    run_files(tmp_path, {"shop/stack.py": "a = 1\n"})
    assert seen
    assert "a-word-of-the-parent" not in str(seen)

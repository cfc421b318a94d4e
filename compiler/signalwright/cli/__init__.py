"""The command line: one file for each command, imported only when the command is used.

A command is a module with a function `run` whose parameters are annotated for typer and whose docstring is its help.
Exit codes: 0 clean, 1 findings or drift, 2 could not run.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import sys
from typing import NoReturn

from signalwright import __version__

_HELPERS = ("common", "rule_files")
_SUMMARY = "Compiles one spec of services, metrics, SLOs and alerts into everything that observability servers read."


def command_names() -> list[str]:
    """Returns the names of all commands, found by walking this package."""
    return sorted(each.name.replace("_", "-") for each in pkgutil.iter_modules(__path__) if each.name not in _HELPERS)


def program() -> NoReturn:
    """Runs the command line and ends the process, as the installed program does.

    The process is ended at once: giving back every object one by one is a tenth of a compile, and the system takes back
    the memory all the same. Commands leave nothing that would have to be put away when Python ends.
    """
    code: int | str | None = None
    try:
        main()
    except SystemExit as end:
        code = end.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python tries once more, says why it can't, and ends with its own code.
    if isinstance(code, str):
        sys.exit(code)
    os._exit(code or 0)


def main() -> None:
    """Runs the command line; anything unforeseen is said in one line and ends with 2."""
    # A command makes much and drops little: collecting cycles would be a tenth of its time and free nothing.
    gc.disable()
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name == "--version":
        sys.stdout.write(f"signalwright {__version__}\n")
        return
    if name in ("-h", "--help", "help"):
        _show_help()
        return
    if name not in command_names():
        _refuse(name)
    # Plugins that change how pydantic reads would change what a spec means; looking for them costs 10 ms as well.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    import typer

    try:
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
        app.command(name=name, context_settings={"help_option_names": ["-h", "--help"]})(module.run)
        app(sys.argv[2:], prog_name=f"signalwright {name}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("SIGNALWRIGHT_TRACEBACK"):
            raise
        _apologize(error)
        sys.exit(2)


def _show_help() -> None:
    lines = [f"signalwright {__version__}", "", _SUMMARY, "", "Usage: signalwright COMMAND [OPTIONS]", "", "Commands:"]
    for name in command_names():
        run = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").run
        lines.append(f"  {name:10} {(run.__doc__ or '').strip().splitlines()[0]}")
    lines += ["", "`signalwright COMMAND --help` says more. Exit codes: 0 clean, 1 findings or drift, 2 could not run."]
    sys.stdout.write("\n".join(lines) + "\n")


def _refuse(name: str) -> NoReturn:
    from signalwright.diagnostics.closest import closest

    near = closest(name, command_names())
    way_out = f"did you mean `{near}`?" if near else "`signalwright --help` lists the commands"
    sys.stderr.write(f"error: there is no command `{name}`\n   = help: {way_out}\n")
    sys.exit(2)


def _apologize(error: Exception) -> None:
    from signalwright.emit.errors import EmitError
    from signalwright.registry import ExtensionError

    if isinstance(error, EmitError):
        sys.stderr.write(f"error[{error.name}]: {error.message}\n   = help: {error.help}\n")
    elif isinstance(error, ExtensionError):
        sys.stderr.write(f"error[project/extension]: {error}\n")
    elif isinstance(error, OSError):
        where = f"`{error.filename}`: " if error.filename else ""
        sys.stderr.write(f"error: {where}{error.strerror or error}\n")
    else:
        sys.stderr.write(
            f"error: signalwright failed: {type(error).__name__}: {error}\n"
            "   = help: this is a defect; set SIGNALWRIGHT_TRACEBACK=1 to see where, and report it\n"
        )

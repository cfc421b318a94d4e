"""The command line: one file for each command, imported only when the command is used.

A command is a module with a function `run` whose parameters are annotated for typer and whose docstring is its help.
Exit codes: 0 clean, 1 findings or drift, 2 could not run.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import Any

import click

from signalwright import __version__

_HELPERS = ("common",)


class Commands(click.Group):
    """Finds commands by walking this package, without importing those that aren't used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names of all commands."""
        found = (each.name for each in pkgutil.iter_modules(__path__) if each.name not in _HELPERS)
        return sorted(name.replace("_", "-") for name in found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports a command; a misspelt one is answered with the closest."""
        if cmd_name not in self.list_commands(ctx):
            from signalwright.diagnostics.closest import closest

            near = closest(cmd_name, self.list_commands(ctx))
            ctx.fail(f"there is no command `{cmd_name}`" + (f"; did you mean `{near}`?" if near else ""))
        import typer

        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"{__name__}.{name}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        app.command(name=cmd_name)(module.run)
        return typer.main.get_command(app)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="signalwright")
def commands() -> None:
    """Compiles one spec of services, metrics, SLOs and alerts into everything that observability servers read."""


def main() -> None:
    """Runs the command line; anything unforeseen is said in one line and ends with 2."""
    try:
        commands(standalone_mode=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("SIGNALWRIGHT_TRACEBACK"):
            raise
        _apologize(error)
        sys.exit(2)


def _apologize(error: Any) -> None:
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

"""Fills in what follows from the rest of the spec and so needs no words."""

from __future__ import annotations

from dataclasses import replace

from signalwright.ir.stack import Stack


def fill_defaults(stack: Stack) -> Stack:
    """Makes the only receiver the one that is told what nobody else is."""
    if stack.routing.otherwise is not None or len(stack.receivers) != 1:
        return stack
    return replace(stack, routing=replace(stack.routing, otherwise=next(iter(stack.receivers))))

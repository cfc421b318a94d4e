"""The starter in Python, the same stack as `web`; `init` leaves this file out, it is for our own linters."""

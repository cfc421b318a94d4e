"""The services of the starter in Python."""

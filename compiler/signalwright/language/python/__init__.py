"""Runs Python specs in a child process, and finds the places of what they say."""

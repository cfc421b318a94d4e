"""An artifact has a path that can't be written on every system.

Absolute paths, `..`, reserved names and endings would leave the folder, or not exist on some systems.
"""

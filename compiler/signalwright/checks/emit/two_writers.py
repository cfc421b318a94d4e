"""Another run is writing the same folder.

Two writers would leave a mixture.
"""

"""What is wrong with a spec and where: places, diagnostics, the report that collects them, and its renderers."""

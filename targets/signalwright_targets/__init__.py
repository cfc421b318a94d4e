"""The targets: one folder for each backend that the compiler emits for."""

"""What leaves the compiler: artifacts, their YAML and JSON text, the manifest, the safe write and the drift check."""

"""Reads the templates of annotations: Go's `text/template` with the functions of Prometheus."""

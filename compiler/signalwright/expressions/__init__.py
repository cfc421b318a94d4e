"""The PromQL that people wrote, wherever it stands, with all that is known of it: what checks are given."""

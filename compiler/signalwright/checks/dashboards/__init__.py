"""What is wrong with dashboards."""

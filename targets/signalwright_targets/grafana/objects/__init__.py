"""What grafanalib 0.7.1 lacks, or makes as Grafana had it before version 8: classes on its own."""

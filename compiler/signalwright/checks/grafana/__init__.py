"""What a Grafana is told and shouldn't be."""

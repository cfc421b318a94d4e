"""What a Loki is told and shouldn't be."""

"""What is wrong with how logs are kept."""

"""What is wrong with files of others."""

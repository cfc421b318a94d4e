"""Facts as plain text, one file for each subject."""

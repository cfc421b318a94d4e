"""What a spec became, for people who read it: facts of a subject, and how they are shown."""

"""Facts of a subject, one file each: what was derived, and where in the spec it comes from."""

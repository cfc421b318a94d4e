"""A metric is exposed with a label that its declaration doesn't have.

A sum without `by` still counts all of its series, but their number isn't what was estimated, and what is joined on all
labels no longer matches. A page's `job`, `instance` and `service`, and labels that the scrape adds, are stored as
`exported_job` and so on, and are declared so, unless the scrape says `honor_labels`. Of a metric of a library this is
a warning: another version of its exporter may have another label, and no alert of the library reads it.
"""

STRUCTURAL = False

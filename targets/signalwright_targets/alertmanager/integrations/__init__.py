"""One module for each kind of receiver; its name is the kind's key in a spec, and its `KIND` says the rest."""

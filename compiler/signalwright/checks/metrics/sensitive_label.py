"""A label of a metric holds what is known of a person, or a secret.

Whoever sees a dashboard reads the labels of its series, so do all who get its alerts; and a series can't be taken out
of a Prometheus without deleting data. A patient's number, a mail address or a token stands in logs, where it can be
hidden, and not in metrics. A label with listed values holds kinds, such as `token: [access, refresh]`, and is passed
over.

What identifies patients, and secrets, are errors; what may be harmless under the same name is a warning.

Bad:

```yaml
metrics: {visits_total: {type: counter, labels: [patient_id, ward]}}
```

Good:

```yaml
metrics: {visits_total: {type: counter, labels: [ward]}}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.metric import LabelDomain
from signalwright.ir.stack import Stack

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PATIENTS = frozenset(
    {
        "mrn",
        "ssn",
        "dob",
        "patient",
        "patient id",
        "patient name",
        "patient number",
        "medical record number",
        "nhs number",
    }
    | {
        "social security number",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "diagnosis",
        "insurance number",
    }
)
_SECRETS = frozenset(
    {"password", "passwd", "passphrase", "secret", "client secret", "private key", "api key", "apikey", "access token"}
    | {"refresh token", "bearer token", "auth token", "session token", "card number", "credit card", "cvv", "pin code"}
)
_MAYBE = frozenset(
    {
        "email",
        "e mail",
        "mail",
        "email address",
        "mail address",
        "phone",
        "phone number",
        "mobile number",
        "iban",
        "token",
    }
    | {
        "first name",
        "last name",
        "full name",
        "surname",
        "user name",
        "username",
        "login",
        "passport",
        "passport number",
    }
    | {"street", "street address", "home address", "tax id", "cookie"}
)


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a finding for each label whose name says that its values are about a person, or are secret."""
    for service in stack.services.values():
        for metric in service.metrics.values():
            if metric.library is None:
                for label in metric.labels:
                    yield from judged_label(label)


def judged_label(label: LabelDomain) -> Iterator[Diagnostic]:
    """Yields a finding where the name of a label says that its values are about a person, or are secret."""
    if label.values is not None:
        return
    words = [each.lower() for each in _WORDS.findall(label.name)]
    said = " ".join(words)
    # `user_email` and `customer_phone` say whose it is before they say what it is.
    last = {said, " ".join(words[-2:]), words[-1] if words else ""}
    if said in _PATIENTS or last & (_PATIENTS - {"patient", "diagnosis"}):
        what, level = "identifies patients", Level.ERROR
    elif last & _SECRETS:
        what, level = "holds a secret", Level.ERROR
    elif said in _MAYBE or (len(words) > 1 and last & (_MAYBE - {"login", "mail", "token", "cookie"})):
        what, level = "may say who a person is, or be secret", Level.WARNING
    else:
        return
    place = label.origin
    yield Diagnostic(
        "metrics/sensitive-label",
        f"the label `{label.name}` {what}",
        Label(place),
        (),
        "leave it out; if it has few harmless values, list them: " + f"`{label.name}: [a, b]`",
        level,
    )

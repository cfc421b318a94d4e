"""The keys of `backends.prometheus`."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from signalwright_targets.prometheus.settings import PrometheusSettings


def refusal(settings: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Returns the kind and the place of the only error that some settings have."""
    with pytest.raises(ValidationError) as caught:
        PrometheusSettings.model_validate({"version": "3.15", **settings})
    (error,) = caught.value.errors()
    return error["type"], error["loc"]


def test_a_version_alone_is_enough() -> None:
    settings = PrometheusSettings.model_validate("3.15")
    assert str(settings.version) == "3.15"
    assert settings.at == "prometheus:9090"
    assert (str(settings.scrape_every), str(settings.evaluate_every)) == ("15s", "15s")


@pytest.mark.parametrize(
    ("settings", "kind", "place"),
    [
        ({"keeps": "90d"}, "extra_forbidden", ("keeps",)),
        ({"keep": 90}, "wrong-kind", ("keep",)),
        ({"scrape_every": "0s"}, "wrong-kind", ("scrape_every",)),
        ({"at": "http://prometheus:9090"}, "wrong-kind", ("at",)),
        ({"rule_files": ["a/*/b.yml"]}, "wrong-kind", ("rule_files", 0)),
        ({"rule_files": ["a/*.yml/*"]}, "wrong-kind", ("rule_files", 0)),
        ({"scrape_files": ["a b"]}, "wrong-kind", ("scrape_files", 0)),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(settings: dict[str, Any], kind: str, place: tuple[Any, ...]) -> None:
    assert refusal(settings) == (kind, place)


@pytest.mark.parametrize(
    ("changes", "kind", "place"),
    [
        ({"token": "a", "login": {"user": "u", "password": "p"}}, "two-logins", ()),
        ({"token": "glc_eyJvIjoiMTIzNDU2Nzg5MCJ9"}, "inline-secret", ("token",)),
        ({"headers": {"X-API-Key": "abc"}}, "inline-secret", ()),
        ({"headers": {"Authorization": "Bearer x"}}, "wrong-kind", ("headers", "Authorization", "[key]")),
        ({"headers": {"Host": "x"}}, "wrong-kind", ("headers", "Host", "[key]")),
        ({"headers": {"a b": "x"}}, "wrong-kind", ("headers", "a b", "[key]")),
        ({"encryption": {"certificate": "/c"}}, "half-certificate", ("encryption",)),
        ({"encryption": {"private_key": "k"}}, "half-certificate", ("encryption",)),
        ({"protocol": "3.0"}, "wrong-kind", ("protocol",)),
    ],
)
def test_a_wrong_remote_write_is_refused_at_its_place(
    changes: dict[str, Any], kind: str, place: tuple[Any, ...]
) -> None:
    entry = {"url": "https://mimir.example.com/push", **changes}
    assert refusal({"remote_write": [entry]}) == (kind, ("remote_write", 0, *place))


def test_every_key_is_described_and_has_an_example() -> None:
    def walk(schema: dict[str, Any]) -> list[str]:
        models = [schema, *schema.get("$defs", {}).values()]
        bodies = [each for model in models for each in (model, *model.get("anyOf", ())) if "properties" in each]
        return [
            name
            for body in bodies
            for name, field in body["properties"].items()
            if not field.get("description", "").endswith(".") or not field.get("example")
        ]

    assert walk(PrometheusSettings.model_json_schema()) == []

"""A drill on one machine: real servers on loopback, everything within seconds instead of minutes, nobody mailed."""

from signalwright.spec import Part

SOON = {"for": "2s"}
LATER = {"for": "10s"}
RECEIVERS = ("oncall", "platform", "security", "compliance")

part = Part()
part.environment(
    "drill",
    emit="on-request",
    change={
        "backends": {
            "prometheus": {
                "at": "127.0.0.1:19090",
                "listen": "127.0.0.1:19090",
                "scrape_every": "1s",
                "evaluate_every": "1s",
            },
            "alertmanager": {"at": "127.0.0.1:19093"},
        },
        "receivers": {each: {"webhook": {"url": f"http://127.0.0.1:18080/{each}"}} for each in RECEIVERS},
        "routing": {"wait": "1s", "every": "1s"},
        "defaults": {"alert": SOON},
        "services": {
            "api-gateway": {
                "scrape": ["127.0.0.1:18000", "127.0.0.1:18001"],
                "alerts": {
                    "ServiceDown": LATER,
                    "HighAuthenticationFailureRate": SOON,
                    "TokenRevocationServiceDown": LATER,
                },
            },
            "postgres": {"scrape": ["127.0.0.1:19187"], "alerts": {"DatabaseDown": LATER}},
            "redis": {"scrape": ["127.0.0.1:19121"]},
            "hosts": {"scrape": ["127.0.0.1:19100"]},
            "pushgateway": {"scrape": ["127.0.0.1:19091"]},
            "backup": {"alerts": {"NoRecentBackup": LATER}},
        },
    },
    remove=[
        "backends.prometheus.public",
        "backends.alertmanager.public",
        "backends.alertmanager.mail",
        *(f"receivers.{each}.email" for each in RECEIVERS),
        "secrets.smtp-password",
    ],
)

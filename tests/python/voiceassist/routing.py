"""Who is told: people on call at once, the platform team in working hours, security and compliance in addition."""

from signalwright.spec import Part

HERE = "voiceassist.example.com"
RELAY = "http://alert-relay:8080"

part = Part(severities=["critical", "warning"])
part.secret("smtp-password", file="/run/secrets/smtp-password")
part.secret("grafana-admin", file="/run/secrets/grafana-admin")

oncall = part.receiver("oncall", webhook={"url": f"{RELAY}/critical"}, email={"to": f"oncall@{HERE}"})
platform = part.receiver("platform", webhook={"url": f"{RELAY}/warning"}, email={"to": f"platform@{HERE}"})
security = part.receiver("security", webhook={"url": f"{RELAY}/security"}, email={"to": f"security@{HERE}"})
compliance = part.receiver(
    "compliance",
    webhook={"url": f"{RELAY}/hipaa"},
    email={"to": [f"compliance@{HERE}", f"privacy-officer@{HERE}"]},
)

part.say(
    routing={
        "group_by": ["alertname", "service"],
        "wait": "10s",
        "every": "1m",
        "repeat": "4h",
        "notify": {"critical": [oncall], "warning": [platform]},
        "otherwise": platform,
        "also": [
            {"labels": {"category": "security"}, "notify": [security]},
            {"labels": {"compliance": "hipaa"}, "notify": [compliance]},
        ],
    }
)

"""VoiceAssist: its servers, what is kept for how long, and its teams."""

from signalwright.spec import Stack

stack = Stack(
    "voiceassist",
    backends={
        "prometheus": {
            "version": "3.15",
            "public": "https://prometheus.voiceassist.example.com",
            "keep": "90d",
            "scrape_every": "15s",
        },
        "alertmanager": {
            "version": "0.34",
            "public": "https://alerts.voiceassist.example.com",
            "keep": "5d",
            "mail": {
                "from": "alerts@voiceassist.example.com",
                "via": "smtp.voiceassist.example.com:587",
                "username": "alerts",
                "password": "smtp-password",
            },
        },
        "grafana": {
            "version": "12",
            "anonymous": False,
            "sign_up": False,
            "admin": {"password": "grafana-admin"},
            "datasources": {"Jaeger": {"type": "jaeger", "url": "http://jaeger:16686"}},
        },
        "loki": {"version": "3.7", "storage": "filesystem"},
    },
    logs={"keep": {"default": "90d"}},
    defaults={"service": {"team": "platform"}, "alert": {"for": "5m"}},
    links={
        "runbooks": "https://runbooks.voiceassist.example.com",
        "dashboards": "https://grafana.voiceassist.example.com",
    },
)

platform = stack.team("platform")
security = stack.team("security")

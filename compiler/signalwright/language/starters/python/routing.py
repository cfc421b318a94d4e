"""Who is told. A severity that nobody is told about is an error, and so is a secret that is written into a spec."""

from signalwright.spec import Part

part = Part(severities=["critical", "warning"])
part.secret("pagerduty", file="/run/secrets/pagerduty")
part.secret("slack", file="/run/secrets/slack")

oncall = part.receiver("oncall", pagerduty={"routing_key": "pagerduty"})
web_chat = part.receiver("web-chat", slack={"webhook": "slack", "channel": "#web-alerts"})
data_chat = part.receiver("data-chat", slack={"webhook": "slack", "channel": "#data-alerts"})

part.team("web", notify={"critical": [oncall, web_chat], "warning": [web_chat]})
part.team("data", notify={"critical": [oncall, data_chat], "warning": [data_chat]})
part.say(routing={"otherwise": web_chat})  # who hears of what no team is told about

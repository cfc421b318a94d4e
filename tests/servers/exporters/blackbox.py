"""Debian's blackbox_exporter, which probes an nginx with and without TLS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.exporters.nginx import web
from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("prometheus-blackbox-exporter", "nginx", "openssl")
OTHERWISE = {
    "probe_icmp_*": "ICMP wants a right that a test may not have",
    "probe_dns_[!l]*": "no name server is there to be probed",
}
_MODULES = """\
modules:
  http: {prober: http, timeout: 5s, http: {tls_config: {insecure_skip_verify: true}}}
  tcp: {prober: tcp, timeout: 5s}
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs it, and gives its own page and those of its probes."""
    plain, secure, listened = free_ports(3)
    own = f"http://{HOST}:{listened}"
    file = place.folder / "blackbox.yml"
    file.write_text(_MODULES, "utf-8")
    certificate, key = _certificate(place)
    more = f"""server {{
        listen {HOST}:{secure} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        location / {{ return 200 "hello\\n"; }}
    }}"""
    arguments = (f"--config.file={file}", f"--web.listen-address={HOST}:{listened}")
    with web(place, plain, more), place.running("usr/bin/prometheus-blackbox-exporter", *arguments):
        probes = {"http": f"http://{HOST}:{plain}/", "tcp": f"{HOST}:{plain}"}
        wait_for("it answers", lambda: get(f"{own}/metrics"), PATIENCE_SECONDS)
        yield [
            f"{own}/metrics",
            *(f"{own}/probe?module={module}&target={target}" for module, target in probes.items()),
            f"{own}/probe?module=http&target=https://{HOST}:{secure}/",
        ]


def _certificate(place: Place) -> tuple[Path, Path]:
    """Makes a certificate that nobody trusts, and returns its file and that of its key."""
    certificate, key = place.folder / "certificate.pem", place.folder / "key.pem"
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost")
    files = ("-keyout", str(key), "-out", str(certificate), "-config", str(place.program("etc/ssl/openssl.cnf")))
    place.call("usr/bin/openssl", "req", *made, *files)
    return certificate, key

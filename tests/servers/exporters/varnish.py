"""Varnish behind Debian's varnish exporter, which is also the server that it caches.

Varnish compiles its configuration, so the machine needs a C compiler.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("varnish", "libvarnishapi3", "libjemalloc2", "libedit2", "libbsd0", "prometheus-varnish-exporter")

# A backend without a probe is never seen to be up, and no alert may take it for one that is down.
VCL = f"""vcl 4.1;
backend probed {{ .host = "{HOST}"; .port = "PORT"; .probe = {{ .url = "/"; .interval = 1s; }} }}
backend unprobed {{ .host = "{HOST}"; .port = "PORT"; }}
sub vcl_recv {{ if (req.url == "/metrics") {{ set req.backend_hint = unprobed; }} }}
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a cache and its exporter, and gives the page."""
    port, listened = free_ports(2)
    url = f"http://{HOST}:{listened}/metrics"
    work = place.folder / "work"
    (place.folder / "default.vcl").write_text(VCL.replace("PORT", str(listened)))
    exporter = ("-varnishstat-path", str(place.program("usr/bin/varnishstat")), "-n", str(work))
    cache = ("-F", "-j", "none", "-n", str(work), "-a", f"{HOST}:{port}", "-f", str(place.folder / "default.vcl"))
    with (
        place.running("usr/sbin/varnishd", *cache, "-p", f"vmod_path={place.program('usr/lib/varnish/vmods')}"),
        place.running("usr/bin/prometheus-varnish-exporter", *exporter, "-web.listen-address", f"{HOST}:{listened}"),
    ):
        wait_for("the cache sees its backend", lambda: "varnish_backend_happy{" in get(url), PATIENCE_SECONDS)
        wait_for("a request", lambda: get(f"http://{HOST}:{port}/"), PATIENCE_SECONDS)
        yield [url]

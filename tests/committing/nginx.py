"""deploy/nginx.conf in a real nginx: other ports and folders, a certificate of its own, nothing else changed."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.committing.installation import Answer, free_port
from tests.committing.processes import PROJECT_ROOT, Process, wait_until

HOST = "clinics.example.com"
# Debian puts it beside the tools of an administrator, where other users do not look.
COMMAND = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")

AROUND = """
daemon off;
master_process off;
pid {directory}/nginx.pid;
error_log stderr;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    gzip on;  # as Debian has it
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/carefront.conf;
}}
"""


class Nginx:
    """Started and answering. `root` stands for /srv/carefront."""

    def __init__(self, directory: Path, *, web_port: int) -> None:
        self.root = directory / "srv"
        self.access_log = directory / "carefront.log"
        self.https_port, self.http_port, self.monitor_port = free_port(), free_port(), free_port()
        self.certificate, key = write_certificate(directory)
        replaced = {
            r"unix:/run/carefront/web\.sock": f"127.0.0.1:{web_port}",
            r"unix:/run/carefront/stream\.sock": f"127.0.0.1:{web_port}",
            r"listen \[::\].*\n": "",
            r"listen 80\b": f"listen 127.0.0.1:{self.http_port}",
            r"listen 443\b": f"listen 127.0.0.1:{self.https_port}",
            r"listen 127\.0\.0\.1:8001\b": f"listen 127.0.0.1:{self.monitor_port}",
            "/etc/ssl/carefront/fullchain.pem": str(self.certificate),
            "/etc/ssl/carefront/privkey.pem": str(key),
            "/var/log/nginx/": f"{directory}/",
            "/srv/carefront": str(self.root),
        }
        text = (PROJECT_ROOT / "deploy/nginx.conf").read_text()
        for pattern, replacement in replaced.items():
            text, count = re.subn(pattern, replacement, text)
            assert count, f"deploy/nginx.conf has no {pattern}"
        (directory / "carefront.conf").write_text(text)
        around = directory / "nginx.conf"
        around.write_text(AROUND.format(directory=directory))

        command = [str(COMMAND), "-p", str(directory), "-e", "stderr", "-c", str(around)]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self._process = Process(command, environment={"PATH": os.environ["PATH"]}, log=directory / "nginx.log")
        wait_until(lambda: self._listens() or not self._process.is_running, what="nginx listens")
        assert self._process.is_running, self._process.log.read_text()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
        name: str = HOST,
    ) -> Answer:
        """What a visitor who looked `name` up is answered over https."""
        trusting = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection(name, timeout=30, context=trusting)
        connection.sock = trusting.wrap_socket(self._connect(self.https_port), server_hostname=name)
        try:
            connection.request(method, path, body, dict(headers))
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def logged(self, *, count: int) -> list[str]:
        """The first `count` requests, as the access log has them. nginx writes a line after its answer."""
        shown = re.compile(r'"([^"]*)"')
        lines = wait_until(
            lambda: found if len(found := shown.findall(self.access_log.read_text())) >= count else None,
            what="nginx logs",
        )
        return list(lines or [])

    def close(self) -> None:
        self._process.kill()

    def _connect(self, port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout=30)

    def _listens(self) -> bool:
        try:
            self._connect(self.https_port).close()
        except OSError:
            return False
        return True


def write_certificate(directory: Path) -> tuple[Path, Path]:
    """Of HOST, signed by itself; and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = directory / "fullchain.pem", directory / "privkey.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private

"""Nothing opens a connection to an address of somebody's choice but `integrations.outbound_http`."""

import ast
from pathlib import Path

from config.env import PROJECT_ROOT

APPS = ("config", "demo", "leads", "integrations", "sites", "staff", "protection")
DOOR = Path("integrations/outbound_http")
# Ways out beside `requests` and `urllib3`, which import-linter forbids; it cannot see into the standard library.
WAYS_OUT = frozenset({
    "aiohttp", "curl_cffi", "ftplib", "http.client", "httpcore", "httpx", "pycurl", "requests", "smtplib",
    "socket", "urllib.request", "urllib3", "websockets", "xmlrpc.client",
})  # fmt: skip
# Of asyncio, whose loop is used for other things.
CALLS_OUT = frozenset({"open_connection", "open_unix_connection", "create_connection", "sock_connect"})
ALLOWED = {
    ("integrations/addresses.py", "socket"),  # looks names up
    ("integrations/channels/email.py", "smtplib"),  # knows its errors; the mail server is the settings'
    ("integrations/mail_backends/smtp.py", "smtplib"),  # the same mail server, within the time of an exchange
    ("integrations/mail_backends/smtp.py", "socket"),
    ("integrations/heartbeat.py", "socket"),  # asks for the name of the machine
    ("demo/management/commands/serve_demo.py", "socket"),  # asks its own port
    ("demo/management/commands/serve_demo.py", "urllib.request"),
}


def ways_of(path: Path) -> set[str]:
    found: set[str] = set()
    calls: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            calls |= {alias.name for alias in node.names} & CALLS_OUT
        elif isinstance(node, ast.Attribute) and node.attr in CALLS_OUT:
            calls.add(node.attr)
    return calls | {way for way in WAYS_OUT if any(each == way or each.startswith(f"{way}.") for each in found)}


def test_nobody_goes_around_the_door() -> None:
    files = [file.relative_to(PROJECT_ROOT) for app in APPS for file in (PROJECT_ROOT / app).rglob("*.py")]
    assert len(files) > 300

    ways = {(str(file), way) for file in files if DOOR not in file.parents for way in ways_of(PROJECT_ROOT / file)}

    assert ways <= ALLOWED, sorted(ways - ALLOWED)


def test_every_spelling_is_seen(tmp_path: Path) -> None:
    """Without this, a search that finds nothing would pass too."""
    file = tmp_path / "odd.py"
    file.write_text(
        "from urllib import request\nimport http.client as h\n\n"
        "def f():\n    from requests import get\n    asyncio.open_connection()\n"
    )

    assert ways_of(file) == {"urllib.request", "http.client", "requests", "open_connection"}

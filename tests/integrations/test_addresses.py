"""A receiver is on the public internet, however its address is spelled."""

import socket
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from integrations.addresses import (
    AddressRefused,
    NameNotFound,
    check_url,
    resolve,
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://crm.example.com", "https://crm.example.com/"),
        ("https://crm.example.com/hooks/carefront?clinic=north&v=1", None),
        ("https://crm.example.com:8443/in", None),
        ("https://crm.example.com:443/in", "https://crm.example.com/in"),
        ("HTTPS://CRM.Example.COM/In", "https://crm.example.com/In"),
        ("https://xn--bcher-kva.example.com/in", None),
        ("https://my_crm.example.com/%7Ein", None),
        ("https://10.example.com/in", None),
        ("https://1.1.1.1/in", None),
        ("https://[2606:4700::1111]:8443/in", None),
    ],
)
def test_a_public_https_address_is_accepted(url: str, canonical: str | None) -> None:
    assert check_url(url, allow_private=False).url == (canonical or url)


def test_an_accepted_address_comes_apart_into_what_we_connect_to() -> None:
    target = check_url("https://[2606:4700::1111]:8443/in", allow_private=False)

    assert (target.scheme, target.host, target.port) == ("https", "2606:4700::1111", 8443)


HOSTILE_URLS = {
    # not a web address, or not all of one
    "": "begin with https",
    "https://": "not a complete",
    "https:///in": "not a complete",
    "https:crm.example.com": "begin with https",
    "//crm.example.com/in": "begin with https",
    "crm.example.com/in": "begin with https",
    "ftp://crm.example.com/in": "begin with https",
    "file:///etc/passwd": "begin with https",
    "gopher://crm.example.com:443/_POST": "begin with https",
    "javascript:alert(1)": "begin with https",
    "data:text/plain,hello": "begin with https",
    "http://crm.example.com/in": "begin with https",
    "https://" + "a" * 2000: "longer",
    # loopback and the metadata of clouds, in every spelling
    "https://127.0.0.1/": "loopback",
    "https://127.255.255.254/": "loopback",
    "https://127.1/": "usual form",
    "https://0/": "usual form",
    "https://0.0.0.0/": "this network",
    "https://2130706433/": "usual form",
    "https://017700000001/": "usual form",
    "https://0x7f000001/": "usual form",
    "https://0x7f.1/": "usual form",
    "https://0X7F.0.0.0x1/": "usual form",
    "https://0177.0.0.1/": "usual form",
    "https://127.000.000.001/": "usual form",
    "https://127.0.0.1./": "usual form",
    "https://127.0.0.0x/": "usual form",
    "https://256.256.256.256/": "usual form",
    "https://1.2.3.4.5/": "usual form",
    "https://crm.example.com.1/": "usual form",
    "https://127。0。0。1/": "ASCII",
    "https://①②⑦.⓪.⓪.①/": "ASCII",
    "https://\uff11\uff12\uff17.0.0.1/": "ASCII",
    "https://127.0.0.1%00.example.com/": "not a complete",
    "https://127.0.0.1%2f.example.com/": "not a complete",
    "https://127%2e0%2e0%2e1/": "not a complete",
    "https://%6c%6f%63%61%6c%68%6f%73%74/": "not a complete",
    "https://127.0.1/": "usual form",
    "https://127.0x0.0x0.1/": "usual form",
    "https://0x7f.0x0.0x0.0x1/": "usual form",
    "https://00000177.0.0.01/": "usual form",
    "https://0x/": "usual form",
    "https://00/": "usual form",
    "https://0.0/": "usual form",
    "https://4294967295/": "usual form",
    "https://4294967297/": "usual form",
    "https://340282366920938463463374607431768211455/": "usual form",
    "https://127.0.0.1..": "dot at its end",
    "https://2130706433./": "usual form",
    "https://127.1.": "usual form",
    "https://%31%32%37.0.0.1/": "not a complete",
    "https://169.254.169.254/latest/meta-data/": "link-local",
    "https://2852039166/latest/meta-data/": "usual form",
    "https://100.100.100.200/": "Alibaba",
    "https://168.63.129.16/": "Azure",
    "https://10.0.0.5/": "private",
    "https://172.16.0.1/": "private",
    "https://192.168.1.1/": "private",
    "https://192.0.2.7/": "documentation",
    "https://224.0.0.1/": "multicast",
    "https://255.255.255.255/": "broadcast",
    "https://[::1]/": "loopback",
    "https://[0:0:0:0:0:0:0:1]/": "loopback",
    "https://[::]/": "unspecified",
    "https://[::ffff:127.0.0.1]/": "mapped",
    "https://[::ffff:7f00:1]/": "mapped",
    "https://[::127.0.0.1]/": "compatible",
    "https://[64:ff9b::127.0.0.1]/": "NAT64",
    "https://[2002:7f00:1::]/": "6to4",
    "https://[2001::1]/": "Teredo",
    "https://[fe80::1]/": "link-local",
    "https://[fec0::1]/": "site-local",
    "https://[fd00:ec2::254]/": "Amazon",
    "https://[fd12::1]/": "unique local",
    "https://[2a00:1450::5efe:127.0.0.1]/": "ISATAP",
    "https://[2a00:1450::200:5efe:127.0.0.1]/": "ISATAP",
    "https://[ff02::1]/": "multicast",
    "https://[fe80::1%25eth0]/": "not a complete",
    "https://[::1%lo]/": "not a complete",
    "https://[::1/": "not a complete",
    "https://::1/": "not a complete",
    "https://[127.0.0.1]/": "usual form",
    "https://[::1::]/": "usual form",
    "https://[v1.fe80]/": "not a complete",
    "https://[::%eth0]/": "not a complete",
    "https://[fe80::1%25lo]:8443/": "not a complete",
    "https://[0000::0001]/": "loopback",
    "https://[::0.0.0.1]/": "loopback",
    "https://[0:0:0:0:0:ffff:127.0.0.1]/": "mapped",
    "https://[::ffff:0:127.0.0.1]/": "translated",
    "https://[::ffff:0x7f.1]/": "not a complete",
    "https://[::ffff:127.1]/": "usual form",
    "https://[00000::1]/": "usual form",
    "https://[]/": "not a complete",
    "https://[:]/": "usual form",
    "https://[3ffe::1]/": "6bone",
    "https://[3fff::1]/": "documentation",
    "https://[5f00::1]/": "segment routing",
    "https://[64:ff9b:1::10.0.0.1]/": "NAT64",
    "https://\uff3b::1\uff3d/": "ASCII",
    # names that mean this machine or network
    "https://localhost/": "local network",
    "https://LOCALHOST/": "local network",
    "https://localhost./": "dot at its end",
    "https://crm.localhost/": "local network",
    "https://localhost.localdomain/": "local network",
    "https://ip6-loopback/": "local network",
    "https://crm/": "local network",
    "https://printer.local/": "local network",
    "https://metadata.google.internal/": "local network",
    "https://host.docker.internal/": "local network",
    "https://nas.home.arpa/": "local network",
    "https://crm.test/": "local network",
    "https://crm.example/": "local network",
    "https://crm.intranet/": "local network",
    "https://crm.corp/": "local network",
    "https://kubernetes.default.svc/": "local network",
    "https://kubernetes.default.svc.cluster.local/": "local network",
    "https://1.0.0.127.in-addr.arpa/": "local network",
    "https://ipv4only.arpa/": "local network",
    "https://instance-data/latest/": "local network",
    "https://instance-data.ec2.internal/latest/": "local network",
    "https://metadata.azure.internal/": "local network",
    "https://metadata.tencentyun.com/": "credentials",
    "https://METADATA.packet.net/metadata": "credentials",
    "https://api.metadata.cloud.ibm.com/": "credentials",
    # names that are none
    "https://crm.example.com./": "dot at its end",
    "https://crm..example.com/": "not a valid name",
    "https://.example.com/": "not a valid name",
    "https://./": "not a valid name",
    "https://-crm.example.com/": "not a valid name",
    "https://crm-.example.com/": "not a valid name",
    "https://" + "a" * 64 + ".example.com/": "not a valid name",
    "https://" + "a." * 130 + "com/": "not a valid name",
    "https://*.example.com/": "not a complete",
    "https://bücher.example.com/": "ASCII",
    "https://crm.exa\u00admple.com/": "ASCII",
    # two readings
    "https://user@crm.example.com/": "user name",
    "https://user:secret@crm.example.com/": "user name",
    "https://crm.example.com@127.0.0.1/": "user name",
    "https://crm.example.com:443@127.0.0.1/": "user name",
    "https://@crm.example.com/": "user name",
    "https://crm.example.com#@127.0.0.1/": "# part",
    "https://127.0.0.1#.example.com/": "# part",
    "https://crm.example.com/in#part": "# part",
    "https://crm.example.com/in#": "# part",
    "https://crm.example.com\\@127.0.0.1/": "backslash",
    "https:\\\\crm.example.com/": "backslash",
    "https:/\\crm.example.com/": "backslash",
    "https://127.0.0.1\\.example.com/": "backslash",
    "https:/crm.example.com/": "begin with https",
    "https://crm.example.com/in/../\\": "backslash",
    # white space and control characters
    " https://crm.example.com/": "space",
    "https://crm.example.com/ ": "space",
    "https://crm.example.com/\n": "space",
    "https://crm.example.com/in\r\nX-Evil: 1": "space",
    "https://crm.exam\tple.com/": "space",
    "https://crm.example.com\x00.example.org/": "space",
    "java\nscript:alert(1)": "space",
    "https://crm.example.com/\x7f": "space",
    "https://crm.example.com/\u2028": "ASCII",
    # ports
    "https://crm.example.com:22/": "port",
    "https://crm.example.com:80/": "port",
    "https://crm.example.com:6379/": "port",
    "https://crm.example.com:0/": "port",
    "https://crm.example.com:65979/": "port",  # 443 after it has overflowed
    "https://crm.example.com:/": "not a complete",
    "https://crm.example.com:443:443/": "not a complete",
    "https://crm.example.com:-443/": "not a complete",
    "https://crm.example.com:4 43/": "space",
    "https://crm.example.com:\uff14\uff14\uff13/": "ASCII",
}


@pytest.mark.parametrize(("url", "reason"), HOSTILE_URLS.items(), ids=range(len(HOSTILE_URLS)))
def test_a_hostile_address_is_refused_for_its_own_reason(url: str, reason: str) -> None:
    with pytest.raises(AddressRefused, match=reason):
        check_url(url, allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/in",
        "http://127.0.0.1:9999/in",
        "https://[::1]/in",
        "http://crm/in",
        "http://10.0.0.5:81/in",
        "https://crm.internal:3000/",
    ],
)
def test_private_addresses_can_be_allowed_for_development(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=False)

    assert check_url(url, allow_private=True).url == url


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/", "http://0.0.0.0/", "http://2130706433/", "http://a@127.0.0.1/", "http://127.0.0.1:0/",
     "http://127.0.0.1:99999/", "http://localhost./", "ftp://localhost/", "http://[::ffff:127.0.0.1]/"],
)  # fmt: skip
def test_allowing_private_addresses_opens_no_odd_ones(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=True)


def test_a_refusal_does_not_repeat_a_token_from_the_address() -> None:
    for url in ("https://crm.example.com:22/hooks/t0ken", "https://t0ken@crm.example.com/", "https://10.0.0.1/t0ken"):
        with pytest.raises(AddressRefused) as refusal:
            check_url(url, allow_private=False)
        assert "t0ken" not in str(refusal.value)


URL_PIECES = st.lists(
    st.sampled_from(
        ["https://", "http://", "crm", "example", ".", ".com", "127.0.0.1", "0x7f", "[::1]", "[", "]", "@", ":", "443",
         "8443", "/", "//", "\\", "?", "#", "%2e", "..", "a", "-", "_", " ", "\t", "é", "&=", ";", "xn--a"]
    ),
    max_size=9,
).map("".join)  # fmt: skip


@given(st.one_of(URL_PIECES, URL_PIECES.map("https://".__add__), URL_PIECES.map("https://crm.example.com".__add__)))
def test_whatever_is_accepted_reads_the_same_to_every_parser_that_sees_it_later(url: str) -> None:
    try:
        target = check_url(url, allow_private=True)
    except AddressRefused:
        return

    prepared = requests.Request("POST", target.url).prepare().url
    assert prepared is not None
    urllib3_parsed, python_parsed = parse_url(prepared), urlsplit(prepared)
    default_port = {"https": 443, "http": 80}[target.scheme]
    assert (urllib3_parsed.scheme, (urllib3_parsed.host or "").strip("[]")) == (target.scheme, target.host)
    assert (python_parsed.scheme, python_parsed.hostname) == (target.scheme, target.host)
    assert (urllib3_parsed.port or default_port) == (python_parsed.port or default_port) == target.port
    assert check_url(target.url, allow_private=True) == target


@given(st.text())
def test_no_text_makes_the_check_fail_in_another_way(url: str) -> None:
    for text in (url, "https://" + url, "https://[" + url, "https://crm.example.com" + url):
        try:
            check_url(text, allow_private=False)
        except AddressRefused:
            continue


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def getaddrinfo(host: str, port: int, **_: object) -> list[object]:
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_name_gives_all_its_addresses_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "1.1.1.1", "2606:4700::1111", "1.1.1.1")

    assert [str(a) for a in resolve("crm.example.com", 443, allow_private=False)] == ["1.1.1.1", "2606:4700::1111"]


def test_one_refused_address_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "1.1.1.1", "127.0.0.1")

    with pytest.raises(AddressRefused, match="loopback"):
        resolve("crm.example.com", 443, allow_private=False)


def test_a_name_without_an_address_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch)

    with pytest.raises(NameNotFound):
        resolve("crm.example.com", 443, allow_private=False)


def test_an_impossible_name_is_not_found() -> None:
    with pytest.raises(NameNotFound):
        resolve("a" * 64 + ".example.com", 443, allow_private=False)

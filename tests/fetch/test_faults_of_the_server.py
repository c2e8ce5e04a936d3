"""Whatever the server does, a fetch ends in figures or in one sentence; never in half of them, and never without end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.errors import CakupanError, UsageError
from cakupan.fetch import Wanted, fetch
from fetch.standin import Fault, World, answering, cut_off, dripping, once, same_page, serving, silent

DAY = "2025-09-30"
Snapshot = Callable[[Path], dict[str, bytes]]
BUSY = {"error": {"code": 500, "message": "Unable to perform query operation.\x1b[31m", "details": []}}


def asking(url: str, names: tuple[str, ...] = ("AGR_VISUAL_KAB_FIX",), as_of: str | None = DAY) -> Wanted:
    return Wanted(names, url, as_of, write=True)


@pytest.mark.parametrize(
    "fault",
    [
        answering(b"Service Unavailable", 503, Retry_After="0"), answering(b"", 429), answering(BUSY), cut_off, silent(1.3), dripping,
        answering(b'{"features": [{"attributes": {"no_prop": NaN}}]}'), answering(b"<html>Pemeliharaan</html>", kind="text/html"),
        answering(b"[" * 100_000), answering(b'{"features": [' + b"9" * 10_000 + b"]}"),
    ],
    ids=["503", "429", "error in 200", "cut off", "silent", "dripping", "NaN", "web page", "nested", "long number"],
)  # fmt: skip
def test_what_may_pass_is_asked_for_again(fault: Fault, world: World, mine: Path) -> None:
    world.faults = [once(fault)]
    with serving(world) as url:
        outcome = fetch(mine, asking(url, ("AGR_VISUAL_PROP_FIX",)))
    assert not outcome.faults
    assert outcome.report is not None and outcome.report.new == 3 * 38


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (answering(b"", 503), "answered 503"),
        (answering(BUSY), r"answered with an error inside: 500 Unable to perform query operation\. \[31m \(tries: 3\)"),
        (answering(b"<html>Pemeliharaan</html>", kind="text/html"), "answered with a web page"),
        (answering({"error": {"code": 499, "message": "Token Required"}}), "it asks for a login"),
        (answering(b"", 302, Location="https://elsewhere.example/login?x=1"), r"sends elsewhere \(https://elsewhere\.example\), which is not followed"),
        (answering(b"", 403), "answered 403 Forbidden"),
        (answering({"fields": [], "count": 3}), "without a list of features"),
        (answering({"features": [{"geometry": {}}]}), "a feature without attributes"),
        (answering({"features": [], "exceededTransferLimit": True}), "sent 0 of 514 rows and then none"),
    ],
    ids=["503", "error in 200", "web page", "login", "elsewhere", "403", "no features", "no attributes", "empty page"],
)  # fmt: skip
def test_what_stays_wrong_ends_in_one_sentence_and_the_data_as_it_was(
    fault: Fault, sentence: str, world: World, mine: Path, snapshot: Snapshot
) -> None:
    before = snapshot(mine)
    world.faults = [lambda request, asked: "resultOffset" in asked and fault(request, asked)]
    with serving(world) as url, pytest.raises(CakupanError, match=sentence) as raised:
        fetch(mine, asking(url))
    assert "\n" not in str(raised.value) and "\x1b" not in str(raised.value)
    assert snapshot(mine) == before


def test_a_server_that_is_not_there_is_named(mine: Path) -> None:
    with pytest.raises(
        CakupanError, match=r"http://127\.0\.0\.1:9/x/AGR_VISUAL_KAB_FIX/.* cannot be reached .*try again later"
    ):
        fetch(mine, asking("http://127.0.0.1:9/x"))


def test_an_answer_beyond_all_bounds_is_not_read(world: World, mine: Path) -> None:
    (mine / "connections.toml").write_text(
        "[server]\nlargest_answer = 20000\npause = 0\nback_off = 0\n", encoding="utf-8"
    )
    with serving(world) as url, pytest.raises(CakupanError, match="answers with more than 20000 bytes"):
        fetch(mine, asking(url))


def test_a_server_that_does_not_page_is_noticed(world: World, mine: Path) -> None:
    world.most, world.faults = 100, [same_page]
    with serving(world) as url, pytest.raises(CakupanError, match="sends the same rows for every page"):
        fetch(mine, asking(url))


@pytest.mark.parametrize("most", [1, 100, 513, 514, 2000])
def test_the_rows_are_whole_whatever_number_the_server_sends_at_once(most: int, world: World, mine: Path) -> None:
    world.most, world.describes, world.counts = most, most > 100, most > 1
    key = "AGR_VISUAL_PROP_FIX/1" if most == 1 else "AGR_VISUAL_KAB_FIX/3"
    with serving(world) as url:
        outcome = fetch(mine, asking(url, (key.split("/")[0],)))
    assert not outcome.faults
    assert len(outcome.tables[0].names) == (38 if most == 1 else 514)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://gis.example/arcgis", "is not encrypted"), ("https://me:word@gis.example/arcgis", "carries a name or password"),
        ("gis.example", "is no address"), ("file:///etc", "is no address"), ("https://gis.example/arcgis?f=json", "has a question"),
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_asked_is_refused(url: str, sentence: str, mine: Path) -> None:
    with pytest.raises(UsageError, match=sentence):
        fetch(mine, asking(url))


def test_a_certificate_of_nobody_is_refused(mine: Path, tmp_path: Path) -> None:
    import http.server
    import ssl
    import subprocess
    import threading

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(CakupanError, match="the certificate of the server is not valid"):
            fetch(mine, asking(f"https://127.0.0.1:{server.server_address[1]}/arcgis"))
    finally:
        server.shutdown()
        server.server_close()

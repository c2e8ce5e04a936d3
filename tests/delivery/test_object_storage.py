"""Delivering an edition to a real S3 server on the loopback interface, through a connection that can be cut."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cakupan.delivery.store import RemoteEdition, StoreError
from cakupan.delivery.store.remote import STALE_LOCK_S
from cakupan.workspace import DATA
from delivery import s3
from executors.cluster import until

pytestmark = pytest.mark.cluster
URL = "s3://office/briefings/2024-12-31"


COPY = b"x-amz-copy-source:"
"""What a request to copy inside the storage has in its head, and no other."""


class Proxy:
    """Passes connections on until `budget` bytes, or `copies` requests to copy, went to the server, then cuts all; None passes all."""

    def __init__(self, target: int) -> None:
        self.target, self.sent, self.copied = target, 0, 0
        self.budget: int | None = None
        self.copies: int | None = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            threading.Thread(target=self._pump, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, upward: bool) -> None:
        try:
            while body := source.recv(4096):
                if upward:
                    self.sent += len(body)
                    self.copied += body.lower().count(COPY)
                    if self.is_cut:
                        break
                sink.sendall(body)
        except OSError:
            pass
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    @property
    def is_cut(self) -> bool:
        return (self.budget is not None and self.sent > self.budget) or (
            self.copies is not None and self.copied > self.copies
        )

    def cut_after(self, budget: int | None = None, copies: int | None = None) -> None:
        self.sent, self.budget, self.copied, self.copies = 0, budget, 0, copies


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with s3.serving() as port:
        yield port


@pytest.fixture
def proxy(server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proxy:
    import s3fs

    made = Proxy(server)
    for name, value in {
        **s3.CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{made.port}", "AWS_MAX_ATTEMPTS": "1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    client = s3.client(server)
    client.create_bucket(Bucket="office")
    for entry in client.list_objects_v2(Bucket="office").get("Contents", []):
        client.delete_object(Bucket="office", Key=entry["Key"])
    return made


def objects(server: int) -> dict[str, bytes]:
    """What lies in the bucket, read past the proxy, by name in the edition."""
    return s3.objects(server, "office", "briefings/2024-12-31/")


def visible(server: int) -> dict[str, bytes]:
    return {name: body for name, body in objects(server).items() if not name.startswith(".cakupan/")}


def unlock(server: int) -> None:
    s3.client(server).delete_object(Bucket="office", Key="briefings/2024-12-31/.cakupan/lock")


def write(remote: RemoteEdition, mark: str) -> dict[str, bytes]:
    files = {f"html/{n}.html": f"{mark} {n} ".encode() * 2000 for n in range(5)}
    files |= {"index.html": mark.encode(), "manifest.json": f'{{"mark": "{mark}"}}'.encode()}
    for name, body in files.items():
        path = remote.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return files


def deliver(remote: RemoteEdition) -> object:
    with remote.held():
        return remote.deliver()


def test_an_edition_arrives_whole_and_a_second_delivery_sends_nothing(proxy: Proxy, server: int) -> None:
    remote = pickle.loads(pickle.dumps(RemoteEdition(URL)))
    files = write(remote, "old")
    first = deliver(remote)
    assert visible(server) == files
    assert set(objects(server)) - set(files) == {".cakupan/published.json"}
    assert (first.sent, deliver(remote).sent) == (7, 0)
    (remote.folder / "html/1.html").write_bytes(b"changed")
    assert (deliver(remote).sent, visible(server)["html/1.html"]) == (1, b"changed")


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.97])
def test_a_first_edition_cut_anywhere_has_no_manifest_until_it_is_whole_and_the_next_run_ends_it(
    proxy: Proxy, server: int, share: float
) -> None:
    elsewhere = RemoteEdition("s3://office/measured/2024-12-31")
    write(elsewhere, "new")
    deliver(elsewhere)
    whole = proxy.sent
    remote = RemoteEdition(URL)
    files = write(remote, "new")
    proxy.cut_after(int(whole * share))
    with pytest.raises(StoreError):
        deliver(remote)
    seen = visible(server)
    assert "manifest.json" not in seen or seen == files
    if seen and seen != files:
        assert ".cakupan/finalising.json" in objects(server)
    proxy.cut_after(None)
    deliver(remote)
    assert visible(server) == files
    assert not [name for name in objects(server) if "unfinished" in name or "finalising" in name]


def test_a_replacement_cut_during_uploads_leaves_the_old_edition_and_keeps_what_was_sent(
    proxy: Proxy, server: int
) -> None:
    remote = RemoteEdition(URL)
    old = write(remote, "old")
    deliver(remote)
    new = write(remote, "new")
    proxy.cut_after(50_000)
    with pytest.raises(StoreError):
        deliver(remote)
    assert visible(server) == old
    proxy.cut_after(None)
    done = deliver(remote)
    assert visible(server) == new and done.temporaries > 0 and done.sent + done.temporaries == 7


@pytest.mark.parametrize("copies", range(8))
def test_a_replacement_cut_between_copies_has_every_file_whole_and_any_machine_ends_it(
    proxy: Proxy, server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    remote = RemoteEdition(URL)
    old = write(remote, "old")
    deliver(remote)
    new = write(remote, "new")
    proxy.cut_after(copies=copies)
    if copies < len(new):
        with pytest.raises(StoreError):
            deliver(remote)
    else:
        deliver(remote)
    seen = visible(server)
    replaced = [name for name in new if seen[name] == new[name]]
    assert len(replaced) == copies and all(seen[name] in (old[name], new[name]) for name in new)
    assert copies == len(new) or "manifest.json" not in replaced, "the manifest is copied last"
    proxy.cut_after()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    unlock(server)  # as its holder is dead, and another machine cannot ask
    with RemoteEdition(URL).held():
        RemoteEdition(URL).complete()
    assert visible(server) == new


def test_a_second_writer_is_refused_by_a_sentence(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = RemoteEdition(URL)
    with remote.held():
        monkeypatch.setattr(os, "getpid", lambda: 1)
        with pytest.raises(StoreError, match="is being written by process"), RemoteEdition(URL).held():
            pass


def lock_of(server: int) -> dict[str, object]:
    return dict(json.loads(objects(server)[".cakupan/lock"]))


def test_a_lock_beats_while_it_is_held_and_one_that_fell_silent_is_taken(
    proxy: Proxy, server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan.delivery.store.remote.BEAT_S", 0.1)
    put = s3.client(server).put_object
    with RemoteEdition(URL).held():
        since = {**lock_of(server), "since": 0}
        put(Bucket="office", Key="briefings/2024-12-31/.cakupan/lock", Body=json.dumps(since).encode())
        until(lambda: lock_of(server)["since"] != 0, "the lock has beaten")
    assert ".cakupan/lock" not in objects(server)
    for silent, taken in ((STALE_LOCK_S - 60, False), (STALE_LOCK_S + 60, True)):
        holder = {"host": "elsewhere", "pid": 1, "since": time.time() - silent}
        put(Bucket="office", Key="briefings/2024-12-31/.cakupan/lock", Body=json.dumps(holder).encode())
        with contextlib.nullcontext() if taken else pytest.raises(StoreError, match="process 1 on elsewhere"):
            deliver(RemoteEdition(URL))


def test_a_run_whose_lock_was_taken_over_delivers_nothing_and_leaves_that_lock_alone(proxy: Proxy, server: int) -> None:
    remote = RemoteEdition(URL)
    write(remote, "late")
    with remote.held():
        holder = json.dumps({"host": "elsewhere", "pid": 1, "since": int(time.time())}).encode()
        s3.client(server).put_object(Bucket="office", Key="briefings/2024-12-31/.cakupan/lock", Body=holder)
        with pytest.raises(StoreError, match="was taken over by another run"):
            remote.deliver()
    assert not visible(server) and lock_of(server)["host"] == "elsewhere"


def test_another_machine_fetches_what_was_delivered(
    proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(RemoteEdition(URL), "old")
    deliver(RemoteEdition(URL))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    there = RemoteEdition(URL)
    there.fetch()
    assert {name: (there.folder / name).read_bytes() for name in files} == files
    assert not there.pending()


def test_a_missing_bucket_is_a_sentence(proxy: Proxy) -> None:
    with pytest.raises(StoreError, match="no such bucket"):
        write(remote := RemoteEdition("s3://nowhere/2024-12-31"), "x")
        deliver(remote)


def build(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cakupan", "build", "--region", "6472", "--format", "html", "--data", str(data)]
    return subprocess.run([*command, "--output", "s3://office/briefings", *options], capture_output=True, text=True)


def test_a_build_really_ends_in_the_bucket_and_only_what_changed_follows(
    proxy: Proxy, server: int, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    first = build(data)
    assert first.returncode == 0 and "delivered to s3://office/briefings/2024-12-31: 7 files sent" in first.stderr, (
        first
    )
    there = visible(server)
    assert set(there) == {
        "index.html", "compare.html", "manifest.json", "html/cakupan-6472-2024-12-31-id.html", "csv/cakupan-6472-2024-12-31-id.csv",
        "ipynb/cakupan-6472-2024-12-31-id.ipynb",
    }  # fmt: skip
    assert not [name for name in objects(server) if "unfinished" in name or name.endswith("lock")]
    shutil.rmtree(tmp_path / "cache")  # as on another machine
    again = build(data)
    assert again.returncode == 0 and "0 built, 1 up to date" in again.stderr and "files sent" not in again.stderr, again
    (data / "settings.toml").write_text('[office]\nname = "Disdukcapil Contoh"\n', encoding="utf-8")
    proxy.cut_after(60_000)
    cut = build(data)
    assert cut.returncode == 2 and "run again to go on" in cut.stderr and "Traceback" not in cut.stderr, cut
    assert visible(server) == there, "readers still have the edition of before"
    proxy.cut_after(None)
    mended = build(data)
    assert mended.returncode == 0 and "0 built, 1 up to date" in mended.stderr, mended
    assert b"Disdukcapil Contoh" in visible(server)["html/cakupan-6472-2024-12-31-id.html"]


def test_parts_in_object_storage_are_merged_there(proxy: Proxy, server: int) -> None:
    def cakupan(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "cakupan", *arguments], capture_output=True, text=True)

    parts = [f"s3://office/parts/{part}" for part in (1, 2)]
    asked = ("--region", "6472", "--region", "6474", "--format", "html", "--no-verify")
    for number, part in enumerate(parts, 1):
        done = cakupan("build", *asked, "--shard", f"{number}/2", "--output", part)
        assert done.returncode == 0, done.stderr
    done = cakupan("merge", *(f"{part}/2024-12-31" for part in parts), "--output", "s3://office/briefings")
    assert done.returncode == 0 and "2 merged, 0 up to date: s3://office/briefings" in done.stderr, done.stderr
    there = visible(server)
    assert {"html/cakupan-6472-2024-12-31-id.html", "html/cakupan-6474-2024-12-31-id.html"} < set(there)
    assert set(json.loads(there["manifest.json"])["reports"]) == {
        f"cakupan-{code}-2024-12-31-id" for code in (6472, 6474)
    }
    assert not [name for name in objects(server) if "part.json" in name], "the whole is no part"


def test_a_bucket_that_is_not_there_is_one_sentence(proxy: Proxy, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cakupan", "plan", "--region", "6472", "--output", "s3://nowhere/briefings"]
    done = subprocess.run(command, capture_output=True, text=True)
    build_there = subprocess.run([*command[:3], "build", *command[4:]], capture_output=True, text=True)
    assert build_there.returncode == 2 and "s3://nowhere/briefings" in build_there.stderr, (done, build_there)
    assert "Traceback" not in done.stderr + build_there.stderr

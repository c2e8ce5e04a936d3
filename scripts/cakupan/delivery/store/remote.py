"""An edition in object storage: fetched into a working folder, delivered from it under temporary keys, then finalised.

Reports are built and read back by `edition` and `verify`, which know local folders only; nothing here holds a credential.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.errors import CakupanError, message
from cakupan.observations.secret import SECRET

SCHEMES = ("s3", "gs", "az", "memory")
STATE = ".cakupan"
KEPT_STATE = (f"{STATE}/journal.jsonl", f"{STATE}/part.json")
"""What a later build or a merge must know of the edition, besides what readers see."""

BEAT_S = 60
"""How often whoever holds a lock says so in it."""
STALE_LOCK_S = 15 * BEAT_S
"""A lock of another machine, which cannot be asked whether its process lives, counts as abandoned when it was silent for so long."""
KEPT_DAYS = 30
"""A working folder that no build used for so long is removed: it can be fetched again."""


class StoreError(CakupanError):
    """Object storage cannot be used: the sentence says why and what to do."""


@dataclass(frozen=True)
class Delivered:
    """What a delivery moved: files sent and found already there as temporaries, bytes sent, files removed."""

    sent: int = 0
    temporaries: int = 0
    sent_bytes: int = 0
    removed: int = 0


def is_url(output: str) -> bool:
    """Whether an output is object storage rather than a folder."""
    return "://" in output


@dataclass(frozen=True)
class RemoteEdition:
    """One edition under a URL; a value that can be sent to other processes, which take credentials from their environment."""

    url: str

    def __post_init__(self) -> None:
        scheme, _, rest = self.url.partition("://")
        if scheme not in SCHEMES:
            raise StoreError(
                message(
                    "--output {scheme}://…: no such storage is known; use {SCHEMES} or a folder",
                    scheme=scheme,
                    SCHEMES=", ".join(f"{s}://" for s in SCHEMES),
                )
            )
        if re.match(r"[^/@]*:[^/@]*@", rest):
            raise StoreError(
                message("--output: no credentials in a URL; give them in the environment (AWS_ACCESS_KEY_ID …)")
            )

    @property
    def folder(self) -> Path:
        """The working folder of this edition on this machine, below the user's cache."""
        from platformdirs import user_cache_path

        key = hashlib.sha256(self.url.encode()).hexdigest()[:24]
        return user_cache_path("cakupan") / "remote" / key / self.url.rsplit("/", 1)[-1]

    def fetch(self) -> None:
        """Bring the working folder up to what is delivered; work of an earlier run that was not delivered yet stays.

        Raises StoreError when the storage cannot be reached.
        """
        with self._sentences():
            known = self._json("published.json")
            base = _read_json(self.folder / STATE / "base.json")
            for name, digest in known.items():
                path = self.folder / name
                if path.exists() and (base == known or _sha256(path) == digest):
                    continue
                path.parent.mkdir(parents=True, exist_ok=True)
                new = path.with_name(f".{path.name}.new")
                new.write_bytes(self._fs.cat_file(self._key(name)))
                new.replace(path)
            for name in base.keys() - known.keys():
                (self.folder / name).unlink(missing_ok=True)
            _write_json(self.folder / STATE / "base.json", known)
            os.utime(self.folder)
        _forget_old(self.folder.parent.parent)

    def pending(self) -> bool:
        """Whether the working folder differs from what is delivered, or a delivery was cut short."""
        with self._sentences():
            return self._json("finalising.json") != {} or self._json("published.json") != _contents(self.folder)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Be the only writer of this edition, by an object that is created only where there is none.

        Raises StoreError when another run holds it.
        """
        with self._sentences():
            self._lock()
        ended = threading.Event()
        beating = threading.Thread(target=self._beat, args=(ended,), daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()
            with contextlib.suppress(Exception):  # without a connection it stays, and this machine's next run takes it
                if self._is_mine():
                    self._fs.rm_file(self._key(f"{STATE}/lock"))

    def deliver(self) -> Delivered:
        """Complete a delivery that was cut short, then deliver what changed in the working folder. To be called while held.

        Uploads go to temporary keys named by content, so that a later run finds them. Final keys are touched only once all are
        up and a record of what is to be copied stands; the manifest is copied last. Raises StoreError; a later call goes on.
        """
        with self._sentences():
            self.complete()
            known, wanted = self._json("published.json"), _contents(self.folder)
            changed = {name: digest for name, digest in wanted.items() if known.get(name) != digest}
            gone = sorted(known.keys() - wanted.keys())
            there = self._temporaries()
            sent = [name for name in changed if self._temporary(name, wanted[name]) not in there]
            size = 0
            for name in sent:
                body = (self.folder / name).read_bytes()
                if hashlib.sha256(body).hexdigest() != wanted[name]:
                    raise StoreError(message("{name} changed while it was delivered; run again", name=name))
                self._fs.pipe_file(self._temporary(name, wanted[name]), body)
                size += len(body)
            if not self._is_mine():
                raise StoreError(
                    message(
                        "{url} was taken over by another run while this one was silent; what it delivers stands, run again",
                        url=self.url,
                    )
                )
            if changed or gone:
                record = {"copy": {name: wanted[name] for name in _order(changed)}, "gone": gone, "published": wanted}
                self._put_json("finalising.json", record)
                self._finalise(record)
            self._clean()
            _write_json(self.folder / STATE / "base.json", wanted)
        return Delivered(len(sent), len(changed) - len(sent), size, len(gone))

    def leave(self, name: str, body: bytes) -> str:
        """Put a file under its temporary key, where the next delivery finds it; its digest. To be called by anyone.

        Raises StoreError when the storage cannot be reached.
        """
        digest = hashlib.sha256(body).hexdigest()
        with self._sentences():
            self._fs.pipe_file(self._temporary(name, digest), body)
        return digest

    def take(self, name: str, digest: str) -> bytes:
        """What was left under a temporary key. Raises StoreError when it is not there, or not whole."""
        with self._sentences():
            body = bytes(self._fs.cat_file(self._temporary(name, digest)))
        if hashlib.sha256(body).hexdigest() != digest:
            raise StoreError(message("{url}: {name} did not arrive as it was sent; run again", url=self.url, name=name))
        return body

    def complete(self) -> None:
        """Finish a delivery that was cut while it was finalised, so that readers see one edition. To be called while held."""
        with self._sentences():
            record = self._json("finalising.json")
            if record:
                self._finalise(record)

    # --- the two halves of a delivery ---

    def _finalise(self, record: dict[str, Any]) -> None:
        """Copy inside the storage; may be repeated from the start, since temporaries stay until the record is gone."""
        for name in _order(record["copy"]):
            self._fs.cp_file(self._temporary(name, record["copy"][name]), self._key(name))
        for name in record["gone"]:
            if self._fs.exists(self._key(name)):
                self._fs.rm_file(self._key(name))
        self._put_json("published.json", record["published"])
        self._fs.rm_file(self._key(f"{STATE}/finalising.json"))

    def _clean(self) -> None:
        """Remove temporaries, of dead runs too: whoever delivers is alone."""
        for key in self._temporaries():
            self._fs.rm_file(key)

    def _temporaries(self) -> set[str]:
        self._fs.invalidate_cache()
        try:
            return set(self._fs.find(self._key(f"{STATE}/unfinished")))
        except FileNotFoundError:
            return set()

    def _temporary(self, name: str, digest: str) -> str:
        return self._key(f"{STATE}/unfinished/{digest}/{name}")

    # --- the lock ---

    def _lock(self) -> None:
        for _ in range(2):
            try:
                self._fs.pipe_file(self._key(f"{STATE}/lock"), json.dumps(_me()).encode(), mode="create")
                return
            except FileExistsError:
                holder = self._json("lock")
                if not _abandoned(holder):
                    raise StoreError(
                        message(
                            "{url} is being written by process {process} on {host}; wait for it, or, if it is dead, remove {STATE}/lock there",
                            url=self.url,
                            process=holder.get("pid"),
                            host=holder.get("host"),
                            STATE=STATE,
                        )
                    ) from None
                self._fs.rm_file(self._key(f"{STATE}/lock"))
        raise StoreError(message("{url} was taken by another run this moment; run again", url=self.url))

    def _beat(self, ended: threading.Event) -> None:
        """Say in the lock, again and again, that its holder lives; a lock that is another's by now is left alone."""
        while not ended.wait(BEAT_S):
            with contextlib.suppress(Exception):  # a connection that is lost for a while costs a beat; see STALE_LOCK_S
                if self._is_mine():
                    self._put_json("lock", _me())

    def _is_mine(self) -> bool:
        lock, me = self._json("lock"), _me()
        return (lock.get("host"), lock.get("pid")) == (me["host"], me["pid"])

    # --- access ---

    @property
    def _fs(self) -> Any:
        try:
            fsspec: Any = importlib.import_module("fsspec")
            return fsspec.filesystem(self.url.partition("://")[0], use_listings_cache=False)
        except ImportError as error:
            raise StoreError(
                message(
                    '{url} needs packages that are not installed: pip install "cakupan[cluster]" ({error})',
                    url=self.url,
                    error=error,
                )
            ) from error

    def _key(self, name: str) -> str:
        # find() answers with keys in the file system's own form, so ours must have it too
        return str(self._fs._strip_protocol(f"{self.url.rstrip('/')}/{name}"))

    def _json(self, name: str) -> dict[str, Any]:
        try:
            content = json.loads(self._fs.cat_file(self._key(f"{STATE}/{name}")))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise StoreError(
                message(
                    "{url}/{STATE}/{name} cannot be read; remove it and run again", url=self.url, STATE=STATE, name=name
                )
            ) from error
        return dict(content)

    def _put_json(self, name: str, value: dict[str, Any]) -> None:
        self._fs.pipe_file(self._key(f"{STATE}/{name}"), json.dumps(value).encode())

    @contextlib.contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what file systems raise into a sentence; their exceptions share no base, and none may show a key."""
        try:
            yield
        except CakupanError:
            raise
        except PermissionError as error:
            raise StoreError(
                message("{url}: no permission; check the credentials in the environment", url=self.url)
            ) from error
        except FileNotFoundError as error:
            raise StoreError(
                message("{url}: there is no such bucket, or an object of the edition is missing", url=self.url)
            ) from error
        except Exception as error:
            raise StoreError(
                message(
                    "{url}: the storage cannot be reached or refused ({kind}); what was delivered stays, run again to go on",
                    url=self.url,
                    kind=type(error).__name__,
                )
            ) from error


def _me() -> dict[str, Any]:
    """What a lock says of its holder; `since`: when it last said that it lives."""
    return {"host": socket.gethostname(), "pid": os.getpid(), "since": int(time.time())}


def _abandoned(holder: dict[str, Any]) -> bool:
    import psutil

    me = _me()
    if holder.get("host") == me["host"]:
        return holder.get("pid") == me["pid"] or not psutil.pid_exists(int(holder.get("pid", 0)))
    return time.time() - float(holder.get("since", 0)) > STALE_LOCK_S


def _contents(folder: Path) -> dict[str, str]:
    """Digest by name of all that is delivered: what readers see, and KEPT_STATE; never a secret key, however it came here."""
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    shown = [name for name in names if name.name != SECRET and not any(part.startswith(".") for part in name.parts)]
    shown += [Path(name) for name in KEPT_STATE if (folder / name).exists()]
    return {name.as_posix(): _sha256(folder / name) for name in sorted(shown)}


def _order(names: Iterable[str]) -> list[str]:
    """Reports, then what lies on top (the index), then the manifest, which makes a first edition one."""
    return sorted(names, key=lambda name: (name == "manifest.json", "/" not in name, name))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(json.dumps(value), encoding="utf-8")
    new.replace(path)


def _forget_old(root: Path) -> None:
    for path in root.glob("*/*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > KEPT_DAYS * 86400:
                shutil.rmtree(path.parent)

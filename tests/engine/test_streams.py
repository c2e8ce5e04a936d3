"""The sending side of a notebook's process by itself: what goes out at once, what waits its turn, and what a signal may not tear."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from cakupan.engine import wire
from cakupan.engine.streams import PubThread


@pytest.fixture
def pair() -> Iterator[tuple[PubThread, socket.socket]]:
    """A publishing thread at work, and the far end of its socket."""
    ours, theirs = socket.socketpair()
    pub = PubThread()
    pub.open(ours)
    with ours, theirs:
        yield pub, theirs


def read(far: socket.socket, count: int) -> list[bytes]:
    """The first part of each of some messages, in the order of arrival."""
    decoder, heads = wire.Decoder(), list[bytes]()
    far.settimeout(20)
    while len(heads) < count:
        heads += [parts[0] for _, parts in decoder.feed(far.recv(wire.CHUNK))]
    return heads


def test_a_message_is_sent_before_publishing_returns(pair: tuple[PubThread, socket.socket]) -> None:
    pub, far = pair
    while not pub.idle:
        time.sleep(0.001)
    pub.send_multipart([b"at once"])
    far.setblocking(False)
    assert list(wire.Decoder().feed(far.recv(wire.CHUNK))) == [(wire.IOPUB, [b"at once"])]


def test_a_message_waits_behind_what_the_sending_thread_still_has(pair: tuple[PubThread, socket.socket]) -> None:
    pub, far = pair
    held = threading.Event()
    pub.schedule(lambda: held.wait(20) and None)
    pub.schedule(lambda: pub._really_send([b"text"]))
    pub.send_multipart([b"value"])
    held.set()
    assert read(far, 2) == [b"text", b"value"]


def test_a_signal_does_not_tear_a_message(pair: tuple[PubThread, socket.socket]) -> None:
    class Alarm(Exception):
        pass

    def ring(number: int, frame: object) -> None:
        raise Alarm

    pub, far = pair
    body = b"x" * 5_000_000  # more than a socket holds, so that sending it lasts until somebody reads
    received: list[bytes] = []
    reader = threading.Timer(0.5, lambda: received.extend(read(far, 2)))
    before = signal.signal(signal.SIGALRM, ring)
    try:
        while not pub.idle:
            time.sleep(0.001)
        reader.start()
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(Alarm):
            pub.send_multipart([body])
        assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())
        pub.send_multipart([b"next"])
    finally:
        signal.signal(signal.SIGALRM, before)
    reader.join()
    assert received == [body, b"next"]

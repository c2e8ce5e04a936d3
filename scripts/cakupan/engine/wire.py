"""How messages are laid out on the socket between a notebook's process and its client, and how they are read back.

A frame is a channel and a list of byte strings; what the byte strings mean (Jupyter messages) is not decided here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

SHELL = 1
IOPUB = 2
SHUTDOWN = 3
CHUNK = 1 << 20

_HEAD = struct.Struct("!BI")
_LENGTH = struct.Struct("!Q")

Part = bytes | bytearray | memoryview
Frame = tuple[int, list[bytes]]


def pack(channel: int, parts: Sequence[Part]) -> bytes:
    """Return the bytes of one frame.

    >>> list(Decoder().feed(pack(SHELL, [b"ab", b""])))
    [(1, [b'ab', b''])]
    """
    views = [memoryview(part).cast("B") for part in parts]
    lengths = b"".join(_LENGTH.pack(len(view)) for view in views)
    return b"".join([_HEAD.pack(channel, len(views)), lengths, *views])


class Decoder:
    """Turns the bytes of a stream, in whatever pieces they come, back into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield the frames completed by *data*."""
        self._buffer += data
        while (frame := self._take()) is not None:
            yield frame

    def _take(self) -> Frame | None:
        if len(self._buffer) < _HEAD.size:
            return None
        channel, count = _HEAD.unpack_from(self._buffer)
        body = _HEAD.size + count * _LENGTH.size
        if len(self._buffer) < body:
            return None
        lengths = [_LENGTH.unpack_from(self._buffer, _HEAD.size + i * _LENGTH.size)[0] for i in range(count)]
        end = body + sum(lengths)
        if len(self._buffer) < end:
            return None
        parts = []
        for length in lengths:
            parts.append(bytes(memoryview(self._buffer)[body : body + length]))
            body += length
        del self._buffer[:end]
        return channel, parts

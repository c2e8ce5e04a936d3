"""What a forked child is given by whoever asked for it.

Forking is in `server`, living in `child`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Birth:
    """What a child gets from whoever asked for it, and the number of the process it was forked from."""

    cwd: str
    env: dict[str, str]
    parent: int
    connection: int
    stdout: int
    stderr: int

"""The secret key of a data directory: digests of districts and villages are made with it, so that no small count is guessed from them.

Nine guesses find a count from 1 to 9 in a plain digest. Whoever may read the figures may read the key; it is delivered nowhere.
What is withheld from readers is said in `indicators.small`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.errors import DataError, message, why

if TYPE_CHECKING:
    from cakupan.observations.model import Observations
from cakupan.privacy.suppression import SMALL

SECRET = "secret.key"
BYTES = 32


def read_secret(directory: Path) -> bytes:
    """The key of a data directory; empty where it has none. Raises DataError for a file that cannot be read or holds no key."""
    path = directory / SECRET
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return b""
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise DataError(
            message(
                "{path} cannot be read ({reason}); whoever builds from these figures needs it: ask its owner for the right to read it",
                path=path,
                reason=why(error),
            )
        ) from error
    if not re.fullmatch(rf"[0-9a-f]{{{2 * BYTES}}}", text):
        raise DataError(
            message(
                "{path} holds no key of {BYTES} digits 0 to f; restore it, or delete it: a new one is made, and reports of districts and villages are built again",
                path=path,
                BYTES=2 * BYTES,
            )
        )
    return bytes.fromhex(text)


def new_secret(seed: int | None = None) -> bytes:
    """A key of chance, or of a simulation's seed, which makes equal panels of equal seeds."""
    if seed is None:
        return secrets.token_bytes(BYTES)
    return hashlib.sha256(f"cakupan simulation {seed}".encode()).digest()


def write_secret(directory: Path, key: bytes) -> bytes:
    """Write the key of a data directory, unless it has one; returns the one that it has then. Raises DataError."""
    path = directory / SECRET
    beside = path.with_name(f".{SECRET}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(
                beside, path
            )  # unlike a rename, it never takes the place of a key that another process has made meanwhile
    except OSError as error:
        raise DataError(
            message(
                "{path} cannot be written ({reason}); the figures have small counts, which could be guessed from what is built without a key: make the directory writable for the first build",
                path=path,
                reason=why(error),
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return read_secret(directory)


def with_secret(observations: Observations, directory: Path) -> Observations:
    """The observations of a data directory with a key, which is made where they need one and have none. Raises DataError."""
    return replace(observations, secret=write_secret(directory, new_secret())) if is_due(observations) else observations


def is_due(observations: Observations) -> bool:
    """Whether digests of these figures need a key that there is not: some figure of a district or village is small, or may be."""
    if observations.secret:
        return False
    rows = [row for _, figures in observations.listed_below() for row in figures if row.unit != "percent"]
    # Of the many figures of a whole nation some are always small.
    below = observations.settings.withhold_below
    return observations.slices is not None or tells_few(
        [row.region for row in rows], [row.count for row in rows], below
    )


def tells_few(regions: Sequence[str], counts: Sequence[int], below: int = SMALL) -> bool:
    """Whether a count of some region is small, or what two of its counts differ by: recorded and wajib KTP, or two months.

    below: the threshold of the data directory.

    >>> tells_few(["6474011001", "6474011001"], [2_400, 2_393]), tells_few(["6474011001", "6474011002"], [2_400, 2_393])
    (True, False)
    """
    import numpy as np  # an idle build needs none of it

    codes, values = np.array(regions, dtype=str), np.array(counts, dtype=np.int64)
    order = np.lexsort((values, codes))
    codes, values = codes[order], values[order]
    apart = np.diff(values)[codes[1:] == codes[:-1]]
    numbers = np.concatenate((values, apart))
    return bool(((numbers > 0) & (numbers < below)).any())

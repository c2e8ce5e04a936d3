"""A process that reads reports back for another one: asked for names on its input, it answers with what it found on its output.

Started by `readers` as `python -P -m cakupan.verify.reader`. It ends when its input does, and so with whoever has started it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import BinaryIO

from cakupan.engine.surroundings import import_matplotlib, spare_grammar


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Read an edition to read from *asked*, then names of reports; write what is found of each to *answered*."""
    from cakupan.verify.documents import Reading, outcome_of

    reading = Reading.of(*pickle.load(asked))
    while True:
        try:
            stem = pickle.load(asked)
        except EOFError:
            return
        pickle.dump(outcome_of(reading, stem), answered, pickle.HIGHEST_PROTOCOL)
        answered.flush()


def main() -> None:
    """Serve on the standard streams; what libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has started it ends it
    answered = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    import_matplotlib()
    spare_grammar()
    serve(sys.stdin.buffer, answered)


if __name__ == "__main__":
    main()

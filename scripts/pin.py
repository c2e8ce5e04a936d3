"""Pin every package that the project installs, with the digests of its wheels, for every supported Python and system.

python3 scripts/pin.py                   after a change in pyproject.toml: what is pinned stays as it is where it can
python3 scripts/pin.py --upgrade         newer versions of everything

Needs uv (https://docs.astral.sh/uv/). Each file holds what those above it lack, so that they are installed together.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from _bootstrap import ROOT, find_uv

FILES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("requirements.txt", (), "", "What building editions needs"),
    ("requirements-test.txt", ("parquet", "sign", "sql", "test"), "", "What the tests need beside requirements.txt"),
    ("requirements-dev.txt", ("dev",), "", "What checking types and style needs beside the two others"),
    (".ci/requirements-app.txt", ("app",), "", "What the tests of the app need beside the others"),
    (
        ".ci/requirements-cluster.txt",
        ("cluster",),
        "moto[server]",
        "What the tests of the cluster need beside the others",
    ),
)
"""Each file, the extras of pyproject.toml in it, one more package in it, and its first line."""


def parts_of(text: str) -> list[str]:
    """The requirements of a file, each with its lines of digests."""
    return re.findall(r"^(?![#\s-]).*\n(?:\s+--hash.*\n)*", text, re.MULTILINE)


def version_of(part: str) -> str:
    """A requirement without digests: `name==1.0 ; marker`."""
    return part.splitlines()[0].removesuffix("\\").strip()


def compiled(uv: str, extras: list[str], more: list[str], known: str, options: list[str]) -> str:
    """What uv pins for some extras, staying with the versions that are known."""
    with tempfile.TemporaryDirectory() as folder:
        constraints, wanted, output = (Path(folder) / name for name in ("known.txt", "more.in", "output.txt"))
        constraints.write_text(known, encoding="utf-8")
        wanted.write_text("\n".join(more), encoding="utf-8")
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--only-binary", ":all:", "--no-annotate", "--no-header", "--output-file", str(output)]
        command += ["--constraint", str(constraints), *options, *(f"--extra={extra}" for extra in extras)]
        subprocess.run([*command, str(ROOT / "pyproject.toml"), str(wanted)], check=True)
        return output.read_text(encoding="utf-8")


def main(options: list[str]) -> None:
    """Write all files anew."""
    uv = find_uv()
    if uv is None:
        raise SystemExit("cakupan: uv is needed to pin packages; see https://docs.astral.sh/uv/")
    old = [part for name, *_ in FILES for part in parts_of((ROOT / name).read_text(encoding="utf-8"))]
    known = "" if options else "\n".join(dict.fromkeys(map(version_of, old)))
    extras: list[str] = []
    more: list[str] = []
    above: set[str] = set()
    for name, added, package, title in FILES:
        extras += added
        more += [package] if package else []
        parts = [part for part in parts_of(compiled(uv, extras, more, known, options)) if version_of(part) not in above]
        known += "\n" + "\n".join(map(version_of, parts))
        above |= set(map(version_of, parts))
        head = f"# {title}, transitive ones included, pinned with the digests of their wheels.\n"
        head += '# Regenerate (any machine, any Python): CONTRIBUTING.md, "Changing a dependency".\n'
        (ROOT / name).write_text(head + "".join(parts), encoding="utf-8")
        print(f"cakupan: {name}: {len(parts)} packages", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])

"""A load test of bringing figures in: a million rows of villages and months, timed in a process of its own. No part of an ingest."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cakupan.workspace import DATA

MONTHS = tuple(f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13))[:25]
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from cakupan.ingest import Options, ingest
start = time.perf_counter()
report = ingest([sys.argv[1]], Path(sys.argv[2]), Options(source="load"))
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"written": report.written, "rows": report.rows_read, "observations": report.new, "seconds": round(seconds, 2),
                  "peak_mb": round(peak / (1024 if sys.platform == "darwin" else 1)), "refused": [str(r) for r in report.refused[:3]]}))
"""


def bench_ingest(rows: int = 1_000_000) -> dict[str, object]:
    """Bring in `rows` rows (village × month, wajib KTP and recorded) and tell seconds and peak memory (MB) of the ingest alone."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "data"
        shutil.copytree(DATA, directory)
        table = Path(folder) / "villages.csv"
        _write(directory, table, rows)
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, str(table), str(directory)], capture_output=True, text=True, check=True
        )
        figures: dict[str, object] = json.loads(done.stdout)
    return figures


def _write(directory: Path, table: Path, rows: int) -> None:
    """A register of made-up villages in the districts of Kalimantan Timur, and their monthly table."""
    with (directory / "districts.csv").open(encoding="utf-8") as file:
        districts = [row["code"] for row in csv.DictReader(file)]
    count = -(-rows // len(MONTHS))
    codes = [f"{districts[n % len(districts)]}{1001 + n // len(districts):04}" for n in range(count)]
    with (directory / "villages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "district_code", "name"))
        writer.writerows((code, code[:6], f"Desa {code[6:]}") for code in codes)
    left = rows
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("Kode Wilayah", "Desa/Kelurahan", "Bulan", "Wajib KTP", "Sudah Rekam"))
        for month, as_of in enumerate(MONTHS):
            for number, code in enumerate(codes[:left]):
                base = 1500 + number % 900 + 3 * month
                writer.writerow((code, f"Desa {code[6:]}", as_of, base, base - 40 - number % 30 + month))
            left = max(0, left - len(codes))


if __name__ == "__main__":
    print(json.dumps(bench_ingest(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))

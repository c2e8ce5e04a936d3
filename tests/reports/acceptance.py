"""A notebook as somebody writes it who has read the two guides only: frame, own CSV, groupby, seaborn in four ways, table, paragraph."""

from __future__ import annotations

import json
from pathlib import Path

Cells = tuple[tuple[str, str, tuple[str, ...]], ...]

CELLS: Cells = (
    ("markdown", "# Posko perekaman\n\nCatatan analis, 12 halaman.", ()),
    (
        "code",
        'province: str = "64"  # Kemendagri code of the province\nedition: str = "latest"  # date of the edition\n'
        'lang: str = "id"  # language\ndata: str = ""  # data directory',
        ("parameters",),
    ),
    (
        "code",
        "from pathlib import Path\n\nimport pandas as pd\nimport seaborn as sns\nimport seaborn.objects as so\nfrom cakupan import briefing",
        (),
    ),
    ("code", "report = briefing.province(province, edition=edition, lang=lang, data=data)\nreport.setup()", ()),
    (
        "code",
        'regions = report.frame()\nposts = pd.read_csv(Path(data) / "posko.csv", dtype={"region": str}).set_index("region")\n'
        'regions = regions.join(posts)\nregions["per_post"] = regions["unrecorded"] / regions["posts"]\nregions.head()',
        ("remove-cell",),
    ),
    ("markdown", "## Di mana posko kurang?", ()),
    (
        "code",
        'most = regions.nlargest(8, "unrecorded")\naxes = sns.barplot(most, x="unrecorded", y="name")\naxes.bar_label(axes.containers[0])\n'
        'report.chart(axes, title="Belum merekam, 8 terbanyak", data=most[["name", "unrecorded", "posts"]])',
        (),
    ),
    (
        "code",
        'grid = sns.lmplot(regions, x="population", y="ikd_rate", height=3, aspect=1.8)\n'
        'report.chart(grid, title={"id": "Penduduk dan IKD", "en": "Population and IKD"}, data=regions[["name", "population", "ikd_rate"]])',
        (),
    ),
    (
        "code",
        'nation = report.frame("regency", within="ID")\nclose = nation[nation["parent"].isin(["61", "62", "63", "64"])]\n'
        'grid = sns.FacetGrid(close, col="parent", height=2.2)\ngrid.map_dataframe(sns.histplot, x="coverage", binwidth=1)\n'
        'report.chart(grid, title="Sebaran cakupan", data=close[["name", "parent", "coverage"]])',
        (),
    ),
    (
        "code",
        'plot = so.Plot(regions, x="coverage", y="ikd_rate").add(so.Dot())\n'
        'report.chart(plot, title="Cakupan dan IKD", data=regions[["name", "coverage", "ikd_rate"]])',
        (),
    ),
    (
        "code",
        'regions["size"] = pd.cut(regions["population"], 3, labels=["kecil", "sedang", "besar"])\n'
        'sizes = regions.groupby("size", observed=True).agg(n=("name", "size"), rate=("ikd_rate", "mean"), unrecorded=("unrecorded", "sum"))\n'
        'report.table(sizes, title="Menurut ukuran", columns={"size": "Ukuran", "n": "Kab/kota", "rate": "IKD, %", "unrecorded": "Belum merekam"},\n'
        '             notes="Rata-rata 3 kelas, tidak ditimbang.")',
        (),
    ),
    (
        "code",
        'report.table(regions[["name", "wajib_ktp", "unrecorded", "coverage", "posts", "per_post"]], title="Posko dan warga",\n'
        '             columns=["name", "wajib_ktp", "unrecorded", "coverage", "posts", "per_post"])',
        (),
    ),
    (
        "code",
        'report.paragraph("**{n}** dari {total} wajib KTP belum merekam, rata-rata {mean:.1f} per posko; cakupan {c} persen, nasional {nat} persen.",\n'
        '                 n=report.value(f"{province}:unrecorded"), total=report.value("wajib_ktp"), mean=regions["per_post"].mean(),\n'
        '                 c=report.value("coverage"), nat=report.value("ID:coverage"))',
        (),
    ),
    ("code", 'report.cards("coverage", "unrecorded", "kia_coverage")', ()),
    ("code", "report.sources()", ()),
    ("code", "report.trace()", ("remove-cell",)),
)


def write(folder: Path, name: str = "posko", without: tuple[str, ...] = (), given: Cells = CELLS) -> Path:
    """Write a notebook into a data directory; without: cells that contain one of these texts are left out."""
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    kept = [cell for cell in given if not any(text in cell[1] for text in without)]
    cells = [
        {
            "cell_type": kind, "id": f"c{number}", "metadata": {"tags": list(tags)} if tags else {}, "source": source,
            **({"outputs": [], "execution_count": None} if kind == "code" else {}),
        }
        for number, (kind, source, tags) in enumerate(kept)
    ]  # fmt: skip
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path = folder / "notebooks" / f"{name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def write_posts(folder: Path, codes: list[str]) -> Path:
    """Write an office's own table: service posts by regency."""
    path = folder / "posko.csv"
    rows = "".join(f"{code},{3 + number % 5}\n" for number, code in enumerate(codes))
    path.write_text(f"region,posts\n{rows}", encoding="utf-8")
    return path

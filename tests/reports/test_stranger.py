"""What somebody writes who has read the two guides only, in a way of his own: merged with gaps, grouped, drawn with legends; built, read back, and spoiled.

Such a notebook once failed in 12 of 38 provinces: `seaborn.objects` stopped at the regions that the table lacks.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cakupan.observations import Observations, load_observations
from cakupan.verify import verify_edition
from cakupan.workspace import DATA
from look.drawings import clipped_labels
from reports import acceptance
from reports.test_own_reports import cakupan
from verify.spoil import digit_places, spoil_pdf, spoil_text

pytestmark = pytest.mark.slow

PROVINCES = ("11", "64")
"""The first has regencies that the table lacks; the second ones that stand at the cap."""
CELLS: acceptance.Cells = (
    ("markdown", "# Tim jemput bola\n\nDisusun untuk rapat 3 Desember.", ()),
    ("code", acceptance.CELLS[1][1].replace('data: str = ""', 'data: str = ".."'), ("parameters",)),
    (
        "code",
        "import pandas as pd\nimport seaborn as sns\nimport seaborn.objects as so\nfrom cakupan import briefing\n\n"
        "report = briefing.province(province, edition=edition, lang=lang, data=data)\nreport.setup()",
        (),
    ),
    (
        "code",
        'teams = pd.read_csv(f"{data}/teams.csv", dtype={"region": str})\n'
        'regions = report.frame().merge(teams, on="region", how="left").set_index("region")\n'
        'regions["per_team"] = regions["unrecorded"] / regions["teams"]',
        (),
    ),
    (
        "code",
        'terrain = regions.groupby("terrain").agg(regions=("name", "count"), teams=("teams", "sum"), visits=("visits", "mean"), '
        'unrecorded=("unrecorded", "sum")).reset_index()',
        (),
    ),
    (
        "code",
        'ax = sns.barplot(terrain, x="unrecorded", y="terrain", hue="terrain")\n'
        "for bars in ax.containers:\n    ax.bar_label(bars)\n"
        'report.chart(ax, title="Belum merekam menurut bentang alam", data=terrain, caption="Jumlah jiwa; 3 bentang alam.")',
        (),
    ),
    (
        "code",
        'g = sns.lmplot(data=regions, x="visits", y="unrecorded", hue="terrain")\n'
        'report.chart(g, title="Kunjungan dan yang belum merekam", data=regions[["name", "terrain", "visits", "unrecorded"]])',
        (),
    ),
    (
        "code",
        'everyone = report.frame("regency", within="ID")\n'
        'near = everyone[everyone["parent"].isin([report.code, "31", "94"])].merge(teams, left_index=True, right_on="region")\n'
        'g = sns.FacetGrid(near, col="parent", col_wrap=2, hue="terrain")\ng.map(sns.scatterplot, "population", "coverage")\ng.add_legend()\n'
        'report.chart(g, title="Penduduk dan cakupan", data=near[["name", "parent", "terrain", "population", "coverage"]])',
        (),
    ),
    (
        "code",
        'p = so.Plot(regions, x="wajib_ktp", y="per_team", color="terrain", pointsize="teams").add(so.Dot()).scale(x="log")\n'
        'report.chart(p, title="Beban per tim", data=regions[["name", "wajib_ktp", "per_team", "terrain", "teams"]])',
        (),
    ),
    ("code", 'report.table(terrain, title="Menurut bentang alam", columns={"terrain": "Bentang alam", "visits": "Kunjungan", "unrecorded": "Belum merekam"})', ()),
    (
        "code",
        'report.paragraph("**{n}** jiwa belum merekam ({cov} persen sudah); {t} tim, {per:.1f} jiwa per tim.", n=report.value("unrecorded"), '
        'cov=report.value(f"{province}:coverage"), t=regions["teams"].sum(), per=regions["unrecorded"].sum() / regions["teams"].sum())',
        (),
    ),
    ("code", "report.sources()", ()),
    ("code", "report.trace()", ()),
)  # fmt: skip


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stranger") / "mine"
    folder.mkdir()
    for table in DATA.iterdir():
        shutil.copyfile(table, folder / table.name)
    acceptance.write(folder, "tim", given=CELLS)
    codes = [region.code for region in load_observations(DATA).regions.regencies]
    kinds = ("coast", "inland", "islands")
    rows = [
        f"{code},{1 + at % 7},{10 + 37 * at % 230},{kinds[at % 3]}\n" for at, code in enumerate(codes) if at % 9 != 4
    ]
    (folder / "teams.csv").write_text("region,teams,visits,terrain\n" + "".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def edition(mine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built")
    regions = [word for code in PROVINCES for word in ("--region", code)]
    done = cakupan("build", "--reports", "tim", *regions, "--data", str(mine), "--output", str(output))
    assert done.returncode == 0, done.stderr
    assert "no fault" in done.stderr
    return next(output.iterdir())


@pytest.fixture(scope="module")
def observations(mine: Path) -> Observations:
    return load_observations(mine)


@pytest.mark.parametrize("code", PROVINCES)
def test_its_charts_are_whole_vector_art_in_both_documents_with_description_and_figures(
    code: str, edition: Path
) -> None:
    page = next((edition / "html").glob(f"*tim-{code}*")).read_text(encoding="utf-8")
    drawings = re.findall(r'<svg role="img".*?</svg>', page, re.DOTALL)
    assert len(drawings) == page.count("<figure") == 4 and page.count('class="ck-data"') == 5
    assert "data:image/png" not in page and not any(clipped_labels(drawing) for drawing in drawings)
    with pikepdf.open(next((edition / "pdf").glob(f"*tim-{code}*"))) as pdf:
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert len(figures) == 4 and all(str(figure.Alt) for figure in figures)
        assert len(pdf.Root.Names.EmbeddedFiles.Names) >= 2 * 5
        assert not [image for page in pdf.pages for image in page.get_images()]


def html(sound: bytes, chance: random.Random) -> bytes:
    text = sound.decode()
    return spoil_text(text, chance, digit_places(text)).encode()


SPOILING: dict[str, tuple[int, Callable[[bytes, random.Random], bytes]]] = {
    "html": (8, html),
    "pdf": (8, spoil_pdf),
    "csv": (4, lambda sound, chance: spoil_text(sound.decode(), chance).encode()),
}


@pytest.mark.parametrize("kind", SPOILING)
def test_every_changed_digit_in_it_is_found(kind: str, edition: Path, mine: Path, observations: Observations) -> None:
    times, spoil = SPOILING[kind]
    chance = random.Random(f"tim {kind}")
    for number in range(times):
        path = chance.choice(sorted((edition / kind).glob(f"*.{kind}")))
        sound = path.read_bytes()
        path.write_bytes(spoil(sound, chance))
        found = verify_edition(edition, observations, data=mine, only={path.stem}, use_hashes=False)
        path.write_bytes(sound)
        assert f"{kind}/{path.name}" in {fault.file for fault in found.faults}, number


def test_nbconvert_by_its_own_command_line_executes_it_and_makes_the_same_document(
    edition: Path, mine: Path, tmp_path: Path
) -> None:
    command = [Path(sys.executable).parent / "jupyter", "nbconvert", "--execute", "--to", "cakupan-html"]
    subprocess.run(
        [*command, "--output-dir", tmp_path, mine / "notebooks" / "tim.ipynb"], check=True, capture_output=True
    )
    pages = (tmp_path / "tim.html", next((edition / "html").glob("*tim-64*")))
    made, built = (re.search(r"<main.*</main>", page.read_text(encoding="utf-8"), re.DOTALL) for page in pages)
    assert made is not None and built is not None
    assert re.sub(r'download="[^"]*"', "", made.group()) == re.sub(r'download="[^"]*"', "", built.group())

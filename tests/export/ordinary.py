"""Notebooks as people have them: what common libraries and editors leave in a file, made here without running any of them.

Each says what a reader must find in the page and in the PDF, and what must be told of it on standard error.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat.v4 as nb
import numpy as np
import pandas as pd
from PIL import Image

WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Ordinary:
    """A notebook. shown: words of the page and the PDF. hidden: words of neither. remarks: pieces of the remarks, as many as there are lines."""

    name: str
    cells: tuple[Any, ...]
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    metadata: Any = None
    pictures: int = 0
    tables: int = 0

    def node(self) -> Any:
        """The notebook as nbformat has it."""
        return nb.new_notebook(cells=list(self.cells), metadata=self.metadata or {})

    def text(self) -> str:
        """The notebook as the text of its file."""
        return old_file(self) if self.name == "nbformat-3" else json.dumps(self.node())


def old_file(notebook: Ordinary) -> str:
    """A file of nbformat 3: one worksheet, `pyout`, `prompt_number`."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Catatan lama"]},
        {"cell_type": "markdown", "metadata": {}, "source": ["Teks dari 2013."]},
        {
            "cell_type": "code", "collapsed": False, "input": ["2+2"], "language": "python", "metadata": {}, "prompt_number": 1,
            "outputs": [{"output_type": "pyout", "prompt_number": 1, "metadata": {}, "text": ["4 jiwa"]}],
        },
    ]  # fmt: skip
    sheet = {"cells": cells, "metadata": {}}
    return json.dumps({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]})


def md(source: str, **more: Any) -> Any:
    """A Markdown cell."""
    return nb.new_markdown_cell(source, **more)


def code(*outputs: Any, tags: Iterable[str] = ()) -> Any:
    """A code cell that has shown these; a dict is a bundle of forms."""
    made = [nb.new_output("display_data", data=one) if "output_type" not in one else one for one in outputs]
    return nb.new_code_cell(
        "kode_rahasia()", outputs=made, metadata={"tags": list(tags)} if tags else {}, execution_count=1
    )


def stream(text: str, name: str = "stdout") -> Any:
    return nb.new_output("stream", name=name, text=text)


def html(text: str, plain: str = "<objek>") -> dict[str, str]:
    return {"text/html": text, "text/plain": plain}


@cache
def image(form: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (120, 60)) -> bytes:
    """A picture with a slope of colours."""
    wide, high = size
    slope = np.linspace(0, 255, wide * high, dtype="uint8").reshape(high, wide)
    drawn = Image.fromarray(np.dstack([slope, slope[::-1], np.full_like(slope, 120)])).convert(mode)
    out = io.BytesIO()
    drawn.save(out, form)
    return out.getvalue()


def base(data: bytes) -> str:
    return base64.b64encode(data).decode()


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="50" viewBox="0 0 160 50"><rect width="160" height="50" fill="#dbeafe"/>'
    '<text x="8" y="30" font-family="Times,serif" font-size="14">Tulisan vektor</text></svg>'
)
FRAME = pd.DataFrame(
    {"Kabupaten": ["Paser", "Berau", "Kutai Barat"], "Jiwa": [204113, 190322, 128441], "Cakupan": [98.92, 99.41, 98.11]}
)


def numbers(rows: int, columns: int) -> pd.DataFrame:
    grid = np.arange(rows * columns).reshape(rows, columns) * 1.5
    return pd.DataFrame(grid, columns=[f"peubah {n + 1}" for n in range(columns)])


def several() -> pd.DataFrame:
    index = pd.MultiIndex.from_product([["Kalimantan", "Papua"], ["kota", "kabupaten"]], names=["pulau", "jenis"])
    columns = pd.MultiIndex.from_product([["2023", "2024"], ["jiwa", "persen"]])
    return pd.DataFrame(np.arange(16).reshape(4, 4), index=index, columns=columns)


def plotly() -> dict[str, Any]:
    return {"application/vnd.plotly.v1+json": {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {}}}


def altair() -> dict[str, Any]:
    return {
        "application/vnd.vegalite.v5+json": {"mark": "bar"},
        "text/plain": "<VegaLite 5 object>\n\nIf you see this message, it means the renderer has not been properly enabled",
    }


def widget(name: str, plain: str = "IntSlider(value=3)") -> dict[str, Any]:
    return {WIDGET: {"model_id": name, "version_major": 2, "version_minor": 0}, "text/plain": plain}


def model(kind: str, **state: Any) -> dict[str, Any]:
    return {
        "model_name": kind,
        "model_module": "@jupyter-widgets/controls",
        "state": {"layout": "IPY_MODEL_l", **state},
    }


SCRIPT = "<div id='d'></div><script>require(['x'], function(){})</script>"
COLAB = (
    '<div id="df-1" class="colab-df-container"><div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style>'
    + FRAME.to_html(border=1)
    + '</div><div class="colab-df-buttons"><button class="colab-df-convert"><svg viewBox="0 0 24 24"><path d="M0 0h24v24H0z"/></svg>'
    "</button><style>.colab-df-container{display:flex}</style><script>const b = document.querySelector('#df-1 button')</script></div></div>"
)
POLARS = (
    "<div><style>.dataframe > thead > tr {text-align: right}</style><small>shape: (2, 2)</small><table border='1' class='dataframe'>"
    "<thead><tr><th>nama</th><th>n</th></tr><tr><td>str</td><td>i64</td></tr></thead><tbody><tr><td>&quot;Paser&quot;</td><td>3</td></tr>"
    "<tr><td>null</td><td>4</td></tr></tbody></table></div>"
)
SUMMARY = (
    "<table class='simpletable'><caption>Hasil regresi OLS</caption><tr><th>Peubah:</th><td>y</td><th>R-kuadrat:</th><td>0.912</td></tr></table>"
    "<table class='simpletable'><tr><td></td><th>coef</th><th>P>|t|</th></tr><tr><th>const</th><td>1.25</td><td>0.001</td></tr></table>"
    "<br/><br/>Notes:<br/>[1] Standard Errors assume that the covariance matrix is correct."
)
RICH = '<pre style="white-space:pre;overflow-x:auto">┏━━━━━━━━┓\n┃ <span style="font-weight: bold">Nama</span>   ┃\n┗━━━━━━━━┛\n</pre>'
TRACE = [
    "\x1b[0;31m---------------------------------------------------------------------------\x1b[0m",
    "File \x1b[0;32m/home/budi/kerja/olah.py:3\x1b[0m",
    "\x1b[0;31mKeyError\x1b[0m: 'jiwa'",
]


def tables() -> list[Ordinary]:
    gradient = FRAME.style.background_gradient(cmap="Blues", subset=["Cakupan"]).format({"Cakupan": "{:.1f}"})
    bars = FRAME.style.bar(subset=["Jiwa"], color="#d65f5f").set_caption("Penduduk wajib KTP")
    ruled = FRAME.style.set_table_styles(
        [
            {"selector": "th", "props": "background-color: #0b3c5d; color: white"},
            {"selector": "tr:hover", "props": "color: red"},
        ]
    ).map(lambda value: "color: green; font-weight: bold" if value == "Berau" else "", subset=["Kabupaten"])
    return [
        Ordinary("pandas", (md("# Data"), code(html(FRAME._repr_html_()))), ("Kutai Barat", "204113", "98.92"), tables=1),
        Ordinary("pandas-many-indices", (code(html(several().to_html())),), ("Kalimantan", "kabupaten", "2024"), tables=1),
        Ordinary("pandas-wide", (code(html(numbers(4, 30).to_html())),), ("peubah 1", "peubah 30", "178.5"), tables=1),
        Ordinary("pandas-long", (code(html(numbers(5000, 4).to_html())),), ("0.0", "29998.5", "4.750 dari 5.000 baris"),
                 ("15000.0",), ("4.750 dari 5.000 baris",), tables=1),
        Ordinary("series", (code({"text/plain": FRAME["Jiwa"].describe().to_string()}),), ("count", "128441")),
        Ordinary("styler-colours", (code(html(gradient.to_html(), "<pandas.io.formats.style.Styler at 0x7f00>")),),
                 ("Paser", "98.9"), ("Styler",), tables=1),
        Ordinary("styler-bars", (code(html(bars.to_html())),), ("Penduduk wajib KTP", "204113"), tables=1),
        Ordinary("styler-sheet", (code(html(ruled.to_html())),), ("Berau", "99.41"), tables=1),
        Ordinary("polars", (code(html(POLARS)),), ("shape: (2, 2)", "Paser", "i64"), tables=1),
        Ordinary("regression", (code(html(SUMMARY)),), ("Hasil regresi OLS", "0.912", "covariance matrix"), tables=2),
    ]  # fmt: skip


def pictures() -> list[Ordinary]:
    files = "\n\n".join(f"![{name}]({name})" for name in ("peta.png", "gerak.gif", "cetak.jpg", "garis.svg"))
    return [
        Ordinary("seaborn", (code({"image/png": base(image(size=(640, 480))), "text/plain": "<Figure size 640x480 with 1 Axes>"}),),
                 hidden=("<Figure",), pictures=1),
        Ordinary("matplotlib-svg", (code({"image/svg+xml": SVG, "text/plain": "<Figure size 640x480>"}),), hidden=("<Figure",), pictures=1),
        Ordinary("retina", (code(nb.new_output("display_data", data={"image/png": base(image(size=(800, 600)))},
                                               metadata={"image/png": {"width": 400, "height": 300}})),), pictures=1),
        Ordinary("attachments", (md("# Tempelan\n\n![Potret](attachment:a%20b.png)", attachments={"a b.png": {"image/png": base(image())}}),),
                 pictures=1),
        Ordinary("local-pictures", (md(files),), pictures=4),
        Ordinary("lost-pictures", (md("![Ada](hilang.png) ![Jauh](https://example.org/x.png) ![Tempel](attachment:y.png)"),),
                 ("gambar hilang.png tidak dapat ditampilkan: berkas itu tidak ada", "example.org/x.png", "y.png"),
                 remarks=("hilang.png", "letaknya di jaringan", "lampiran")),
        Ordinary("html-pictures", (md('<center><img src="peta.png" width="200" alt="Peta"><br><em>Keterangan peta</em></center>'),),
                 ("Keterangan peta",), pictures=1),
        Ordinary("broken-pictures", (code({"image/png": base(image()[:90])}), code({"image/svg+xml": "<svg><rect"}), md("sesudahnya")),
                 ("Sel 1", "Sel 2", "sesudahnya"),
                 remarks=("Sel 1: gambar image/png", "Sel 2: gambar image/svg+xml")),
    ]  # fmt: skip


def acting() -> list[Ordinary]:
    png = {"image/png": base(image())}
    folium = '<div style="width:100%"><span>Make this Notebook Trusted to load map: File -> Trust Notebook</span><iframe srcdoc="&lt;p&gt;"></iframe></div>'
    state = {
        "box": model("VBoxModel", children=["IPY_MODEL_h", "IPY_MODEL_o", "IPY_MODEL_p", "IPY_MODEL_s"]),
        "h": model("HTMLModel", value="<b>Hasil widget</b>"),
        "o": model("OutputModel", outputs=[{"output_type": "stream", "name": "stdout", "text": "dari dalam\n"}]),
        "p": model("FloatProgressModel", value=3.0),
        "s": model("IntSliderModel", value=3),
    }
    kept = {
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {"state": state, "version_major": 2, "version_minor": 0}
        }
    }
    nothing = "tidak menyimpan gambarnya"
    return [
        Ordinary("plotly", (md("# P"), code(plotly())), ("Sel 2: grafik interaktif Plotly",), remarks=("Plotly",)),
        Ordinary("plotly-with-picture", (code({**plotly(), **png}),), pictures=1),
        Ordinary("plotly-html", (code(html(SCRIPT, "Figure()")),), ("Sel 1: gambar dari JavaScript",),
                 remarks=(nothing,)),
        Ordinary("altair", (code(altair()),), ("grafik interaktif Altair",), ("VegaLite",), remarks=("Altair",)),
        Ordinary("altair-with-picture", (code({**altair(), **png}),), hidden=("VegaLite",), pictures=1),
        Ordinary("bokeh", (code({"application/vnd.bokehjs_load.v0+json": "", "application/javascript": "1"}),
                           code({"application/vnd.bokehjs_exec.v0+json": "", "text/html": SCRIPT})),
                 ("Sel 2: grafik interaktif Bokeh",), remarks=("Sel 1: skrip", "Bokeh")),
        Ordinary("folium", (code(html(folium, "<folium.folium.Map at 0x7f00>")),), ("halaman atau peta sisipan",), ("Trusted", "folium"),
                 remarks=(nothing,)),
        Ordinary("widgets", (code(widget("x")),), ("Sel 1: widget",), ("IntSlider",), remarks=("widget",)),
        Ordinary("widgets-with-state", (code(widget("box", "VBox()")), md("akhir")), ("Hasil widget", "dari dalam", "Sel 1: widget"),
                 remarks=("bilah kemajuan", "widget"), metadata=kept),
        Ordinary("media", (code({"video/mp4": "AAAA"}, html("<audio controls src='data:audio/wav;base64,AA'></audio>", "<Audio object>"),
                                {"application/pdf": "JVBERi0="}, {"application/x-strange": "1"}, {}),),
                 ("video", "rekaman suara", "PDF", "application/x-strange", "keluaran yang kosong"),
                 remarks=("video", "rekaman suara", "PDF", "application/x-strange", "kosong")),
    ]  # fmt: skip


def words() -> list[Ordinary]:
    everything = (
        "# Semua\n\nTeks *miring*, **tebal**, ~~coret~~, `kode`, [tautan](https://example.org).\n\n1. satu\n   - dalam\n2. dua\n\n"
        "> kutipan\n\n| a | b |\n|:--|--:|\n| x | 1.000 |\n\n```python\nprint('kode')\n```\n\n---\n\n"
        "H<sub>2</sub>O, <kbd>Ctrl</kbd>, <font color='red'>merah</font>, <mark>tanda</mark>\n\n<details><summary>Lipatan</summary>\n\nisi lipatan\n\n</details>"
    )
    formulas = (
        "Cakupan $C_{1} = R_{a}*W_{b}*x$ persen\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n\nharga $5 dan $6"
    )
    return [
        Ordinary("markdown", (md(everything),), ("miring", "tautan", "kutipan", "1.000", "print('kode')", "Ctrl", "merah", "isi lipatan")),
        Ordinary("formulas", (md(formulas),), ("persen", "harga $5 dan $6"), ("begin{align}",)),
        Ordinary("formula-outputs", (code({"text/latex": "$\\displaystyle \\frac{x^{2}}{2}$", "text/plain": "x**2/2"},
                                          {"text/latex": "$$\\hat{\\beta}$$", "text/plain": "<IPython.core.display.Math object>"}),),
                 hidden=("Math object", "x**2/2")),
        Ordinary("formula-unknown", (md("Rumus $\\entah{x}_1*y*$ di sini"),), ("\\entah{x}_1*y*",),
                 remarks=("\\entah",)),
        Ordinary("scripts", (md("Huruf 東京 🙂 محافظة"),), ("Huruf",)),
        Ordinary("raw-cells", (nb.new_raw_cell("---\ntitle: Quarto\n---"), nb.new_raw_cell("teks mentah"),
                               nb.new_raw_cell("<b>tebal mentah</b>", metadata={"raw_mimetype": "text/html"}),
                               nb.new_raw_cell("\\LaTeX", metadata={"raw_mimetype": "text/latex"})),
                 ("teks mentah", "tebal mentah"), ("LaTeX", "Quarto"), ("YAML", "text/latex")),
        Ordinary("tags", (md("# T"), *(code(stream(f"isi {tag}")) if tag == "biasa" else code(stream(f"isi {tag}"), tags=[tag])
                          for tag in ("biasa", "remove-cell", "remove_output", "hide-output", "hide_cell", "remove-input"))),
                 ("isi biasa", "isi remove-input"), ("isi remove-cell", "isi remove_output", "isi hide-output", "isi hide_cell")),
    ]  # fmt: skip


def terminal() -> list[Ordinary]:
    bar = "".join(f"\r{n:3}%|{'#' * (n // 10):10}| {n}/100 [00:01]" for n in range(0, 101, 10))
    lines = "".join(f"baris {n}\n" for n in range(1, 30_001))
    problem = nb.new_output("error", ename="KeyError", evalue="'jiwa'", traceback=TRACE)
    return [
        Ordinary("errors", (md("# E"), code(problem), md("sesudah galat")), ("KeyError: 'jiwa'", "~/kerja/olah.py", "sesudah galat"), ("budi",),
                 ("folder pribadi", "KeyError: 'jiwa'")),
        Ordinary("warnings", (code(stream(bar + "\n", "stderr"), stream("/home/budi/a.py:3: FutureWarning: lama\n", "stderr"), stream("hasil 7\n")),),
                 ("hasil 7",), ("budi", "FutureWarning", "100%"), ("bilah kemajuan", "FutureWarning: lama")),
        Ordinary("progress-printed", (code(stream("hitung 1\rhitung 2\rselesai\n" + bar + "\n")),), ("selesai",), ("hitung", "100%"), ("kemajuan",)),
        Ordinary("long-line", (code(stream("A" * 900 + "AKHIR\n" + "-" * 300 + "\n")), md("`" + "b" * 300 + "`")), ("AKHIR",)),
        Ordinary("long-output", (code(stream(lines)),), ("baris 1 ", "baris 30000", "29.750 dari 30.000 baris teks"), ("baris 15000",),
                 ("29.750",)),
        Ordinary("many-outputs", (code(*({"text/plain": f"isi {n}."} for n in range(3000))),), ("isi 0.", "isi 2999.", "2.750 dari 3.000"),
                 ("isi 1500.",), ("keluaran",)),
        Ordinary("rich-console", (code(html(RICH, "Nama"), stream("\x1b[1;32mhijau\x1b[0m\n")),), ("Nama", "hijau"), ("[1;32m",)),
        Ordinary("home-folders", (code(stream("C:\\Users\\Siti\\data.csv\n/Users/siti/data.csv\n")),), ("data.csv",), ("Siti", "siti"), ("~",)),
    ]  # fmt: skip


def origins() -> list[Ordinary]:
    vscode = {
        "application/vnd.microsoft.datawrangler.viewer.v0+json": {"columns": []}, "text/html": FRAME.to_html(), "text/plain": "…",
    }  # fmt: skip
    r_frame = {"text/html": "<table class='dataframe'><thead><tr><th scope=col>n</th></tr></thead><tbody><tr><td>7</td></tr></tbody></table>",
               "text/latex": "\\begin{tabular}{l}n\\\\7\\end{tabular}", "text/markdown": "|n|\n|-|\n|7|", "text/plain": "n\n7"}  # fmt: skip
    english = {"papermill": {"parameters": {"lang": "en"}}}
    return [
        Ordinary("vscode", (code(vscode),), ("Kutai Barat",), metadata={"vscode": {"interpreter": {"hash": "1"}}}, tables=1),
        Ordinary("colab", (code({**html(COLAB), "application/vnd.google.colaboratory.intrinsic+json": {"type": "dataframe"}}),),
                 ("Kutai Barat",), ("querySelector",), ("skrip", "tombol"), metadata={"colab": {"provenance": []}}, tables=1),
        Ordinary("nbformat-3", (), ("Catatan lama", "Teks dari 2013.", "4 jiwa")),
        Ordinary("r-kernel", (code(r_frame),), ("7",), ("tabular",), tables=1),
        Ordinary("english", (md("# T"), code(plotly())), ("Cell 2: an interactive Plotly chart cannot be shown here",), ("Sel 2",),
                 ("an interactive Plotly chart",), metadata=english),
        Ordinary("empty", ()),
    ]  # fmt: skip


KINDS: tuple[Callable[[], list[Ordinary]], ...] = (tables, pictures, acting, words, terminal, origins)


@cache
def ordinary() -> tuple[Ordinary, ...]:
    """All of them."""
    return tuple(one for kind in KINDS for one in kind())


def write_pictures(folder: Path) -> None:
    """Put the pictures that notebooks link to beside them."""
    (folder / "peta.png").write_bytes(image())
    (folder / "gerak.gif").write_bytes(image("GIF", "P"))
    (folder / "cetak.jpg").write_bytes(image("JPEG", "CMYK"))
    (folder / "garis.svg").write_text(SVG, encoding="utf-8")

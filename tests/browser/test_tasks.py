"""Three people's tasks in a real browser: a governor's, a journalist's, an officer's. What each took is printed: `pytest -rP -m browser tests/browser/test_tasks.py`."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Chromium, Page

pytestmark = pytest.mark.browser


class Person:
    """Somebody with a pointer and a keyboard; counts what they do."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def click(self, selector: str) -> None:
        """Scroll to something where it is out of sight, and click on it."""
        seen = f"(() => {{ const e = document.querySelector({selector!r}), r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }})()"
        if not self.page.ask(seen):
            self.page.ask(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
            self.steps += 1
        at = self.page.ask(
            f"(() => {{ const r = document.querySelector({selector!r}).getBoundingClientRect(); return {{x: r.x + r.width / 2, y: r.y + r.height / 2}} }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.page.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)
        self.steps += 1

    def type(self, text: str) -> None:
        self.page.type(text)
        self.steps += 1

    def choose(self, id: str, value: str) -> None:
        """Choose from a list by its value, as the browser tells the page of it."""
        self.page.ask(
            f"(() => {{ const s = document.getElementById({id!r}); s.value = {value!r}; s.dispatchEvent(new Event('change')) }})()"
        )
        self.steps += 1

    def sees(self, expression: str) -> Any:
        """The value of an expression once it is true; waiting is no step."""
        for _ in range(200):
            found = self.page.ask(expression)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{expression} never came true")


@contextmanager
def task(chromium: Chromium, url: str, name: str, width: int = 1280, height: int = 800) -> Iterator[Person]:
    """A task from the opening of a page to its end; tells its steps and seconds."""
    began = time.monotonic()
    with chromium.page(url, width=width, height=height) as page:
        person = Person(page)
        yield person
        print(f"{name}: {person.steps} steps, {time.monotonic() - began:.1f} s")
        assert page.requests() == []


def report(edition: Path, code: str) -> str:
    return (edition / "html" / f"cakupan-{code}-2024-12-31-id.html").as_uri()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize(("code", "message"), [("64", "99,39 persen"), ("95", "17,53 persen"), ("ID", "36,6 persen")])
def test_the_main_message_with_its_doubt_is_in_the_first_view(
    chromium: Chromium, edition: Path, code: str, message: str, width: int, height: int
) -> None:
    with task(
        chromium, report(edition, code), f"main message of {code} at {width} × {height}", width, height
    ) as person:
        headline, bottom = person.sees(
            "(() => { const e = document.querySelector('.ck-subtitle'); return [e.innerText, e.getBoundingClientRect().bottom] })()"
        )
        assert message in headline.replace("\u00a0", " ")
        assert "Namun" in headline
        assert bottom <= height
    assert person.steps == 0


def test_a_journalist_cites_a_number_and_opens_its_source(chromium: Chromium, edition: Path) -> None:
    with task(chromium, report(edition, "64"), "cite a number with its source") as person:
        person.click(".ck-cards data[data-key='64:K01']")
        person.sees("!document.querySelector('.ck-behind').hidden")
        person.click(".ck-behind button")
        person.sees("document.querySelector('.ck-behind [role=status]').textContent")
        said = person.page.ask("document.querySelector('.ck-behind textarea').value").replace("\u00a0", " ")
        assert "≥ 99,39 persen" in said and "30 Juni 2024" in said and "S031 GIS Dukcapil" in said
    with task(chromium, report(edition, "64"), "open the source of a number") as person:
        person.click(".ck-cards data[data-key='64:K01']")
        link = person.sees("document.querySelector('.ck-behind a[rel=external]').href")
        assert link.startswith("https://")
        person.steps += 1  # the click on the link, which would leave the files


def test_an_analyst_gets_the_data_of_a_chart(chromium: Chromium, edition: Path, tmp_path: Path) -> None:
    chromium.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    with task(chromium, report(edition, "64"), "get a chart's data") as person:
        person.click("#gambar-1 + .ck-tools button")
        for _ in range(200):
            if (tmp_path / "gambar-1.csv").exists():
                break
            time.sleep(0.05)
    rows = list(csv.DictReader((tmp_path / "gambar-1.csv").read_text(encoding="utf-8").splitlines()))
    assert {"6472", "6401"} <= {row["region"] for row in rows}
    assert "4404" in {row["value"] for row in rows}


def test_a_governor_compares_the_province_with_a_neighbour(chromium: Chromium, edition: Path) -> None:
    with task(chromium, report(edition, "64"), "compare 64 with 63") as person:
        person.click(".ways-top a[href*='compare']")
        person.sees(
            "location.href.includes('compare.html') && document.readyState === 'complete' && document.getElementById('first').value === '64'"
        )
        person.choose("second", "63")
        row = person.sees("document.querySelector('#compare tbody tr').innerText")
        assert "≥99,39" in row and "≥97,94" in row
        assert row.count("S031") == 2
        person.page.events.clear()  # going to another page of the edition is a request, to the files


@pytest.mark.parametrize("text", ["smr", "samarinda"])
def test_an_officer_finds_samarinda_from_the_index(chromium: Chromium, edition: Path, text: str) -> None:
    with task(chromium, (edition / "index.html").as_uri(), f"find Samarinda by “{text}”") as person:
        person.click("#search")
        person.type(text)
        found = person.sees(
            "[...document.querySelectorAll('#reports > tbody[data-find]:not([hidden]) > tr:first-child')].map(r => r.dataset.region)"
        )
        assert found == ["64"]

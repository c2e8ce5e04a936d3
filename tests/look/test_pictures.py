"""Pages look as they did: a few reference pictures, compared with a tolerance. `update.py` shows and renews them."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.chromium import Chromium
from look.pictures import ALLOWED, PICTURES, REFERENCES, STORED_WIDTH, build, compare, side_by_side, small
from PIL import Image, ImageDraw


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("output"))


@pytest.mark.browser
@pytest.mark.parametrize("name", PICTURES)
def test_a_page_looks_like_its_reference(name: str, edition: Path, chromium: Chromium, tmp_path: Path) -> None:
    reference, now = Image.open(REFERENCES / f"{name}.png"), small(PICTURES[name](edition, chromium))
    comparison = compare(reference, now)
    shown = tmp_path / f"{name}.png"
    side_by_side(reference, now, comparison).save(shown)
    assert comparison.same, (
        f"{comparison.share:.2%} of the pixels of {name} differ, {ALLOWED:.2%} may; look at {shown} (reference, now, "
        "difference); if today's page is right: .venv/bin/python tests/look/update.py"
    )


def test_every_reference_is_small_and_belongs_to_a_page() -> None:
    files = {path.stem: path.stat().st_size for path in REFERENCES.glob("*.png")}
    assert set(files) == set(PICTURES)
    assert max(files.values()) < 150_000


# --- the comparison itself ---


def page_with(*boxes: tuple[int, int, int, int], ink: int = 60) -> Image.Image:
    """A white page with grey boxes (left, top, right, bottom)."""
    page = Image.new("L", (STORED_WIDTH, 800), 255)
    for box in boxes:
        ImageDraw.Draw(page).rectangle(box, fill=ink)
    return page


def test_equal_pages_are_the_same() -> None:
    assert compare(page_with((50, 50, 300, 120)), page_with((50, 50, 300, 120))).share == 0


@pytest.mark.parametrize("other", [page_with((50, 90, 300, 160)), page_with(), page_with((50, 50, 300, 120), ink=140)])
def test_a_part_that_moves_goes_missing_or_changes_its_shade_is_noticed(other: Image.Image) -> None:
    assert not compare(page_with((50, 50, 300, 120)), other).same


def test_a_page_that_grew_longer_is_noticed() -> None:
    longer = Image.new("L", (STORED_WIDTH, 900), 255)
    longer.paste(page_with((50, 50, 300, 120)))
    ImageDraw.Draw(longer).rectangle((50, 810, 300, 890), fill=60)
    assert not compare(page_with((50, 50, 300, 120)), longer).same


def test_noise_of_another_renderer_is_not() -> None:
    page = page_with((50, 50, 300, 120))
    noisy = page.copy()
    for x in range(0, STORED_WIDTH, 2):
        for y in range(0, 800, 3):
            noisy.putpixel((x, y), max(0, page.getpixel((x, y)) - 12))
    assert compare(page, noisy).same

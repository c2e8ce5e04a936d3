"""The guide's ten steps are true: the same walk, in a real JupyterLab, one check after the other."""

from __future__ import annotations

import pytest
from browser.chromium import BrowserError, Chromium
from browser.guide import STEPS, walking
from browser.lab import TOKEN, Desk, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_ten_steps_of_the_guide_can_be_walked(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> None:
    with walking(chromium, tmp_path_factory.mktemp("guide")) as desk:
        for number, (title, act) in enumerate(STEPS.items(), 1):
            try:
                act(desk)
            except BrowserError as error:
                pytest.fail(f"step {number}, {title}: {error}")


@pytest.mark.parametrize("guide", ["guide.md", "panduan.md"])
def test_the_guide_opens_as_a_page_with_its_pictures(
    guide: str, chromium: Chromium, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        serving(tmp_path_factory.mktemp("guide")) as address,
        chromium.page(f"{address}/lab/tree/{guide}?token={TOKEN}", width=1300, height=1000) as page,
    ):
        shown = "[...document.querySelectorAll('.jp-MarkdownViewer img')].filter(e => e.naturalWidth > 600).length"
        Desk(page).wait(f"{shown} === {len(STEPS)}")

"""What stands beside the text of a page: what is said behind its numbers, its preview, its script, its ways to other pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cakupan.observations import Observations
from cakupan.verify import verify_edition
from verify.spoil import stem_of

pytestmark = pytest.mark.slow
STEM = stem_of("65")
Spoil = Callable[[str], str]


def replaced(pattern: str, new: str) -> Spoil:
    return lambda text: re.sub(pattern, new, text, count=1)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (replaced(r'("65:K01":\["[^"]*","[^"]*","[^"]*",")30', r"\g<1>29"), "cites"),
        (replaced(r'"65:K01":\[[^\]]*\],"[^"]*"\],', ""), "cites"),
        (replaced(r'"6571:wajib_ktp":\[[^\]]*\],"[^"]*"\],', ""), "cites"),
        (replaced(r'"6502:wajib_ktp":', '"6503:wajib_ktp":'), "cites"),
        (replaced(r'("source":")Sumber', r"\1Asal"), "cites"),
        (replaced(r'("S031":\[")GIS', r"\1MAP"), "cites"),
        (replaced(r'(property="og:description" content=")', r"\g<1>Semua "), "preview"),
        (replaced(r'(property="og:title" content=")', r"\g<1>Semua "), "preview"),
        (replaced(r'"use strict";', '"use strict";fetch("https://x.org");'), "script"),
        (replaced(r'"use strict"', '"use lax"'), "script"),
        (replaced(r'href="\.\./compare\.html', 'href="../missing.html'), "link"),
    ],
)  # fmt: skip
def test_what_was_changed_beside_the_text_is_told(
    edition: Path, observations: Observations, spoil: Spoil, kind: str
) -> None:
    path = edition / "html" / f"{STEM}.html"
    text = path.read_text(encoding="utf-8")
    assert spoil(text) != text
    path.write_text(spoil(text), encoding="utf-8")
    result = verify_edition(edition, observations, only={STEM}, use_hashes=False)
    assert kind in {fault.kind for fault in result.faults}, result.lines


def test_a_preview_s_picture_that_is_not_there_is_told(edition: Path, observations: Observations) -> None:
    path = edition / "html" / f"{STEM}.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<style>", '<meta property="og:image" content="../card/none.png"><style>', 1), "utf-8")
    result = verify_edition(edition, observations, only={STEM}, use_hashes=False)
    assert any("card/none.png" in line for line in result.lines)

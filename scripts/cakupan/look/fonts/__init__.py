"""The typefaces of charts, pages and PDF: IBM Plex Sans as published by IBM (SIL Open Font License), and our few symbols.

How they are used is the matter of `cakupan.look` and `cakupan.export`; where the files come from stands in README.md.
"""

from pathlib import Path

FONT_DIR = Path(__file__).parent
WEB_FONT_DIR = FONT_DIR / "web"

FAMILY = "IBM Plex Sans"
SYMBOLS = "Cakupan Symbols"
FALLBACKS = (SYMBOLS, "IBM Plex Sans Arabic", "IBM Plex Sans Hebrew")

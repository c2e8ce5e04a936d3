"""Cakupan: briefings on electronic-ID coverage in Indonesia, from published figures to verified HTML and PDF."""

__version__ = "0.1.0"

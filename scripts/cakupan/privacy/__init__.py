"""Small counts as pure arithmetic: which are withheld, and which others with them so that no total reveals them.

What that means for indicators is in `indicators.small`; how a withheld one is printed is decided in `tables` and `charts`.
"""

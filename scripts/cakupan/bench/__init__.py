"""The benchmark: the same briefings by the stock command lines, by `cakupan build`, and drawn in a bare warm Python.

Ratios measured in one run, with their spread; never part of the tests. Nothing else imports this package.
"""

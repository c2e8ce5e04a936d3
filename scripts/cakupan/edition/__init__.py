"""A whole batch of briefings: what is to be built and why, building it safely, and what was built.

`jobs` names the reports, `plan` finds what is due, `report` builds one, `run` builds them all. Single notebooks are run by
`engine` and turned into documents by `export`.
"""

"""Ways to build the reports of a batch: `local` in threads of this process, each waiting for a notebook in a process of its own.

What an executor is asked is said in `edition.executor`; which one is used is chosen by the command line.
"""

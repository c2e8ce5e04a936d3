"""`python -m cakupan` is the command `cakupan`."""

from cakupan.cli import main

if __name__ == "__main__":
    main()

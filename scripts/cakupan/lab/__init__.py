"""JupyterLab on our notebooks: how it is started, and how a run of an edition is brought back to life in it.

What the notebooks show is in `briefing` and `explore`; executing them in batches is done by `edition`.
"""

from cakupan.lab.announce import announce_later
from cakupan.lab.app import start_app
from cakupan.lab.reopen import Reopened, reopen
from cakupan.lab.server import START_PAGE, Start, start

__all__ = ["START_PAGE", "Reopened", "Start", "announce_later", "reopen", "start", "start_app"]

"""Reading an edition back: every number of every document against the data, the other formats and the manifest.

Nothing is built or mended here. What a document is made of is in `blocks` and `export`.
"""

from cakupan.verify.edition import verify_edition
from cakupan.verify.loose import Verdict, verify_file
from cakupan.verify.model import Fault, Result

__all__ = ["Fault", "Result", "Verdict", "verify_edition", "verify_file"]

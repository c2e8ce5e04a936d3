"""Checking the picture for messengers: its words against the notebook, and its pixels against the picture that they give again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cakupan.errors import message
from cakupan.verify.model import Result
from cakupan.verify.printed import digits_in

if TYPE_CHECKING:
    from cakupan.export.document import Document


def check_card(bodies: Mapping[str, tuple[str, bytes | None]], document: Document, result: Result) -> None:
    """The card of a report says and shows what its notebook says; a report without one is no fault."""
    picture, text = bodies.get("card png", ("", None)), bodies.get("card txt", ("", None))
    if picture[1] is None or text[1] is None:
        return
    from cakupan.export import card

    wanted, words = card.text_of(document), text[1].decode("utf-8", "replace")
    result.counts["numbers on cards"] += sum(1 for _ in digits_in(words))
    for number, (here, there) in enumerate(zip(words.split("\n"), wanted.split("\n"), strict=False), start=1):
        if here != there:
            result.fault(
                "card",
                text[0],
                f"line {number}",
                message("“{here}” stands where the notebook gives “{there}”", here=here, there=there),
            )
    if len(words.split("\n")) != len(wanted.split("\n")):
        result.fault("card", text[0], "", message("it has more or fewer lines than the notebook gives"))
    if picture[1] != card.render(document):
        result.fault("card", picture[0], "", message("it is not the picture that the report's numbers give"))

"""The briefing of published claims: what was printed, recomputed, with the arithmetic and the verdict.

Judging is in `claims`; here its verdicts become blocks.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cakupan.blocks import Block, Column, Definitions, Note, Paragraph, Points, Setup, Table, Title
from cakupan.briefing import parameters
from cakupan.briefing.opening import observations_of
from cakupan.briefing.record import record_of
from cakupan.claims import LABELS, Claim, Outside, Shown, Verdict, claim_of, judge_all, load_claims, shown
from cakupan.errors import DataError
from cakupan.languages import Lang
from cakupan.observations import Observations
from cakupan.regions import NATION
from cakupan.tables import ABSENT
from cakupan.words.numbers import RichText, rich
from cakupan.words.sentences import Sentence, Speaker, count, date, place, say
from cakupan.workspace import DATA, report_stem

VERDICT_MEANINGS = {
    "consistent": say(
        "the pair of figures that the text names gives the printed percentage, and no differently named pair does."
    ),
    "mislabelled": say(
        "the arithmetic holds, but for another pair than the one named: often a share of a target printed as a rate."
    ),
    "ambiguous": say("two or more readings give the printed percentage, and the text does not decide between them."),
    "inconsistent": say("no reading of the printed counts gives the printed percentage."),
    "unverifiable": say("the counts, the base or the regions compared are not published."),
}
SEED_STORY = ("C01", "C02", "C03")
"""Claims of the story that the project began with; pages that print the same figures are told once."""
CODE = NATION
KIND = "claims"


def read_claims_of(path: Path) -> tuple[Claim, ...]:
    """The claims of a table whose every row can be read. Raises DataError naming file, row, column and remedy."""
    read = load_claims(path)
    if read.problems:
        raise DataError(read.problems[0].sentence("en", str(path)))
    return read.claims


def concerning(claims: Iterable[Claim], code: str) -> tuple[Claim, ...]:
    """The claims that the verdicts of a region rest on: its own, and what the same pages print of other regions.

    Judging no others keeps a briefing from reading, and being rebuilt for, figures that it does not show.
    """
    known = tuple(claims)
    pages = {claim.source_url for claim in known if claim.region == code and claim.source_url}
    return tuple(claim for claim in known if claim.region == code or claim.source_url in pages)


def open_claims(table: str, edition: object, lang: object, data: str) -> ClaimsBriefing:
    """Read and judge a table of claims. Raises DataError with the first unreadable row."""
    directory = Path(data) if data else DATA
    observations = observations_of(directory)
    path = Path(table) if table else directory / "claims.csv"
    claims = read_claims_of(path)
    day = parameters.edition_date(edition, observations.latest_edition())
    return ClaimsBriefing(
        observations, claims, day.isoformat(), Speaker(parameters.language(lang), observations.regions)
    )


@dataclass(frozen=True)
class ClaimsBriefing:
    """The audit of a table of claims in one language; every method returns something that Jupyter shows."""

    observations: Observations = field(repr=False)
    claims: tuple[Claim, ...] = field(repr=False)
    edition: str
    say: Speaker = field(repr=False)

    @property
    def lang(self) -> Lang:
        """The briefing's language."""
        return self.say.lang

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict of every claim, in the order of the table."""
        outside = Outside(self.observations)
        return judge_all(self.claims, outside.evidence_for, outside.section_for)

    @property
    def file_stem(self) -> str:
        """The name of the files, without ending."""
        return report_stem(KIND, self.edition, self.lang, self.observations.simulated)

    def setup(self) -> Setup:
        """What the document says about itself to the exporters."""
        title = self.say.text(say("Published claims, recomputed"))
        return Setup(
            {
                "lang": self.lang,
                "title": title,
                "region": CODE,
                "edition": self.edition,
                "running": f"{title} · {self.say.text(say('edition {day}', day=date(self.edition)))}",
                "simulated": self.observations.simulated,
                "csv": {"name": f"{self.file_stem}.csv", "text": self.csv_text()},
                **self.observations.settings.signature.to_json(CODE, self.edition),
            }
        )

    def title(self) -> Title:
        """The head."""
        speak = self.say
        sources = len({claim.source_url for claim in self.claims if claim.source_url})
        return Title(
            title=speak(say("Published claims, recomputed")),
            subtitle=speak(say("What was printed about KTP-el and IKD, and what the printed figures support")),
            facts=(
                (speak.word("Edition"), speak(say("{day}", day=date(self.edition)))),
                (speak.word("Claims"), (speak.format.count(len(self.claims)),)),
                (speak.word("Pages cited"), (speak.format.count(sources),)),
            ),
            region=CODE,
            banner=speak(say("SIMULATED data: no figure here is real.")) if self.observations.simulated else None,
        )

    def main_points(self) -> Points:
        """How many claims have which verdict, and what that means."""
        counts = Counter(verdict.verdict for verdict in self.verdicts)
        total = len(self.verdicts)
        sentences = [
            say(
                "Of {total} published claims, {n} agree with their own figures as they are named.",
                total=count(total),
                n=count(counts["consistent"]),
            ),
            say("{n} hold for another pair of figures than the one named.", n=count(counts["mislabelled"])),
            say("{n} cannot be reproduced from the counts that they name.", n=count(counts["inconsistent"])),
            say(
                "{n} allow more than one reading, and {m} cannot be checked because counts or base are not published.",
                n=count(counts["ambiguous"]),
                m=count(counts["unverifiable"]),
            ),
            say("A verdict is about figures, never about motives: a slip of the pen and a changed base look alike."),
        ]
        return Points(tuple(self.say(sentence) for sentence in sentences), CODE)

    def how_to_read(self) -> Definitions:
        """The five verdicts."""
        labels = {verdict.verdict: shown(verdict, self.say).label for verdict in self.verdicts}
        return Definitions(
            tuple((labels[label], self.say(VERDICT_MEANINGS[label])) for label in LABELS if label in labels), CODE
        )

    def seed_story(self) -> Points:
        """The story that started the project, claim by claim: 99,54 percent, 2.860.701, 156.639, 18,25 percent."""
        story = [verdict for verdict in self.verdicts if verdict.claim.id.startswith(SEED_STORY)]
        return Points(tuple(self._verdict_words(alike[0]) for alike in _alike(story)), CODE)

    def _verdict_words(self, verdict: Verdict) -> RichText:
        pieces = shown(verdict, self.say)
        parts: list[RichText] = [(f"{verdict.claim.id}. “{verdict.claim.statement}” ",), (f"{pieces.label}.",)]
        parts += [rich(" ", finding) for finding in pieces.findings[:2]]
        if pieces.resolved:
            parts.append(rich(" ", pieces.resolved))
        return rich(*parts)

    def of_region(self, code: str) -> Block:
        """The claims about one region, as a table."""
        near = self if code == NATION else replace(self, claims=concerning(self.claims, code))
        mine = [verdict for verdict in near.verdicts if verdict.claim.region == code]
        if not mine:
            return Note(
                self.say(say("No published claim about {where} has been collected.", where=place(code))),
                code,
                "missing",
            )
        return self.table(mine, say("Published claims about {where}, recomputed", where=place(code)), code)

    def all_claims(self) -> Table:
        """Every claim of the table."""
        return self.table(self.verdicts, say("All claims with their verdict and arithmetic"), CODE)

    def table(self, verdicts: Iterable[Verdict], title: Sentence, region: str) -> Table:
        """Claims as rows: what was printed, the arithmetic, the verdict."""
        speak = self.say
        rows = tuple(self._row(alike, shown(alike[0], speak), region) for alike in _alike(verdicts))
        return Table(
            columns=(
                Column(speak.word("Claim"), "left"),
                Column(speak.word("As printed"), "left", lang="" if self.lang == "id" else "id"),
                Column(speak.word("Recomputed"), "left"),
                Column(speak.word("Verdict"), "left"),
            ),
            rows=rows,
            title=speak(title),
            source=(),
            region=region,
            notes=(
                speak(say("Figures as printed by the pages cited; a sum shows the reading that the verdict rests on.")),
            ),
        )

    def _row(self, alike: list[Verdict], pieces: Shown, region: str) -> tuple[RichText, ...]:
        claim, speak = alike[0].claim, self.say
        when = speak.format.date(claim.as_of, short=True) if claim.as_of else None
        if region == claim.region and region != CODE:
            where = rich(when, ": ") if when else ()
        else:
            where = rich(self._name(claim.region), *((" (", when, ")") if when else ()), ": ")
        sums = rich(*(part if not n else rich("; ", part) for n, part in enumerate(pieces.arithmetic[:2])))
        marks = f" · {', '.join(pieces.marks)}" if pieces.marks else ""
        return (
            (", ".join(verdict.claim.id for verdict in alike),),
            rich(where, claim.statement),
            sums or (pieces.findings[0] if pieces.findings else (ABSENT,)),
            (f"{pieces.label}{marks}",),
        )

    def _name(self, code: str) -> str:
        known = self.say.regions.by_code.get(code)
        return known.short(self.lang) if known else code

    def ranking_claims(self) -> Block:
        """Claims of rank: what would be needed, and what the known figures say."""
        ranked = [verdict for verdict in self.verdicts if "ranking" in verdict.marks]
        if not ranked:
            return Note(self.say(say("No claim of rank is in the table.")), CODE)
        return Points(tuple(self._verdict_words(verdict) for verdict in ranked), CODE)

    def judge(self, **figures: str) -> Block:
        """Judge a claim typed in a cell, figures as printed: `judge(region="64", measure="recorded", percent="99,54", recorded="2.860.701")`."""
        claim = claim_of(**{"id": "–", **figures})
        outside = Outside(self.observations)
        verdict = judge_all([claim], outside.evidence_for, outside.section_for)[0]
        pieces = shown(verdict, self.say)
        items: list[tuple[str, RichText]] = [(self.say.word("Verdict"), (" · ".join((pieces.label, *pieces.marks)),))]
        items += [(self.say.word("Arithmetic"), part) for part in pieces.arithmetic]
        items += [(self.say.word("Finding"), part) for part in pieces.findings]
        return Definitions(tuple(items), claim.region)

    def sources(self) -> Table:
        """The pages that the claims were printed on."""
        speak = self.say
        by_page: dict[str, list[str]] = {}
        for claim in self.claims:
            by_page.setdefault(claim.source_url, []).append(claim.id)
        rows = tuple(((", ".join(ids),), (url.removeprefix("https://"),)) for url, ids in by_page.items() if url)
        return Table(
            columns=(Column(speak.word("Claim"), "left"), Column(speak.word("Page"), "left")),
            rows=rows,
            title=speak(say("Pages that the claims were printed on")),
            source=(),
            region=CODE,
        )

    def method(self) -> Paragraph:
        """How a claim is judged."""
        return Paragraph(
            self.say.together(
                (
                    say(
                        "A printed percentage stands for all values that round to it; every pair of printed counts is tried, as a share and as a share of a target."
                    ),
                    say(
                        "Figures known from elsewhere are named as such and never change what the text itself decides without saying so."
                    ),
                    say(
                        "A claim of rank needs the same figures of all regions compared, the class rule by name and the indicator."
                    ),
                )
            ),
            CODE,
        )

    def trace(self) -> Setup:
        """What the briefing read, for the edition's plan, and its record; shows nothing, and comes last."""
        record = record_of(self.observations, self.file_stem, CODE, self.edition, self.lang)
        keys = sorted([region, measure] for region, measure in self.observations.trace.keys)
        return Setup({"read": keys, "manifest": record})

    def csv_text(self) -> str:
        """The verdicts as CSV: id, region, statement, verdict, marks, readings, what the counts support, source."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(
            ["id", "region", "as_of", "statement", "percent", "verdict", "marks", "supported", "findings", "source_url"]
        )
        for verdict in self.verdicts:
            fields, claim = verdict.to_json(), verdict.claim
            marks, findings = fields["marks"], fields["findings"]
            assert isinstance(marks, list) and isinstance(findings, list)
            writer.writerow(
                [claim.id, claim.region, claim.as_of, claim.statement, claim.percent.text if claim.percent else "", verdict.verdict,
                 " ".join(marks), fields["supported"] or "", " ".join(findings), claim.source_url]
            )  # fmt: skip
        return buffer.getvalue()


def _alike(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """Claims that print the same figures under the same names, of one region, with one verdict: told in one row."""
    groups: dict[tuple[object, ...], list[Verdict]] = {}
    for verdict in verdicts:
        claim = verdict.claim
        figures = tuple(sorted((name, printed.text) for name, printed in claim.figures.items()))
        percent = claim.percent.text if claim.percent else ""
        same = (claim.region, claim.as_of, claim.measure, claim.base, percent, figures, verdict.verdict, verdict.marks)
        groups.setdefault(same if figures else (*same, claim.id), []).append(verdict)
    return list(groups.values())

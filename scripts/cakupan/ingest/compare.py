"""What figures that were read mean for a data directory: new, the same, a revision; and which flags they raise. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from cakupan import quality
from cakupan.errors import message
from cakupan.ingest.model import Refusal, lines
from cakupan.ingest.store import KEY, Store
from cakupan.observations import Observation, Observations, Source
from cakupan.observations.observation import INSISTED, OBSERVATION_COLUMNS
from cakupan.regions import Region, Regions, level_of, parent_of

FLAGGED_ROWS = 150_000
"""Figures up to which every flag is computed; of larger tables only those of regencies and above."""


@dataclass(frozen=True)
class Difference:
    """Figures of one source held against what is known. fresh: the figures to add, a text frame of observations."""

    fresh: pd.DataFrame
    new: int
    same: int
    revised: int
    differences: list[dict[str, str]]
    refusals: list[Refusal]


def compare(
    frame: pd.DataFrame, store: Store, source: str, published: str, digest: str, insisted: str = "", system: str = "own"
) -> Difference:
    """Sort figures into new ones, known ones and revisions.

    A figure is known when the newest of that date and system is equal, or when it once came from a file of the same content. A revision
    must be published later than what it revises, or nobody can tell which of the two holds. insisted: why figures unlike what is known are
    right, kept as their note. system: whose figures they are.
    """
    known = store.observations
    regions = set(frame["region"].unique())
    beside = known[known["region"].isin(regions) & (known["unit"] != "regencies")]
    sources = beside["source"].astype(object)
    beside = beside.assign(
        published=[store.published.get(source, "") for source in sources],
        digest=[store.digests.get(source, "") for source in sources],
    )
    sound = (beside["system"] == system) & (beside["status"] == "ok") & (beside["area"] == "")
    own = beside[sound].sort_values(["published", "source"], kind="stable")
    newest = own.drop_duplicates(KEY, keep="last")[[*KEY, "value", "published", "source"]]
    joined = frame.reset_index(drop=True)
    if len(newest):
        joined = joined.merge(newest, on=KEY, how="left", suffixes=("", "_known"))
    else:
        joined = joined.assign(value_known=None, published="", source="")
    came = own[own["digest"] == digest][[*KEY, "value"]].drop_duplicates().assign(came=True) if digest else None
    if came is not None and len(came):
        again = frame.reset_index(drop=True).merge(came, on=[*KEY, "value"], how="left")["came"].notna()
    else:
        again = pd.Series(False, index=joined.index)
    has_own = joined["value_known"].notna()
    same = again | (has_own & (joined["value_known"] == joined["value"]))
    revised = has_own & ~same
    refusals = [
        Refusal(
            str(row.where), int(str(row.row)), str(row.measure),
            message('{region} on {as_of} is {value_known} in {source} (published {published}), here {value}: which of them is newer is not said', region=row.region, as_of=row.as_of, value_known=row.value_known, source=row.source, published=row.published or '?', value=row.value),
            message('say --published DATE, later than {published}', published=row.published) if row.published else message('say --published DATE, later than the other'),
        )
        for row in lines(joined[revised])
        if published <= str(row.published)
    ]  # fmt: skip
    differences = [
        {"region": r.region, "measure": r.measure, "as_of": r.as_of, "value": r.value, "known": r.value_known, "source": r.source, "kind": "revision"}
        for r in lines(joined[revised])
    ]  # fmt: skip
    differences += _others(frame, beside[beside["system"] != system])
    fresh = _observations(frame.reset_index(drop=True)[~same.to_numpy()], source, insisted, system)
    return Difference(fresh, int((~same & ~revised).sum()), int(same.sum()), int(revised.sum()), differences, refusals)


def _others(frame: pd.DataFrame, beside: pd.DataFrame) -> list[dict[str, str]]:
    """Figures of the same region, measure and date that others give differently."""
    others = beside[(beside["status"] == "ok") & (beside["area"] == "")]
    frame = frame[frame["region"].isin(others["region"].unique().tolist())]
    joined = frame.merge(others[[*KEY, "value", "source"]], on=KEY, how="inner", suffixes=("", "_known"))
    return [
        {"region": str(r.region), "measure": str(r.measure), "as_of": str(r.as_of), "value": str(r.value), "known": str(r.value_known),
         "source": str(r.source), "kind": message("other source")}
        for r in lines(joined[joined["value"] != joined["value_known"]])
    ]  # fmt: skip


def _observations(frame: pd.DataFrame, source: str, insisted: str, system: str) -> pd.DataFrame:
    """Figures as rows of the table of observations."""
    rounded = frame["rounded"].astype(bool)
    note = rounded.map({True: "printed rounded", False: ""})
    if insisted:
        note = note.mask(frame["doubted"].astype(bool), f"{INSISTED}{insisted[:200]}")
    made = pd.DataFrame(
        {
            "region": frame["region"], "measure": frame["measure"], "as_of": frame["as_of"], "value": frame["value"],
            "unit": frame["unit"], "system": system, "status": "ok", "rounded": rounded.map({True: "yes", False: "no"}), "area": "",
            "source": source, "note": note,
        }
    )  # fmt: skip
    return made[list(OBSERVATION_COLUMNS)]


def flags(
    store: Store, fresh: pd.DataFrame, sources: pd.DataFrame, added: dict[str, tuple[str, str]]
) -> tuple[list[dict[str, str]], str]:
    """The flags that the directory raises with the new figures and did not raise before, and a remark where not all were computed."""
    remark = ""
    if len(fresh) > FLAGGED_ROWS:
        remark = message(
            "flags are computed for regencies and above only, since there are {n} new figures; see `cakupan quality --region CODE`",
            n=len(fresh),
        )
        fresh = fresh[fresh["region"].str.len() <= 4]
    if not len(fresh):
        return [], remark
    touched = set(fresh["region"].unique())
    touched |= {parent_of(code) for code in touched} | {
        code for code in store.observations["region"].unique() if parent_of(code) in touched
    }
    known = store.observations[store.observations["region"].isin(touched)]
    regions = _with_added(store.regions, added)
    listed = {
        row.source: Source(row.source, row.title, row.published, row.url, row.capped)
        for row in lines(pd.concat([store.sources, sources]))
    }
    before = _checked(known, listed, regions, touched)
    after = _checked(pd.concat([known, fresh], ignore_index=True), listed, regions, touched)
    raised = [flag for flag in after if flag not in before]
    return raised, remark


def _with_added(regions: Regions, added: dict[str, tuple[str, str]]) -> Regions:
    made = {code: Region(code, level_of(code), name, name, parent) for code, (parent, name) in added.items()}
    return Regions({**regions.by_code, **made})


def _checked(
    frame: pd.DataFrame, sources: dict[str, Source], regions: Regions, touched: set[str]
) -> list[dict[str, str]]:
    rows = (
        Observation(
            r.region, r.measure, r.as_of, Decimal(r.value) if r.unit == "percent" else int(r.value), r.unit, r.system, r.status,
            r.rounded == "yes", r.area, r.source, r.note, r.source in sources and sources[r.source].capped == "yes",
        )
        for r in lines(frame)
    )  # fmt: skip
    narrowed = Regions(
        {code: region for code, region in regions.by_code.items() if code in touched or parent_of(code) in touched}
    )
    return quality.to_json(quality.check(Observations.of(rows, sources, narrowed)))

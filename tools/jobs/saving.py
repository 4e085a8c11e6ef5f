"""From what was read to openings: each posting is saved once, however many copies of it are seen."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import postings as store
from store.actors import Actor
from store.base import new_id
from tools.embedding import Embedder
from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean, stated
from tools.jobs.cleaning.schemas import CleanPosting
from tools.jobs.dedup import Identity, bands, blocks, identity_of, opening_of, signature
from tools.jobs.parsing.assembly import Draft, assemble
from tools.jobs.schemas import ParsedPosting
from tools.jobs.versions import VersionFields, changes

SEEN_BEFORE, SAME_GIVEN = "seen before", "the same address or words"
# Which copy an opening is shown as: the employer's own word before what boards repeat of it. What one person has given
# stays until the employer's word is there, and never takes the place of what a board says to everybody.
STANDING = {"company": 0, "given": 1, "search": 2, "feed": 3}
# What an employer's list says of an opening better than anybody, even where it leaves the text out.
OWN = ("source", "kind", "url", "apply_url", "requisition_id")
KNOWN_BY = ("identity", "keys")
# Who lists these shows that they are open; boards go on listing what employers have closed.
FIRM = frozenset({"company", "given"})
MOST_COPIES, MOST_KEYS = 8, 200
SHORT_TEXT = 200


class ReadPosting(BaseModel):
    """A posting as read, in comparable values, with where it was seen. JSON-storable."""

    parsed: ParsedPosting
    clean: CleanPosting
    source: str
    external_id: str
    kind: str
    company_token: str | None = None


@dataclass(frozen=True, slots=True)
class PreparedPosting:
    """A posting ready to be saved: everything that takes time is done. `embedding` has 256 floats."""

    read: ReadPosting
    identity: Identity
    keys: tuple[int, ...]
    embedding: list[float]


@dataclass(frozen=True, slots=True)
class SavedPosting:
    """The opening a posting became; `rule` names why it was taken for a copy of one that was there."""

    posting_id: UUID
    is_new: bool
    rule: str | None = None


def read_board_posting(posting: BoardPosting) -> ReadPosting:
    """What a board stated, joined with what its text says. Pure; about 5 ms for a 3 kB text."""
    text = posting.text
    if len(text) < SHORT_TEXT and posting.tags:
        text = "\n\n".join(part for part in (text, f"Tags: {', '.join(posting.tags)}") if part)
    draft = Draft(
        title=posting.title, text=text, source=posting.board, company=posting.company,
        location="; ".join(posting.locations) or None, remote=posting.remote, salary=posting.salary,
        employment_type=posting.employment_type, requisition_id=posting.requisition_id, posted_at=posting.posted_at,
        valid_through=posting.valid_through, url=posting.url, apply_url=posting.apply_url, language=posting.language,
    )  # fmt: skip
    parsed = assemble(draft)
    told = clean(replace(stated(parsed), open_to=tuple(posting.open_to)))
    if parsed.location is None and posting.open_to:  # what people are shown: where a remote job is open to
        parsed = parsed.model_copy(update={"location": "; ".join(posting.open_to)})
    return ReadPosting(
        parsed=parsed, clean=told, source=posting.board,
        external_id=posting.external_id, kind=posting.kind, company_token=posting.company_token,
    )  # fmt: skip


def read_given(parsed: ParsedPosting) -> ReadPosting:
    """A posting that a person gave by link, text or fields."""
    where = parsed.url or hashlib.sha256(parsed.text.encode()).hexdigest()
    return ReadPosting(
        parsed=parsed, clean=clean(stated(parsed)), source=parsed.source, external_id=where, kind="given"
    )


def embedded_text(posting: ParsedPosting) -> str:
    """The words of a posting that its embedding is made from: title, skills, then the text."""
    return "\n".join([posting.title, ", ".join(skill.name for skill in posting.skills), posting.text])


async def prepare(embedder: Embedder, read: Sequence[ReadPosting]) -> list[PreparedPosting]:
    """Embed and tell apart: what takes time and needs no session."""
    vectors = await embedder.embed([embedded_text(item.parsed) for item in read])
    identities = await asyncio.to_thread(lambda: [identified(item) for item in read])
    return [
        PreparedPosting(item, identity, keys, [float(x) for x in vector])
        for item, (identity, keys), vector in zip(read, identities, vectors, strict=True)
    ]


def identified(item: ReadPosting) -> tuple[Identity, tuple[int, ...]]:
    """What tells a posting from others, and the keys that copies of it would share. Pure."""
    parsed, from_board = item.parsed, item.kind != "given"
    identity = identity_of(
        item.clean, url=parsed.url, apply_url=parsed.apply_url, board=item.source if from_board else None,
        company_token=item.company_token, external_id=item.external_id if from_board else None,
        requisition_id=parsed.requisition_id, location=parsed.location, text=parsed.text, language=parsed.language,
        posted_at=parsed.posted_at,
    )  # fmt: skip
    return identity, tuple(dict.fromkeys([*blocks(identity), *bands(signature(parsed.text))]))


async def save(
    session: AsyncSession, actor: Actor, prepared: Sequence[PreparedPosting], *, private: bool = False
) -> list[SavedPosting]:
    """Save postings as openings, in the caller's transaction; doing it again changes nothing.

    Copies of one opening, among these or among those the actor can see already, become one row. A copy that reads
    otherwise than before makes a new version; the employer's own copy is what the opening is shown as. What is private
    changes nothing that others see: it is taken for a public opening only where it says nothing beyond it.
    """
    await store.lock_saving(session, actor, private=private)
    batch = _Batch(await _candidates(session, actor, prepared, private=private), private=private)
    await asyncio.to_thread(batch.place_all, prepared)  # comparing takes tenths of a second, which others must not wait
    await store.add(session, actor, batch.new, private=private)
    own = [(saved, item) for saved, item in zip(batch.saved, prepared, strict=True) if not batch.is_others(saved)]
    await store.add_copies(session, actor, [_copy(saved, item) for saved, item in own])
    for posting_id, change in batch.changed.items():
        await store.change(session, actor, posting_id, change.values, changes=change.changes, before=change.before)
    again = [(saved.posting_id, item.read.kind in FIRM) for saved, item in own if not saved.is_new]
    await store.see_again(session, actor, {one for one, _ in again}, open_again={one for one, firm in again if firm})
    return batch.saved


@dataclass(frozen=True, slots=True)
class _Candidates:
    ids: list[list[UUID]]
    seen: list[UUID | None]
    given: list[UUID | None]
    rows: dict[UUID, dict[str, Any]]


async def _candidates(
    session: AsyncSession, actor: Actor, prepared: Sequence[PreparedPosting], *, private: bool
) -> _Candidates:
    ids = await store.candidates(session, actor, [item.keys for item in prepared], private=private)
    copies = [(item.read.source, item.read.external_id, item.read.company_token) for item in prepared]
    before = await store.seen_before(session, actor, copies, private=private)
    seen = [before.get(copy) for copy in copies]
    asked = [(item.read.parsed.url, content_hash(item.read.parsed)) for item in prepared] if private else []
    given = await store.given_before(session, actor, asked) or [None for _ in prepared]
    wanted = {posting_id for posting_id in (*chain.from_iterable(ids), *seen, *given) if posting_id}
    return _Candidates(ids, seen, given, await store.known(session, actor, list(wanted)))


@dataclass(frozen=True, slots=True)
class _Change:
    values: dict[str, Any]
    changes: list[Any]
    before: dict[str, Any]


class _Batch:
    """Postings being placed one after the other: each may be a copy of one in the store or of one before it."""

    def __init__(self, candidates: _Candidates, *, private: bool) -> None:
        self._candidates, self._private = candidates, private
        self._copies = {posting_id: _copies_of(row) for posting_id, row in candidates.rows.items()}
        self._by_key: dict[int, list[UUID]] = {}
        self.new: list[dict[str, Any]] = []
        self.saved: list[SavedPosting] = []
        self.changed: dict[UUID, _Change] = {}

    def place_all(self, prepared: Sequence[PreparedPosting]) -> None:
        """Place each in its order."""
        for at, item in enumerate(prepared):
            self.place(at, item)

    def place(self, at: int, item: PreparedPosting) -> None:
        """Find the opening of one posting, or make it."""
        if (posting_id := self._candidates.seen[at]) is not None:
            self._join(posting_id, SEEN_BEFORE, item)
            return
        nearby = [posting_id for key in item.keys for posting_id in self._by_key.get(key, ())]
        likely = list(dict.fromkeys([*self._candidates.ids[at], *nearby]))
        mine = [posting_id for posting_id in likely if not self._is_public(posting_id)] if self._private else likely
        if (found := self._same(mine, item)) is not None:
            self._join(*found, item)
        elif self._private and (shown := self._shown_already(at, likely, item)) is not None:
            self.saved.append(SavedPosting(shown[0], False, shown[1]))
        else:
            self._begin(item)

    def _same(self, likely: Sequence[UUID], item: PreparedPosting) -> tuple[UUID, str] | None:
        found = opening_of(item.identity, {posting_id: self._copies[posting_id] for posting_id in likely})
        return None if found is None else (found[0], found[1].rule)

    def _shown_already(self, at: int, likely: Sequence[UUID], item: PreparedPosting) -> tuple[UUID, str] | None:
        """The public opening that what was given in private repeats and adds nothing to."""
        if (posting_id := self._candidates.given[at]) is not None:
            return posting_id, SAME_GIVEN
        found = self._same([posting_id for posting_id in likely if self._is_public(posting_id)], item)
        if found is None:
            return None
        told = changes(_fields(self._candidates.rows[found[0]]), _fields(row_of(item)))
        return found if all(change.kind == "removed" for change in told) else None

    def _is_public(self, posting_id: UUID) -> bool:
        """Whether it was there before and belongs to nobody."""
        return self._candidates.rows[posting_id].get("owner_id", self) is None

    def is_others(self, saved: SavedPosting) -> bool:
        """Whether it is an opening that this posting must leave as it is."""
        return self._private and self._is_public(saved.posting_id)

    def _join(self, posting_id: UUID, rule: str, item: PreparedPosting) -> None:
        self.saved.append(SavedPosting(posting_id, False, rule))
        if not self.is_others(self.saved[-1]):
            self._meet(posting_id, item)

    def _begin(self, item: PreparedPosting) -> None:
        posting_id = new_id()
        row = {"id": posting_id, **row_of(item)}
        self.new.append(row)
        self._candidates.rows[posting_id] = row
        self._copies[posting_id] = [item.identity]
        for key in item.keys:
            self._by_key.setdefault(key, []).append(posting_id)
        self.saved.append(SavedPosting(posting_id, True))

    def _meet(self, posting_id: UUID, item: PreparedPosting) -> None:
        """What another copy changes about the opening it belongs to."""
        known, fresh = self._candidates.rows[posting_id], row_of(item)
        values = self._known_by(posting_id, item)
        stated = {name: value for name, value in fresh.items() if name not in KNOWN_BY}
        alike = known["content_hash"] == fresh["content_hash"] and known["salary"] == fresh["salary"]
        found: list[Any] = []
        bare = len(fresh["text"]) < SHORT_TEXT and len(fresh["text"]) * 2 < len(known["text"])
        if STANDING[fresh["kind"]] < STANDING[known["kind"]] and fresh["kind"] != "given":
            values = {**({name: fresh[name] for name in OWN} if bare else stated), **values}
        elif bare:  # a list that names the opening says nothing against what its page said
            pass
        elif known["source"] == fresh["source"] and known["url"] == fresh["url"] and not alike:
            found = [change.model_dump(mode="json") for change in changes(_fields(known), _fields(fresh))]
            values = {**stated, **values} if found else values
        elif known["apply_url"] is None and fresh["apply_url"] and fresh["kind"] != "given":
            values["apply_url"] = fresh["apply_url"]
        if values:
            self._change(posting_id, values, found)

    def _known_by(self, posting_id: UUID, item: PreparedPosting) -> dict[str, Any]:
        """What the opening is told apart by from now on, where this copy adds to it."""
        copies, known = self._copies[posting_id], self._candidates.rows[posting_id]
        if item.identity in copies:
            return {}
        copies.append(item.identity)
        del copies[:-MOST_COPIES]
        for key in item.keys:
            self._by_key.setdefault(key, []).append(posting_id)
        return {
            "identity": as_stored(copies),
            "keys": list(dict.fromkeys([*item.keys, *known["keys"]]))[:MOST_KEYS],
        }

    def _change(self, posting_id: UUID, values: dict[str, Any], found: list[Any]) -> None:
        known = self._candidates.rows[posting_id]
        before = {name: _plain(known[name]) for name in VersionFields.model_fields} if found else {}
        known.update(values)
        if not any(row is known for row in self.new):
            earlier = self.changed.get(posting_id, _Change({}, [], {}))
            self.changed[posting_id] = _Change(
                {**earlier.values, **values}, [*earlier.changes, *found], earlier.before or before
            )


def _copies_of(row: Mapping[str, Any]) -> list[Identity]:
    return [Identity.model_validate(copy) for copy in row["identity"].get("copies", [])]


def as_stored(copies: Sequence[Identity]) -> dict[str, Any]:
    """The column that holds what an opening's copies are told apart by."""
    return {"copies": [copy.model_dump(mode="json") for copy in copies]}


def row_of(item: PreparedPosting) -> dict[str, Any]:
    """The columns of an opening as this posting states it."""
    parsed, read = item.read.parsed, item.read
    return {
        **parsed.model_dump(mode="json", exclude={"posted_at", "valid_through", "source"}),
        "posted_at": parsed.posted_at,
        "valid_through": parsed.valid_through,
        "source": read.source,
        "kind": read.kind,
        "content_hash": content_hash(parsed),
        "embedding": item.embedding,
        "keys": list(item.keys),
        "identity": as_stored([item.identity]),
        **comparable(read.clean),
    }


def content_hash(parsed: ParsedPosting) -> str:
    """Of title, company and text: the same for the same words."""
    return hashlib.sha256(" ".join([parsed.title, parsed.company or "", parsed.text]).encode()).hexdigest()


def comparable(stated: CleanPosting) -> dict[str, Any]:
    """The columns that filters read."""
    pay, terms = stated.pay, stated.terms
    return {
        "clean": stated.model_dump(mode="json"),
        "employer_key": stated.employer.key if stated.employer else None,
        "role": stated.title.role,
        "seniority": stated.title.seniority,
        "remote": stated.remote,
        "countries": sorted({place.country for place in stated.places if place.country}),
        "open_to": list(stated.open_to.areas) if stated.open_to else [],
        "pay_year_min": pay.year_min if pay else None,
        "pay_year_max": pay.year_max if pay else None,
        "pay_currency": pay.currency if pay else None,
        "sponsors": stated.sponsorship.offered if stated.sponsorship else None,
        "years": stated.years.min if stated.years else None,
        "contract": terms.contract if terms else None,
        "hours": terms.hours if terms else None,
    }


def _copy(saved: SavedPosting, item: PreparedPosting) -> dict[str, Any]:
    read = item.read
    return {
        "posting_id": saved.posting_id, "source": read.source, "external_id": read.external_id, "kind": read.kind,
        "company_token": read.company_token, "title": read.parsed.title, "url": read.parsed.url,
        "apply_url": read.parsed.apply_url, "rule": saved.rule,
    }  # fmt: skip


def _fields(row: Mapping[str, Any]) -> VersionFields:
    return VersionFields.model_validate({name: row[name] for name in VersionFields.model_fields})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

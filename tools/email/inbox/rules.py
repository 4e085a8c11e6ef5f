"""Rules: what is to happen to mails that fit. Tried on past mail first; switched on by the person."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import email_messages as messages
from store import email_writing as store
from store import events
from store.actors import Actor
from store.email_messages import EmailMessage
from store.email_writing import EmailRule
from store.errors import ConflictError
from tools.email.inbox.changing import put
from tools.email.inbox.looking import conditions
from tools.email.inbox.schemas import (
    EmailFilter,
    RuleConditions,
    RuleList,
    RuleReference,
    RuleView,
    SaveRule,
    SwitchRule,
)
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments

TRIED_ON, EXAMPLES = 1000, 5


async def list_rules(session: AsyncSession, actor: Actor, _: NoArguments) -> RuleList:
    """The rules in their order."""
    return RuleList(rules=[view_of(row) for row in await store.rules(session, actor)])


async def save_rule(session: AsyncSession, actor: Actor, data: SaveRule) -> RuleView:
    """Keep a rule, switched off, and say what it would have done to past mail."""
    row = await store.add_rule(
        session, actor, name=data.name or _named(data), conditions=data.conditions.model_dump(exclude_defaults=True),
        actions=list(dict.fromkeys(data.actions)),
    )  # fmt: skip
    await events.record(
        session, actor, kind="rule_saved", subject="rule", subject_id=row.id, data={"title": row.name},
        inverse={"operation": "email.remove_rule", "id": str(row.id)},
    )  # fmt: skip
    return await try_rule(session, actor, row.id)


async def try_rule(session: AsyncSession, actor: Actor, rule_id: UUID) -> RuleView:
    """What a rule would do to the newest thousand mails of the past; nothing is changed."""
    row = await store.get_rule(session, actor, rule_id)
    wanted = RuleConditions.model_validate(row.conditions)
    recent = await messages.all_fitting(session, actor, await conditions(session, actor, EmailFilter()), limit=TRIED_ON)
    fitting = [mail for mail in recent if fits(wanted, mail)]
    shown = [f"{mail.sender_name or mail.sender_address}: {mail.subject}" for mail in fitting[:EXAMPLES]]
    return view_of(row).model_copy(update={"tried": len(fitting), "examples": shown})


async def switch_rule(session: AsyncSession, actor: Actor, data: SwitchRule) -> RuleView:
    """Switch a rule on or off. On, it acts on mail that comes from now on."""
    return await set_active(session, actor, await find_rule(session, actor, data.rule), data.on)


async def set_active(session: AsyncSession, actor: Actor, rule_id: UUID, on: bool) -> RuleView:
    """Switch the rule of this id on or off. Raises ConflictError when it is so already."""
    row = await store.get_rule(session, actor, rule_id)
    if row.is_active is on:
        raise ConflictError(f"Rule {row.number} is {'on' if on else 'off'} already.", code="ALREADY_SO")
    row.is_active = on
    await events.record(
        session, actor, kind="rule_switched", subject="rule", subject_id=row.id,
        data={"title": f"{row.name} ({'on' if on else 'off'})"},
        inverse={"operation": "email.set_rule", "id": str(row.id), "values": {"is_active": not on}},
    )  # fmt: skip
    return await try_rule(session, actor, row.id)


async def delete_rule(session: AsyncSession, actor: Actor, data: RuleReference) -> RuleView:
    """Delete a rule; what it did stays."""
    return await remove_rule(session, actor, await find_rule(session, actor, data.rule))


async def remove_rule(session: AsyncSession, actor: Actor, rule_id: UUID) -> RuleView:
    """Delete the rule of this id; undo brings it back as it was."""
    row = await store.get_rule(session, actor, rule_id)
    view = view_of(row)
    await events.record(
        session, actor, kind="rule_deleted", subject="rule", subject_id=row.id, data={"title": row.name},
        inverse={"operation": "email.set_rule", "id": str(row.id),
                 "values": {"deleted_at": None, "is_active": row.is_active}},
    )  # fmt: skip
    await store.set_rule(session, actor, rule_id, deleted_at=row.updated_at, is_active=False)
    return view


async def find_rule(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The rule that is meant."""
    things = [Named(row.id, row.number, row.name) for row in await store.rules(session, actor)]
    return resolve(reference.lower().removeprefix("rule ").strip(), things, kind="rule")


def apply_rules(rules: Sequence[EmailRule], mail: EmailMessage) -> None:
    """Do to a new mail what these rules say, in their order."""
    if mail.is_sent:
        return
    for rule in rules:
        if fits(RuleConditions.model_validate(rule.conditions), mail):
            for action in rule.actions:
                put(mail, action)
            rule.applied += 1


def fits(wanted: RuleConditions, mail: EmailMessage) -> bool:
    """Whether everything that is given holds for a mail. Pure."""
    sender = f"{mail.sender_name or ''} {mail.sender_address}".casefold()
    words = f"{mail.subject} {mail.snippet}".casefold()
    return (
        (wanted.sender is None or wanted.sender.casefold() in sender)
        and (wanted.subject is None or wanted.subject.casefold() in mail.subject.casefold())
        and (wanted.words is None or all(word in words for word in wanted.words.casefold().split()))
        and (not wanted.kinds or mail.kind in wanted.kinds)
        and (wanted.attachments is None or bool(mail.attachments) is wanted.attachments)
    )


def view_of(row: EmailRule) -> RuleView:
    """A rule as people see it. Pure."""
    return RuleView(
        id=row.id, number=row.number, name=row.name, conditions=RuleConditions.model_validate(row.conditions),
        actions=row.actions, is_active=row.is_active, applied=row.applied,
    )  # fmt: skip


def _named(data: SaveRule) -> str:
    """A name made of what the rule says: archive mails from news@example.com."""
    wanted = data.conditions
    parts = [
        " and ".join(data.actions), " or ".join(kind.replace("_", " ") for kind in wanted.kinds), "mails",
        f"from {wanted.sender}" if wanted.sender else "", f"about {wanted.subject}" if wanted.subject else "",
        f"with “{wanted.words}”" if wanted.words else "",
        "" if wanted.attachments is None else "with files" if wanted.attachments else "without files",
    ]  # fmt: skip
    return " ".join(part for part in parts if part)[:200]

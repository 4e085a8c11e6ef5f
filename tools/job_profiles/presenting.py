"""Answers to forms worded in Markdown, for people and for the model."""

from collections.abc import Sequence

from tools.job_profiles.answers import in_words
from tools.job_profiles.places import PLACED
from tools.job_profiles.schemas import Answer, AnswerChange, AnswerList, AnswerSource, JobProfile
from tools.job_profiles.service import CONTACTS
from tools.jobs.presenting import cell


def present_set(change: AnswerChange) -> str:
    """What forms are told from now on, and what they were told before."""
    answer = change.answer
    before = f" Before it was “{cell(in_words(change.before))}”." if change.before is not None else ""
    return (
        f"Noted: when a form asks “{cell(answer.question)}”, the answer is “{cell(in_words(answer.value))}” "
        f"(profile “{cell(change.profile)}”).{before}{_where(answer)} Nothing is sent before you have seen it."
    )


def _where(answer: Answer) -> str:
    """For which place it holds, where it depends on one."""
    if answer.key not in PLACED:
        return ""
    if answer.source.place is not None:
        return f" It holds for {cell(answer.source.place)}; for a job elsewhere you are asked."
    return " It depends on the country, and you named none, so forms still ask: say it with the country."


def present_forgotten(change: AnswerChange) -> str:
    """What forms ask again from now on."""
    return (
        f"Forgotten: “{cell(change.answer.question)}” (it was “{cell(in_words(change.answer.value))}”). "
        "You will be asked when a form wants it; undo brings it back."
    )


def present_answers(found: AnswerList) -> str:
    """A table of what forms are told and where it is from; or that nothing is known."""
    if not found.answers:
        about = f" about “{cell(found.about)}”" if found.about else ""
        return (
            f"Forms are told nothing{about} yet (profile “{cell(found.profile)}”). Tell me, for example “my notice "
            "period is 3 months”; what a form asks beyond that, you are asked once."
        )
    lines = [f"What forms are told (profile “{cell(found.profile)}”):", "", "| question | answer | from |",
             "| --- | --- | --- |"]  # fmt: skip
    lines += [f"| {cell(_asked(item))} | {cell(in_words(item.value))} | {_from(item)} |" for item in found.answers]
    others = [name for name in found.profiles if name != found.profile]
    lines += ["", f"Other profiles: {', '.join(map(cell, others))}."] if others else []
    return "\n".join(lines)


def _asked(answer: Answer) -> str:
    place = answer.source.place
    return answer.question if place is None else f"{answer.question} (for {place})"


def _from(answer: Answer) -> str:
    return where_from(answer.source)


def where_from(source: AnswerSource) -> str:
    """Where an answer is from, in words."""
    kinds = {"person": "you", "profile": "your profile", "resume": "your resume", "form": "you, asked by a form"}
    return kinds[source.kind] + (f" ({cell(source.url)})" if source.url else "")


def present_profiles(profiles: Sequence[JobProfile]) -> str:
    """A table of the profiles, the default one marked."""
    lines = ["| profile | looks for | answers |", "| --- | --- | --- |"]
    for profile in profiles:
        name = f"**{cell(profile.name)}** (default)" if profile.is_default else cell(profile.name)
        lines.append(f"| {name} | {_looks_for(profile)} | {len(profile.answers)} |")
    return "\n".join(lines)


def present_profile(profile: JobProfile) -> str:
    """Everything about one profile."""
    lines = [f"**{cell(profile.name)}**" + (", the default profile" if profile.is_default else "")]
    lines += ["", "| contact | | from |", "| --- | --- | --- |"]
    for field in CONTACTS:
        source = profile.contact_sources.get(field)
        value = getattr(profile, field)
        told = where_from(source) if source else "you" if value else "–"
        lines.append(f"| {field.removeprefix('contact_').replace('_', ' ')} | {cell(value)} | {told} |")
    lines += ["", f"Looks for: {_looks_for(profile)}."]
    held = AnswerList(profile=profile.name, answers=profile.answers)
    return "\n".join([*lines, "", present_answers(held)])


def _looks_for(profile: JobProfile) -> str:
    wanted = profile.preferences
    parts = [*wanted.titles, *(f"in {place}" for place in wanted.locations), *wanted.remote, *wanted.seniority]
    parts += wanted.skills
    if wanted.salary_min:
        parts.append(f"from {wanted.salary_min:,.0f} {wanted.salary_currency or ''} a year".replace("  ", " "))
    return cell(", ".join(parts)) if parts else "nothing of its own"

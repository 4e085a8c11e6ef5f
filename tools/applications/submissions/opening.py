"""The browser's part: a form opened, filled, pictured, and handed in. No session is open meanwhile."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playwright.async_api import Page
from pydantic import BaseModel, Field

from store.errors import AppError
from tools.applications.forms.destination import is_named, moved_between, settled_values, unseen_between
from tools.applications.forms.filling.answering import PageAnswer, Seen, judge
from tools.applications.forms.filling.controls import Files, Unfilled
from tools.applications.forms.filling.holding import Held, hold_back
from tools.applications.forms.filling.steps import Filled, fill, picture
from tools.applications.forms.filling.submitting import submit
from tools.applications.forms.reading.looking import reach_form
from tools.applications.forms.sameness import changes_between, found_again, reworded
from tools.applications.forms.schemas import ApplicationForm, Destination, FormPlan
from tools.context import Context

# A form of a hundred fields with slow lists takes its time; so long may one visit take at most.
VISIT_MS = 240_000
HELD_BACK = "The page takes files as soon as they are chosen; yours were held back, and leave after your yes."


class FilledPage(BaseModel):
    """What filling came to: the form with its last button, what does not fit, a picture of each step; or why it was not
    filled.
    """

    form: ApplicationForm
    unfilled: list[Unfilled] = []
    pictures: list[bytes] = []
    why: str | None = None
    keeps_files: bool = Field(default=False, description="The page would have taken a file at once; it was held back")


class SentPage(BaseModel):
    """What handing in came to: the page's answer and its picture; or why nothing was pressed.

    `gave_files`: the page took a file, as it does once one is chosen, though nothing was pressed.
    """

    answer: PageAnswer | None = None
    picture: bytes | None = None
    why: str | None = None
    gave_files: bool = False


async def fill_at(context: Context, plan: FormPlan, file_contents: Files) -> FilledPage:
    """Open the form, put the plan into it, and take its picture; nothing is pressed that sends."""
    async with context.services.browser.visiting(plan.form.url, limit_ms=VISIT_MS) as page:
        now, why = await _read_anew(page, plan.form)
        if why is not None:
            return FilledPage(form=plan.form, why=why)
        there = found_again(plan, now)
        held = await hold_back(page, there, file_contents, uploads=False)
        filled = await fill(page, there, file_contents, pictured=True)
        last = await picture(page)
        return FilledPage(
            form=_as_filled(plan.form, now, filled, held), unfilled=filled.unfilled,
            pictures=[*filled.pictures, *([last] if last is not None else [])],
            why=_unlike(filled, held) or reworded(there.form, filled.now), keeps_files=held.files,
        )  # fmt: skip


def _as_filled(planned: ApplicationForm, again: ApplicationForm, filled: Filled, held: Held) -> ApplicationForm:
    """The form with the button of its last step, whom it goes to, and what its page sends unseen. Pure."""
    buttons = {name: getattr(filled.form, name) for name in ("submit_label", "submit_locator", "submit_frame")}
    there = filled.now.goes_to or again.goes_to or Destination()
    before = planned.goes_to.receivers if planned.goes_to is not None else []
    takers = sorted({*before, *(host for host in held.takers if not is_named(f"//{host}", planned))})
    goes_to = there.model_copy(update={"receivers": takers, "files_at_once": held.files})
    unseen = settled_values(planned.page_values, again.page_values, filled.now.page_values)
    return planned.model_copy(update={**buttons, "goes_to": goes_to, "page_values": unseen})


async def submit_at(
    context: Context, plan: FormPlan, file_contents: Files, may_click: Callable[[], Awaitable[None]]
) -> SentPage:
    """Open the form anew, hold it against the plan, fill it, and press its button once.

    Whatever is not as it was approved leaves the button alone. `may_click` is awaited right before the click.
    """
    clicked = False

    async def now() -> None:
        nonlocal clicked
        await may_click()
        clicked = True

    try:
        async with context.services.browser.visiting(plan.form.url, limit_ms=VISIT_MS) as page:
            return await _submitted(page, plan, file_contents, now)
    except AppError as problem:
        if not clicked:
            raise
        why = f"The browser lost the page after the click ({problem.message})"
        return SentPage(answer=PageAnswer(outcome="unknown", why=why, url=plan.form.url))


async def _submitted(
    page: Page, plan: FormPlan, file_contents: Files, may_click: Callable[[], Awaitable[None]]
) -> SentPage:
    now, why = await _read_anew(page, plan.form)
    why = why or moved_between(plan.form, now)
    if why is not None:
        return SentPage(why=why, picture=await picture(page))
    there = found_again(plan, now)
    held = await hold_back(page, there, file_contents, uploads=True)
    return await _pressed(page, there, file_contents, may_click, held)


async def _pressed(
    page: Page, plan: FormPlan, file_contents: Files, may_click: Callable[[], Awaitable[None]], held: Held
) -> SentPage:  # fmt: skip
    filled = await fill(page, plan, file_contents)
    why = _unlike(filled, held) or (unfilled_words(filled.unfilled) if filled.unfilled else None)
    if (why := why or _not_as_approved(plan.form, filled)) is not None:
        return SentPage(why=why, picture=await picture(page), gave_files=held.given)
    form = plan.form.model_copy(
        update={"submit_locator": filled.form.submit_locator, "submit_frame": filled.form.submit_frame}
    )
    answer = await submit(page, form, may_click, held)
    if answer is None:
        why = "The button that sends the form cannot be pressed."
        return SentPage(why=why, picture=await picture(page), gave_files=held.given)
    return SentPage(answer=answer, picture=await picture(page))


def _not_as_approved(planned: ApplicationForm, filled: Filled) -> str | None:
    """What of the filled page is another than what the yes was given to. Pure."""
    if filled.form.submit_label != planned.submit_label:
        return f"Its last button is “{filled.form.submit_label}” now."
    taken = planned.goes_to is not None and planned.goes_to.files_at_once
    return (
        moved_between(planned, filled.now)
        or unseen_between(planned, filled.now, uploads=taken)
        or reworded(planned, filled.now)
    )


async def look_again(context: Context, plan: FormPlan) -> str | None:
    """The page's own words that an application is there already, when it says so to who opens it; sends nothing."""
    try:
        async with context.services.browser.visiting(plan.form.url) as page:
            seen = Seen(url=page.url, text=await page.inner_text("body"))
    except AppError:
        return None
    answer = judge(seen, Seen(url=seen.url, text=""))
    return answer.words if answer.outcome == "duplicate" else None


async def _read_anew(page: Page, planned: ApplicationForm) -> tuple[ApplicationForm, str | None]:
    """The form as it stands now, and why it is not the one that was planned, where it is not."""
    now = await reach_form(page, url=planned.url)
    if now.obstacle is not None:
        return now, now.why or f"The page cannot be filled ({now.obstacle})."
    if _place_of(now.url) != _place_of(planned.url):
        return now, f"The form is at another address now: {now.url}."
    return now, changes_between(planned, now)


def _place_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")


def _unlike(filled: Filled, held: Held) -> str | None:
    """Why a page that was filled is not what was planned: it sends by itself, or asks for more. Pure."""
    if held.sent:
        return (
            "The page sends the form by itself while it is filled in, before its button is pressed; it was held back."
        )
    if held.elsewhere:
        takers = ", ".join(sorted(held.elsewhere))
        return f"The page gives a file to {takers}, which the plan does not name; it was held back."
    if filled.new:
        return f"Once it is filled in, the page asks for more: {', '.join(f'“{one}”' for one in filled.new[:5])}."
    return None


def unfilled_words(unfilled: list[Unfilled]) -> str:
    """What could not be put in, and why, in a sentence. Pure."""
    return "These could not be filled: " + "; ".join(f"{one.label}: {one.why}" for one in unfilled[:10])

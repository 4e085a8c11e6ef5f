"""The browser's part: a form opened, filled, pictured, and handed in. No session is open meanwhile."""

from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playwright.async_api import Page
from pydantic import BaseModel, Field

from store.errors import AppError
from tools.applications.forms.filling.answering import PageAnswer, Seen, judge
from tools.applications.forms.filling.controls import Files, Unfilled, label_of
from tools.applications.forms.filling.holding import Held, held_back
from tools.applications.forms.filling.steps import Filled, fill, picture
from tools.applications.forms.filling.submitting import submit
from tools.applications.forms.reading.looking import reach_form
from tools.applications.forms.schemas import ApplicationForm, FormField, FormPlan
from tools.applications.plain_words import plain_words
from tools.context import Context

# A form of a hundred fields with slow lists takes its time; so long may one visit take at most.
VISIT_MS = 240_000
HELD_BACK = "The page takes files as soon as they are chosen; yours were held back, and leave after your yes."


class FilledPage(BaseModel):
    """What filling came to: the form with its last button, what does not fit, the picture; or why it was not filled."""

    form: ApplicationForm
    unfilled: list[Unfilled] = []
    picture: bytes | None = None
    why: str | None = None
    keeps_files: bool = Field(default=False, description="The page would have taken a file at once; it was held back")


class SentPage(BaseModel):
    """What handing in came to: the page's answer and its picture; or why nothing was pressed."""

    answer: PageAnswer | None = None
    picture: bytes | None = None
    why: str | None = None


async def fill_at(context: Context, plan: FormPlan, file_contents: Files) -> FilledPage:
    """Open the form, put the plan into it, and take its picture; nothing is pressed that sends."""
    async with context.services.browser.visiting(plan.form.url, limit_ms=VISIT_MS) as page:
        if (why := await _differs(page, plan)) is not None:
            return FilledPage(form=plan.form, why=why)
        async with held_back(page, plan, file_contents, uploads=False) as held:
            filled = await fill(page, plan, file_contents)
            return FilledPage(
                form=filled.form, unfilled=filled.unfilled, picture=await picture(page), why=_unlike(filled, held),
                keeps_files=held.files,
            )  # fmt: skip


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
    if (why := await _differs(page, plan)) is not None:
        return SentPage(why=why, picture=await picture(page))
    async with held_back(page, plan, file_contents, uploads=True) as held:
        return await _pressed(page, plan, file_contents, may_click, held)


async def _pressed(
    page: Page, plan: FormPlan, file_contents: Files, may_click: Callable[[], Awaitable[None]], held: Held
) -> SentPage:  # fmt: skip
    filled = await fill(page, plan, file_contents)
    why = _unlike(filled, held) or (unfilled_words(filled.unfilled) if filled.unfilled else None)
    if why is not None:
        return SentPage(why=why, picture=await picture(page))
    if filled.form.submit_label != plan.form.submit_label:
        return SentPage(why=f"Its last button is “{filled.form.submit_label}” now.", picture=await picture(page))
    form = plan.form.model_copy(
        update={"submit_locator": filled.form.submit_locator, "submit_frame": filled.form.submit_frame}
    )

    async def now() -> None:
        await may_click()
        await held.lift()

    answer = await submit(page, form, now)
    if answer is None:
        return SentPage(why="The button that sends the form cannot be pressed.", picture=await picture(page))
    return SentPage(answer=answer, picture=await picture(page))


async def look_again(context: Context, plan: FormPlan) -> str | None:
    """The page's own words that an application is there already, when it says so to who opens it; sends nothing."""
    try:
        async with context.services.browser.visiting(plan.form.url) as page:
            seen = Seen(url=page.url, text=await page.inner_text("body"))
    except AppError:
        return None
    answer = judge(seen, Seen(url=seen.url, text=""))
    return answer.words if answer.outcome == "duplicate" else None


async def _differs(page: Page, plan: FormPlan) -> str | None:
    now = await reach_form(page, url=plan.form.url)
    if now.obstacle is not None:
        return now.why or f"The page cannot be filled ({now.obstacle})."
    if _place_of(now.url) != _place_of(plan.form.url):
        return f"The form is at another address now: {now.url}."
    return changes_between(plan.form, now)


def _place_of(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")


def _unlike(filled: Filled, held: Held) -> str | None:
    """Why a page that was filled is not what was planned: it sends by itself, or asks for more. Pure."""
    if held.sent:
        return (
            "The page sends the form by itself while it is filled in, before its button is pressed; it was held back."
        )
    if filled.new:
        return f"Once it is filled in, the page asks for more: {', '.join(f'“{one}”' for one in filled.new[:5])}."
    return None


def unfilled_words(unfilled: list[Unfilled]) -> str:
    """What could not be put in, and why, in a sentence. Pure."""
    return "These could not be filled: " + "; ".join(f"{one.label}: {one.why}" for one in unfilled[:10])


def changes_between(planned: ApplicationForm, now: ApplicationForm) -> str | None:
    """What a form asks otherwise than when it was planned; None when it asks the same. Pure."""
    before, after = Counter(map(_asked, planned.fields)), Counter(map(_asked, now.fields))
    gone = [one for one in planned.fields if (before - after)[_asked(one)]]
    new = [one for one in now.fields if (after - before)[_asked(one)]]
    told = [f"“{label_of(one)}” is new or asked otherwise" for one in new[:5]]
    told += [f"“{label_of(one)}” is gone" for one in gone[:5] if label_of(one) not in {label_of(each) for each in new}]
    return f"The page has changed since it was read: {'; '.join(told)}." if told else None


def _asked(one: FormField) -> tuple[object, ...]:
    """What a field asks; where it stands and what a list that loads as one types offers may change."""
    options = () if one.kind == "combobox" else tuple(sorted(plain_words(option.label) for option in one.options))
    return (one.kind, plain_words(one.label or ""), plain_words(one.group or ""), one.required, options, one.max_length)

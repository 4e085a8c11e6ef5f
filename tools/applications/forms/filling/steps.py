"""The whole plan put into a live page, step by step, and the picture of it. Nothing here ever submits."""

import re
from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from pydantic import BaseModel

from tools.applications.forms.filling.controls import Files, Unfilled, label_of, put
from tools.applications.forms.filling.standing import changed_since, grown
from tools.applications.forms.frames import frame_at
from tools.applications.forms.reading.page import read_form
from tools.applications.forms.schemas import ApplicationForm, FormPlan

NEXT = re.compile(
    r"^\s*(?:next(?: step)?|continue|weiter|nächster schritt|fortfahren|suivant|continuer|étape suivante|siguiente|"
    r"continuar|avanti|continua|seguinte|próximo)\s*[>›»→]*\s*$",
    re.IGNORECASE,
)
QUIET_MS = 400
TALLEST, MOST_BYTES, MOST_STEPS = 12_000, 6_000_000, 11
_CAN_GO_ON = "el => !(el.type === 'submit' && el.form) && el.getClientRects().length > 0 && !el.disabled"


class Filled(BaseModel):
    """What came of filling: the form with the button of its last step, what does not fit, and what is `new` in it.

    `now` is the page as it stands filled, `pictures` show the steps before the last as they were left.
    """

    form: ApplicationForm
    now: ApplicationForm
    unfilled: list[Unfilled] = []
    new: list[str] = []
    pictures: list[bytes] = []


async def fill(page: Page, plan: FormPlan, file_contents: Files, *, pictured: bool = False) -> Filled:
    """Put every planned value into the page, through all its steps."""
    problems: list[Unfilled] = []
    pictures: list[bytes | None] = []
    last = max((one.field.step for one in plan.fields), default=0)
    for step in range(last + 1):
        fields = [one for one in plan.fields if one.field.step == step]
        # Files first: some pages read the resume and put what they find into the other fields.
        for planned in sorted(fields, key=lambda one: one.file is None):
            if (problem := await put(page, planned, file_contents)) is not None:
                problems.append(problem)
        if pictured and step < last and len(pictures) < MOST_STEPS:
            pictures.append(await picture(page))
        if step < last and not await go_on(page, plan.form):
            problems.append(Unfilled(id="", label=f"step {step + 2}", why="The way to the next step was not found."))
            break
    if not problems:
        await page.wait_for_timeout(QUIET_MS)  # what a page does by itself with what it was told
        problems = await changed_since(page, plan.fields, last)
    now = await read_form(page, url=plan.form.url)
    form = plan.form.model_copy(
        update={name: getattr(now, name) for name in ("submit_label", "submit_locator", "submit_frame")}
    )
    return Filled(
        form=form, now=now, unfilled=problems, new=[label_of(one) for one in grown(plan.form, now)],
        pictures=[one for one in pictures if one is not None],
    )  # fmt: skip


async def go_on(page: Page, form: ApplicationForm) -> bool:
    """Press the one button that leads to the next step and sends nothing; False when there is none."""
    paths: Sequence[list[int]] = [list(path) for path in {tuple(one.frame) for one in form.fields} or {()}]
    for path in paths:
        frame = frame_at(page, path)
        if frame is None:
            continue
        for button in await frame.locator("button, [role=button], input[type=button]").filter(visible=True).all():
            said = await button.inner_text() or await button.get_attribute("value") or ""
            if NEXT.match(said) and await button.evaluate(_CAN_GO_ON):
                await button.click()
                await page.wait_for_timeout(150)
                return True
    return False


async def picture(page: Page) -> bytes | None:
    """The page as PNG, from its top, at most TALLEST pixels high; None when the browser cannot take one."""
    try:
        size = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": min(max(size[0], 320), 2_000), "height": min(max(size[1], 200), TALLEST)}
        taken = await page.screenshot(full_page=True, type="png", scale="css", clip=clip, animations="disabled")  # type: ignore[arg-type]
        if len(taken) > MOST_BYTES:
            taken = await page.screenshot(type="png", scale="css", animations="disabled")
        return taken if len(taken) <= MOST_BYTES else None
    except PlaywrightError:
        return None

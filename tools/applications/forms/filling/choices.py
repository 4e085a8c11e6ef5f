"""Radio buttons, boxes, lists and comboboxes of a live page: the very option is chosen, and read back."""

import asyncio
from functools import cache
from importlib.resources import files

from playwright.async_api import ElementHandle, Frame, Locator
from playwright.async_api import Error as PlaywrightError

from tools.applications.forms.fitting import option_for
from tools.applications.forms.schemas import FieldOption, FormField
from tools.applications.plain_words import plain_words

QUICK_MS = 2_000
LIST_SECONDS = 3.0
_IS_ON = (
    "el => el.localName === 'input' ? el.checked : el.getAttribute('aria-checked') === 'true' || "
    "el.getAttribute('aria-pressed') === 'true' || el.getAttribute('aria-selected') === 'true' || "
    "/(^|[_-])(active|selected|checked)([_-]|$|\\s)/i.test(el.className)"
)
_PRESS = "el => { const label = el.labels && el.labels[0]; (label || el).click(); }"
_OPTIONS = "one => one.filter(el => el.getClientRects().length).map(el => el.innerText.replace(/\\s+/g, ' ').trim())"
_SHOWN = (
    "el => { let text = el.value || ''; for (let at = el, n = 0; at && n < 4; at = at.parentElement, n++) "
    "text += '\\n' + at.innerText; return text; }"
)
_IS_INPUT = "el => el.localName === 'input' || el.localName === 'textarea' || el.isContentEditable"
OPTION = "[role=option]"


@cache
def _script() -> str:
    return files("tools.applications.forms.filling").joinpath("choose.js").read_text(encoding="utf-8")


async def _choice(frame: Frame, where: Locator, option: FieldOption) -> ElementHandle | None:
    if option.locator and await (own := frame.locator(option.locator)).count() == 1:
        return await own.element_handle()
    found = await where.first.evaluate_handle(_script(), {"label": option.label, "value": option.value})
    return found.as_element()


async def pick(frame: Frame, where: Locator, option: FieldOption, *, on: bool = True) -> str | None:
    """Choose (or with `on` off, leave out) one choice of a group; None when it is so now, else why it is not."""
    choice = await _choice(frame, where, option)
    if choice is None:
        return f"“{option.label}” is not among its choices now."
    await _set(choice, on)
    return None if await choice.evaluate(_IS_ON) is on else f"“{option.label}” could not be chosen."


async def tick(where: Locator, on: bool) -> str | None:
    """Tick a lone box, or take the tick away; None when it is so now. A box behind a yes and a no is set by them."""
    box = await where.first.element_handle()
    if box is None:
        return "It is not on the page now."
    if (button := await _decision(where, "Yes" if on else "No")) is not None:
        await _set(button, True)
        return None if await button.evaluate(_IS_ON) else "Its yes and no could not be pressed."
    await _set(box, on)
    return None if await box.evaluate(_IS_ON) is on else "The box could not be ticked."


async def box_is_on(where: Locator) -> bool | None:
    """Whether a lone box is ticked; None where a yes and a no stand before it, which need not set the box itself."""
    if await _decision(where, "Yes") is not None:
        return None
    on: bool = await where.first.evaluate(_IS_ON)
    return on


async def chosen_of(frame: Frame, where: Locator, options: list[FieldOption]) -> list[str]:
    """The labels of the choices of a group that are on now."""
    found = [(option.label, await _choice(frame, where, option)) for option in options]
    return [label for label, choice in found if choice is not None and await choice.evaluate(_IS_ON)]


async def _decision(where: Locator, label: str) -> ElementHandle | None:
    """The button that says so for a box that is not seen itself."""
    if await where.first.is_visible():
        return None
    button = (await where.first.evaluate_handle(_script(), {"label": label, "value": None})).as_element()
    return button if button is not None and await button.evaluate("el => el.localName !== 'input'") else None


async def _set(choice: ElementHandle, on: bool) -> None:
    """Press it unless it is so already; one that is covered or not seen by its label."""
    if await choice.evaluate(_IS_ON) is on:
        return
    try:
        await choice.click(timeout=QUICK_MS)
    except PlaywrightError:
        await choice.evaluate(_PRESS)
    if await choice.evaluate(_IS_ON) is not on:
        await choice.evaluate(_PRESS)


async def select(where: Locator, field: FormField, labels: list[str]) -> str | None:
    """Choose options of a native list; None when they are chosen now."""
    await where.first.select_option(label=labels, force=field.hidden_control, timeout=QUICK_MS)
    chosen = await chosen_options(where)
    same = [plain_words(one) for one in chosen] == [plain_words(one) for one in labels]
    return None if same else f"The list shows “{', '.join(chosen)}” instead."


async def chosen_options(where: Locator) -> list[str]:
    """The labels that a native list shows as chosen."""
    return list(await where.first.evaluate("el => [...el.selectedOptions].map(one => (one.label || one.text).trim())"))


async def combine(frame: Frame, where: Locator, wanted: str, offered: list[str]) -> str | None:
    """Type into a combobox and choose the option that says the same; None when it is chosen now.

    What it offers may come from elsewhere, a moment later, and may name the thing otherwise than we do: after the words
    themselves their first word is typed, then nothing. What was offered to any of them is added to `offered`.
    """
    wanted = " ".join(wanted.split())  # the end of a line would be typed as Enter, which sends a form
    takes_words = await where.first.is_editable(timeout=QUICK_MS) if await where.first.evaluate(_IS_INPUT) else False
    queries = (wanted, wanted.split(",")[0].split(" ")[0], "") if takes_words else ("",)
    for said in dict.fromkeys(queries):
        await where.first.click(timeout=QUICK_MS, force=True)
        if takes_words:
            await where.first.fill("")
        if said:
            await where.first.press_sequentially(said)
        seen = await _offered(frame, wanted)
        found = option_for(wanted, [FieldOption(label=label) for label in seen])
        if found is not None:
            place = seen.index(found.label)
            await frame.locator(OPTION).filter(visible=True).nth(place).click(timeout=QUICK_MS)
            return await _chosen(where, wanted, found.label)
        offered += [label for label in seen if label and label not in offered]
    await where.first.press("Escape")
    return f"“{wanted}” is not among what it offers ({', '.join(offered[:12]) or 'nothing'})."


async def _offered(frame: Frame, wanted: str) -> list[str]:
    """The options that are shown, once the list has come to rest or holds the one that is meant."""
    seen: list[str] = []
    still, until = 0, asyncio.get_running_loop().time() + LIST_SECONDS
    while asyncio.get_running_loop().time() < until and still < 4:
        now: list[str] = await frame.locator(OPTION).evaluate_all(_OPTIONS)
        still = still + 1 if now == seen and now else 0
        seen = now
        if still and option_for(wanted, [FieldOption(label=label) for label in now]) is not None:
            break
        await asyncio.sleep(0.1)
    return seen


async def _chosen(where: Locator, wanted: str, label: str) -> str | None:
    for _ in range(10):
        shown = plain_words(await where.first.evaluate(_SHOWN))
        if plain_words(label) in shown:
            return None
        await asyncio.sleep(0.05)
    return f"“{wanted}” was chosen, and the field does not show it."

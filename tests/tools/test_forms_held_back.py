"""Pages that send by themselves or change under one's hands: nothing leaves before the yes, then what was shown."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.conftest import needs
from tests.tools.conftest import Site
from tests.tools.test_forms_filling import facts
from tools.addresses import AddressGuard
from tools.applications.forms.knowing import understood
from tools.applications.forms.planning import Material, plan_form
from tools.applications.forms.questions import known_as
from tools.applications.forms.reading.looking import look_at_form
from tools.applications.forms.schemas import FormPlan
from tools.applications.submissions.opening import FilledPage, SentPage, fill_at, submit_at
from tools.browser import Browser, find_chromium
from tools.context import Context
from tools.job_profiles.schemas import AnswerValue

FORM = """<html lang=en><h1>Cook</h1><p>{words}</p><form id=f action=/sent method=post onsubmit="{onsubmit}">
<label>Full name <input name=name required></label><label>Email <input name=email type=email required></label>
<label>Phone <input name=phone type=tel onchange="{last}"></label>{more}
<button type=submit>Send application</button></form><script>{script}</script>"""
WORDS = "We look for somebody who cooks with patience for forty people a day, in a small kitchen by the lake. " * 3
PLACE = (
    "<label for=p>Where are you based?</label><input id=p name=place role=combobox aria-autocomplete=list "
    "aria-controls=l oninput=\"l.innerHTML = '<div role=option>Uppsala Sweden</div>'\"><div id=l role=listbox "
    'onclick="p.value = event.target.textContent"></div>'
)
BOXES = (
    "<fieldset><legend>Tell me about</legend><label><input type=checkbox name=tell value=a checked>Partners</label>"
    "<label><input type=checkbox name=tell value=b checked>Offers</label></fieldset>"
)
NEWS = "<label><input type=checkbox id=news name=news value=1>Send me the newsletter</label>"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file, with loopback named as allowed."""
    needs("chromium", find_chromium() is not None)
    async with Browser(AddressGuard(frozenset({"127.0.0.1"}))) as opened:
        yield opened


@pytest.fixture
def filling(context: Context, browser: Browser) -> Context:
    """A context with the file's browser."""
    return replace(context, services=replace(context.services, browser=browser))


def served(site: Site, *, last: str = "", more: str = "", script: str = "", onsubmit: str = "") -> str:
    """A form that does this of its own accord; `last` when its telephone number was put in."""
    site.page("/sent", "<html><h1>Thank you for applying.</h1></html>")
    return site.page("/form", FORM.format(words=WORDS, last=last, more=more, script=script, onsubmit=onsubmit))


async def filled(context: Context, url: str, **given: AnswerValue) -> tuple[FormPlan, FilledPage]:
    """The plan of a form, and what filling it before any yes came to."""
    form = await look_at_form(context, url)
    known = understood(form.fields, [known_as(one, form.language) for one in form.fields])
    plan = plan_form(form, known, Material(facts=facts(), given=given))
    return plan, await fill_at(context, plan, {})


async def sent(context: Context, plan: FormPlan) -> tuple[SentPage, int]:
    """What handing a plan in came to, and how often it was said that the button is pressed."""
    clicks = 0

    async def may_click() -> None:
        nonlocal clicks
        clicks += 1

    return await submit_at(context, plan, {}, may_click), clicks


@pytest.mark.parametrize("last", [
    "document.getElementById('f').submit()",
    "fetch('/sent', {method: 'POST', body: new FormData(document.getElementById('f'))})",
    "new Image().src = '/sent?' + new URLSearchParams(new FormData(document.getElementById('f')))",
    "location.href = '/sent'",
])  # fmt: skip
async def test_a_page_that_sends_by_itself_is_held_back_and_handed_over(
    site: Site, filling: Context, last: str
) -> None:
    plan, page = await filled(filling, served(site, last=last))
    assert "sends the form by itself" in str(page.why)
    done, clicks = await sent(filling, plan)
    assert (done.answer, clicks) == (None, 0)
    assert not any(path.startswith("/sent") for _, path in site.asked)


async def test_words_of_two_lines_are_no_enter_in_a_list(site: Site, filling: Context) -> None:
    plan, page = await filled(filling, served(site, more=PLACE), f3=AnswerValue(text="Uppsala\nSweden"))
    assert plan.fields[3].field.kind == "combobox"
    assert (page.why, page.unfilled) == (None, []), "Enter would have sent it"
    assert site.count("/sent") == 0


async def test_ticks_that_the_page_made_for_one_are_taken_away(site: Site, filling: Context) -> None:
    site.page("/sent", "<html><h1>Thank you for applying.</h1></html>")
    form = FORM.format(words=WORDS, last="", more=BOXES, script="", onsubmit="").replace("method=post", "method=get")
    plan, page = await filled(filling, site.page("/form", form))
    assert (page.why, page.unfilled) == (None, [])
    _, clicks = await sent(filling, plan.model_copy(update={"form": page.form}))
    (told,) = (path for _, path in site.asked if path.startswith("/sent"))
    assert (clicks, "name=Mara" in told, "tell" in told) == (1, True, False), told


@pytest.mark.parametrize(("script", "more", "told"), [
    ("phone = f.phone; f.email.onchange = () => f.name.value = 'Somebody Else'", "", "Somebody Else"),
    ("f.email.onchange = () => setTimeout(() => news.checked = true, 100)", NEWS, "ticked it meanwhile"),
    ("f.phone.onchange = () => more.innerHTML = '<label>Salary <input name=pay value=1 required></label>'",
     "<div id=more></div>", "Salary"),
])  # fmt: skip
async def test_what_a_page_changes_by_itself_is_not_sent(
    site: Site, filling: Context, script: str, more: str, told: str
) -> None:
    plan, page = await filled(filling, served(site, more=more, script=script))
    assert told in f"{page.why} {page.unfilled}"
    done, clicks = await sent(filling, plan)
    assert (done.answer, clicks) == (None, 0)
    assert told in str(done.why)
    assert site.count("/sent") == 0


async def test_another_button_or_another_address_gets_no_click(site: Site, filling: Context) -> None:
    plan, page = await filled(filling, served(site))
    plan = plan.model_copy(update={"form": page.form})
    site.page(
        "/form",
        FORM.format(words=WORDS, last="", more="", script="", onsubmit="").replace("Send application", "Send to all"),
    )
    done, clicks = await sent(filling, plan)
    assert (clicks, "“Send to all” now" in str(done.why)) == (0, True)
    served(site)
    moved = site.page("/other", FORM.format(words=WORDS, last="", more="", script="", onsubmit=""))
    site.page("/form", "", 302, Location=moved)
    done, clicks = await sent(filling, plan)
    assert (clicks, "another address" in str(done.why)) == (0, True)
    served(site, script="document.querySelector('button').disabled = true")
    done, clicks = await sent(filling, plan)
    assert (clicks, "cannot be pressed" in str(done.why)) == (0, True)
    served(site)
    done, clicks = await sent(filling, plan)
    assert (clicks, site.count("/sent")) == (1, 1)
    assert done.answer is not None
    assert done.answer.outcome == "submitted"

"""Pages that send by themselves or change under one's hands: nothing leaves before the yes, then what was shown."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import needs
from tests.tools.conftest import Site
from tests.tools.test_forms_filling import facts
from tools.addresses import AddressGuard
from tools.applications.forms.knowing import understood
from tools.applications.forms.planning import Material, plan_form
from tools.applications.forms.questions import known_as
from tools.applications.forms.reading.looking import look_at_form
from tools.applications.forms.schemas import Destination, FormPlan
from tools.applications.submissions.asking import asked_again
from tools.applications.submissions.opening import FilledPage, SentPage, fill_at, submit_at
from tools.applications.submissions.wording import approval_text, hear, questions_of
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
CHOSEN = (
    "<label>Towns <select name=towns multiple><option selected>Bern<option selected>Chur<option>Thun</select></label>"
    "<label>Motto <input name=motto value='Carpe diem'></label>"
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


async def filled(context: Context, url: str, **given: AnswerValue | None) -> tuple[FormPlan, FilledPage]:
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


FORM_DATA = "new FormData(document.getElementById('f'))"
BY_ITSELF = (
    "document.getElementById('f').submit()", f"fetch('/sent', {{method: 'POST', body: {FORM_DATA}}})",
    f"new Image().src = '/sent?' + new URLSearchParams({FORM_DATA})", "location.href = '/sent'",
    f"window.open('/sent?' + new URLSearchParams({FORM_DATA}))",
    f"fetch('/sent?' + btoa(JSON.stringify(Object.fromEntries({FORM_DATA}))))",
)  # fmt: skip


async def test_a_page_that_sends_by_itself_is_held_back_and_handed_over(site: Site, filling: Context) -> None:
    pages = [
        site.page(f"/form{number}", FORM.format(words=WORDS, last=last, more="", script="", onsubmit=""))
        for number, last in enumerate(BY_ITSELF)
    ]
    plans = await asyncio.gather(*(filled(filling, url) for url in pages))
    assert ["sends the form by itself" in str(page.why) for _, page in plans] == [True] * len(BY_ITSELF)
    done, clicks = await sent(filling, plans[0][0])
    assert (done.answer, clicks) == (None, 0)
    assert not any(path.startswith("/sent") for _, path in site.asked)


async def test_a_page_is_told_no_values_one_by_one_nor_by_ways_that_nobody_can_look_into(
    site: Site, filling: Context
) -> None:
    script = (
        "for (const one of f.querySelectorAll('input')) one.addEventListener('change', () => {"
        "fetch('/draft?v=' + encodeURIComponent(one.value));"
        "new WebSocket('ws://' + location.host + '/ws?' + one.value);"
        "if (window.SharedWorker) new SharedWorker('/shared?' + one.value); });"
    )
    _, page = await filled(filling, served(site, script=script))
    assert "sends the form by itself" in str(page.why)
    told = [path for _, path in site.asked if path != "/form" and "favicon" not in path]
    assert told == ["/draft?v=Mara%20Lindqvist"], "one value may be looked up, a form may not"


async def test_words_of_two_lines_are_no_enter_in_a_list_and_what_it_offers_is_told(
    site: Site, filling: Context
) -> None:
    plan, page = await filled(filling, served(site, more=PLACE), f3=AnswerValue(text="Uppsala\nSweden"))
    assert plan.fields[3].field.kind == "combobox"
    assert (page.why, page.unfilled) == (None, []), "Enter would have sent it"
    assert site.count("/sent") == 0
    plan, page = await filled(filling, served(site, more=PLACE), f3=AnswerValue(text="Umeå"))
    (problem,) = page.unfilled
    again = plan.model_copy(update={"fields": [*plan.fields[:3], asked_again(plan.fields[3], problem)]})
    (question,) = questions_of(again)
    assert (question.options, question.free) == (["Uppsala Sweden"], True)
    heard = hear("uppsala", again, today=date(2026, 3, 2))
    assert heard.answers == {"f3": AnswerValue(text="Uppsala Sweden")}


async def test_what_the_page_chose_for_one_is_taken_away(site: Site, filling: Context) -> None:
    site.page("/sent", "<html><h1>Thank you for applying.</h1></html>")
    form = FORM.format(words=WORDS, last="", more=BOXES + CHOSEN, script="", onsubmit="")
    url = site.page("/form", form.replace("method=post", "method=get"))
    plan, page = await filled(filling, url, f5=None)
    assert [(one.field.name, one.cleared) for one in plan.fields[4:]] == [("towns", True), ("motto", True)]
    assert (page.why, page.unfilled) == (None, [])
    _, clicks = await sent(filling, plan.model_copy(update={"form": page.form}))
    (told,) = (path for _, path in site.asked if path.startswith("/sent"))
    assert (clicks, "name=Mara" in told) == (1, True), told
    assert not any(one in told for one in ("tell", "towns", "Carpe"))


@pytest.mark.parametrize(("script", "more", "told"), [
    ("phone = f.phone; f.email.onchange = () => f.name.value = 'Somebody Else'", "", "Somebody Else"),
    ("f.email.onchange = () => setTimeout(() => news.checked = true, 100)", NEWS, "ticked it meanwhile"),
    ("f.phone.onchange = () => more.innerHTML = '<label>Salary <input name=pay value=1 required></label>'",
     "<div id=more></div>", "Salary"),
    ("f.phone.onchange = () => { const all = new DataTransfer(); all.items.add(new File(['x'], 'theirs.pdf'));"
     "papers.files = all.files }", "<label>Papers <input type=file id=papers multiple></label>", "theirs.pdf"),
    ("f.phone.onchange = () => words.textContent = 'I sell my data'",
     "<label><input type=checkbox name=ok value=1><span id=words>I like bread</span></label>", "I sell my data"),
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


async def test_a_form_that_would_go_elsewhere_than_approved_gets_no_click(site: Site, filling: Context) -> None:
    hidden = "<input type=hidden name=job value={}><input type=hidden name=csrf value={}>"
    plan, page = await filled(filling, served(site, more=hidden.format(7, "a1")))
    plan = plan.model_copy(update={"form": page.form})
    here = f"127.0.0.1:{site.port}"
    assert f"Received by: {here}" in approval_text(plan, "Cook at Acme")
    assert "unseen: job = 7; csrf = another at every visit." in approval_text(plan, "Cook at Acme")
    other = f"elsewhere.example (another host than the page's, {here})"
    for action, more, why in (
        ("/sent", hidden.format(8, "b2"), "“job” is “8” instead of “7”"),
        ("//elsewhere.example/sent", hidden.format(7, "b2"), other),
        ("/sent", hidden.format(7, "c3"), ""),
    ):
        form = FORM.format(words=WORDS, last="", more=more, script="", onsubmit="")
        site.page("/form", form.replace("action=/sent", f"action={action}"))
        done, clicks = await sent(filling, plan)
        assert (clicks, why in str(done.why)) == (int(not why), bool(why) or done.why is None), done.why
    assert site.count("/sent") == 1


async def test_values_go_to_the_fields_that_ask_for_them_wherever_these_stand(site: Site, filling: Context) -> None:
    site.page("/sent", "<html><h1>Thank you for applying.</h1></html>")
    form = FORM.format(words=WORDS, last="", more="<label>Motto <input name=b></label>", script="", onsubmit="")
    form = form.replace("method=post", "method=get").replace("<input name=name required>", "<input name=a required>")
    plan, page = await filled(filling, site.page("/form", form), f3=AnswerValue(text="Bread and butter"))
    swapped = form.replace("name=b", "name=c").replace("name=a ", "name=b ").replace("name=c", "name=a")
    site.page("/form", swapped)
    _, clicks = await sent(filling, plan.model_copy(update={"form": page.form}))
    (told,) = (path for _, path in site.asked if path.startswith("/sent"))
    assert (clicks, "b=Mara+Lindqvist" in told, "a=Bread+and+butter" in told) == (1, True, True), told


async def test_on_the_click_nothing_goes_to_whom_the_plan_does_not_name(site: Site, filling: Context) -> None:
    other = Site()
    server = await asyncio.start_server(other.serve, "127.0.0.1", 0)
    other.port = server.sockets[0].getsockname()[1]
    other.page("/taken", "{}", **{"Access-Control-Allow-Origin": "*"})
    url = served(site, onsubmit=(
        f"event.preventDefault(); fetch('{other.url('/taken')}', {{method: 'POST', body: new FormData(this)}})"
        ".then(() => document.body.textContent = 'Thank you for applying')"
    ))  # fmt: skip
    plan, page = await filled(filling, url)
    plan = plan.model_copy(update={"form": page.form})
    done, clicks = await sent(filling, plan)
    assert done.answer is not None
    there = f"127.0.0.1:{other.port}"
    assert (clicks, done.answer.outcome, done.answer.elsewhere) == (1, "elsewhere", [there])
    assert other.asked == []
    goes_to = (page.form.goes_to or Destination()).model_copy(update={"receivers": [there]})
    plan = plan.model_copy(update={"form": page.form.model_copy(update={"goes_to": goes_to})})
    done, _ = await sent(filling, plan)
    assert (done.answer and done.answer.outcome, len(other.asked)) == ("submitted", 1)
    server.close()


async def test_a_form_that_answers_in_a_window_of_its_own_is_read_there(site: Site, filling: Context) -> None:
    url = served(site)
    site.page("/form", FORM.format(words=WORDS, last="", more="", script="", onsubmit="").replace(
        "method=post", "method=post target=_blank"))  # fmt: skip
    plan, page = await filled(filling, url)
    done, clicks = await sent(filling, plan.model_copy(update={"form": page.form}))
    assert (clicks, done.answer and done.answer.outcome, site.count("/sent")) == (1, "submitted", 1)

"""From a posting's address to its form in a real Chromium: links, buttons, frames, shadow roots, steps, obstacles."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.tools.conftest import Site
from tools.addresses import AddressGuard
from tools.applications.forms.reading import look_at_form
from tools.browser import Browser
from tools.context import Context

WORDS = (
    "<p>We look for somebody who repairs lutes and other string instruments with patience, in our small workshop.</p>"
)
POSTING = f"""<html lang=en><title>Luthier</title><h1>Luthier</h1>{WORDS}{WORDS}
<form role=search><input type=search name=q><button>Search</button></form>
<form class=newsletter-signup><input type=email name=mail placeholder="Your email"><button>Subscribe</button></form>
<a href=https://www.linkedin.com/jobs/apply>Apply with LinkedIn</a> <a href="/apply">Apply now</a>"""
# The form stands in a frame of another origin, which its own script fills; half of it is in a shadow root.
OUTER = """<html><h1>Luthier</h1><p>Tell us about yourself in the form below, it takes five minutes at most.</p>
<iframe src="{inner}" width=700 height=900></iframe>"""
INNER = """<html lang=en><div role=dialog class=cookie-banner><button>Accept all</button></div>
<form id=f><div class=step id=step-1><label for=n>Full name *</label><input id=n name=name>
<my-upload></my-upload></div>
<div class=step id=step-2 style="display:none"><fieldset><legend>Do you need sponsorship? *</legend>
<label><input type=radio name=visa value=y>Yes</label><label><input type=radio name=visa value=n>No</label></fieldset>
<label>Start date<input type=date name=start></label></div>
<div style="position:absolute;left:-5000px"><label>Website<input name=website_url tabindex=-1></label></div>
<template><label>Ghost<input name=ghost></label></template>
<button type=submit onclick="fetch('/sent')">Submit application</button></form>
<script>customElements.define('my-upload', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode: 'open'}).innerHTML = '<label for=cv>Resume *</label><input type=file id=cv accept=".pdf">'
    + '<label for=m>Email</label><input id=m type=email required>'; } });</script>"""
MAIL = '<a href="mailto:jobs@cooper.example">Apply</a>'
HELD = """<html><h1>Sign in</h1><form><label>Email<input type=email name=e></label><label>Password
<input type=password name=p></label><button>Log in</button></form>"""
MODAL = f"""<html><h1>Glazier</h1>{WORDS}<button id=b>Apply for this job</button><div id=m></div><script>
b.onclick = () => m.innerHTML = '<form><label>Name<input name=name></label><label>E-mail<input name=email></label>'
  + '<label>CV<input type=file name=cv></label><button>Send application</button></form>'</script>"""


@pytest.fixture
async def looking(context: Context, chromium: str) -> AsyncIterator[Context]:
    """A context whose browser may go to loopback."""
    async with Browser(AddressGuard(frozenset({"127.0.0.1", "127.0.0.2"})), executable=chromium) as browser:
        yield replace(context, services=replace(context.services, browser=browser))


async def test_the_form_behind_a_posting_is_read_whole_and_nothing_is_sent(site: Site, looking: Context) -> None:
    site.page("/inner", INNER)
    site.page("/apply", OUTER.format(inner=site.url("/inner", "127.0.0.2")))
    form = await look_at_form(looking, site.page("/job", POSTING))
    assert (form.obstacle, form.submit_label, form.steps) == (None, "Submit application", 2)
    assert form.url == site.url("/apply")
    read = [(one.kind, one.label, one.required, one.step, one.frame) for one in form.fields]
    assert read == [
        ("text", "Full name", True, 0, [0]),
        ("file", "Resume", True, 0, [0]),
        ("email", "Email", True, 0, [0]),
        ("radio", "Do you need sponsorship?", True, 1, [0]),
        ("date", "Start date", False, 1, [0]),
    ]
    assert [option.label for option in form.fields[3].options] == ["Yes", "No"]
    assert form.fields[1].accept == [".pdf"]
    async with looking.services.browser.visiting(site.url("/apply")) as page:
        frame = page.frames[1]
        for one in form.fields:
            assert one.locator is not None
            assert await frame.locator(one.locator).count() >= 1, one.locator
    assert site.count("/sent") == 0


async def test_a_form_that_a_button_opens_and_what_stands_in_the_way(site: Site, looking: Context) -> None:
    form = await look_at_form(looking, site.page("/modal", MODAL))
    assert [one.name for one in form.fields] == ["name", "email", "cv"]
    site.page("/held", HELD)
    walls = {
        "login": site.page("/wall", f'<html><h1>Cooper</h1>{WORDS}{WORDS}<a href="/held">Apply now</a>'),
        "closed": site.page("/over", f"<html><h1>Cooper</h1><p>This position has been filled.</p>{WORDS}{WORDS}"),
        "no_form": site.page("/mail", f'<html><h1>Cooper</h1>{WORDS}{WORDS}{MAIL}'),
        "unreachable": "http://127.0.0.1:9/apply",
    }  # fmt: skip
    found = {name: await look_at_form(looking, url) for name, url in walls.items()}
    assert {name: form.obstacle for name, form in found.items()} == {name: name for name in walls}
    assert "jobs@cooper.example" in (found["no_form"].why or "")
    assert all(form.why and not form.fields for form in found.values())

"""What a preparation reads from outside, never inside a session: the application form, the employer's own page."""

from urllib.parse import urlsplit

from bs4.dammit import UnicodeDammit

from store.errors import AppError
from tools.applications.forms.reading.looking import look_at_form
from tools.applications.forms.schemas import ApplicationForm
from tools.applications.preparing.company import Said, about_link, speaks_of
from tools.context import Context
from tools.jobs.boards.recognising import recognise
from tools.jobs.parsing.markup import html_to_text
from tools.jobs.schemas import Job
from tools.outbound import Page

PURPOSE = "prepare"
_MOST_BYTES, _LONGEST = 3_000_000, 60_000


async def application_form(context: Context, job: Job) -> ApplicationForm | None:
    """The form behind a job's address, looked at in a real browser; None for a job without an address.

    Raises AppErrors of the network and the browser; a page without a form says so in `obstacle` and `why`.
    """
    url = job.application_url or job.url
    return await look_at_form(context, url) if url else None


async def employers_page(context: Context, job: Job) -> Said | None:
    """The page about the company that the posting's own site links to, with its address; None where there is none.

    A job board's site is not the employer's: what does not name the employer is not taken. Raises AppErrors of the
    network.
    """
    url = job.url or job.application_url
    if not url or not job.company or recognise(url) is not None:
        return None
    parts = urlsplit(url)
    for start in dict.fromkeys((url, f"{parts.scheme}://{parts.netloc}/")):
        page = await context.outbound.get(start, purpose=PURPOSE, accept="text/html", max_bytes=_MOST_BYTES)
        link = about_link(_html(page), page.url) if _is_page(page) else None
        if link is None:
            continue
        about = await context.outbound.get(link, purpose=PURPOSE, accept="text/html", max_bytes=_MOST_BYTES)
        text = html_to_text(_html(about))[:_LONGEST] if _is_page(about) else ""
        if speaks_of(text, job.company):
            return Said(kind="page", name=urlsplit(about.url).netloc, text=text, url=about.url)
    return None


def _is_page(page: Page) -> bool:
    return page.status < 400 and "html" in page.content_type


def _html(page: Page) -> str:
    known = [page.charset] if page.charset else []
    return str(UnicodeDammit(page.content, known_definite_encodings=known, is_html=True).unicode_markup or "")


def explained(problem: AppError) -> str:
    """Why something could not be read, in one line."""
    return " ".join(problem.message.split())

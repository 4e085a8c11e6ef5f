"""What a page that is no posting is instead: gone, behind a sign-in, behind a bot check, or in need of a browser."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from store.errors import UpstreamError, ValidationError
from tools.jobs.parsing.jsonld import json_ld_postings, microdata_postings
from tools.jobs.parsing.markup import element_text, soup_of
from tools.jobs.parsing.sections import lines_of

PASTE = "Open it in your own browser and paste the posting's text instead."

_GONE = re.compile(
    r"(?:job|position|posting|role|opening|vacancy|listing|offer|requisition|advert\w*|opportunity|"
    r"page)s?\b[^.\n]{0,60}?(?:(?:is|was|are|has been|have been|[’']s)?\s*(?:no longer (?:available|active|open|"
    r"accepting|posted|exists?|online|listed)|"
    r"expired|been (?:filled|removed|closed|taken down|archived)|closed|not (?:be )?found|(?:not|un)available|"
    r"doesn[’']t exist|does not exist|filled))|"
    r"no longer accepting applications|(?:page|job|posting) (?:can[’']?t|cannot|could not|couldn[’']t) be found|"
    r"\b404\b(?: error|[ –-]+not found)?|\bnot found\b|sorry, (?:we|this|the)[^.\n]{0,50}(?:find|exist|available|"
    r"removed)|"
    r"(?:stelle\w*|anzeige|position|job|inserat|ausschreibung|seite|"
    r"angebot)\b[^.\n]{0,50}(?:nicht (?:mehr )?(?:verfügbar|aktiv|online|vorhanden|gefunden|ausgeschrieben)|"
    r"abgelaufen|besetzt|deaktiviert|geschlossen|existiert nicht)|"
    r"(?:offre|poste|annonce|page)\b[^.\n]{0,50}(?:n[’']est plus|n[’']existe (?:plus|pas)|expirée?|pourvue?|"
    r"introuvable|clôturée?|archivée?)|"
    r"(?:oferta|puesto|vacante|página)\b[^.\n]{0,50}(?:ya no (?:está|existe|se encuentra)|no (?:está )?disponible|"
    r"expirad[oa]|caducad[oa]|cerrad[oa]|no (?:se ha )?encontrad[oa]|cubiert[oa])|"
    r"vacature[^.\n]{0,40}(?:niet meer|gesloten|vervuld|verlopen)|(?:offerta|posizione|annuncio|"
    r"pagina)[^.\n]{0,40}(?:non (?:è )?più|scadut[oa]|chius[oa]|non trovat[oa])|vaga[^.\n]{0,40}(?:encerrada|"
    r"não está mais|expirada)|"
    r"(?:职位|岗位)[^。\n]{0,10}(?:已(?:下线|关闭|过期|停止)|不存在)",
    re.I,
)
_BOT_TITLE = re.compile(
    r"^\s*(?:just a moment|attention required|access (?:to this page has been )?denied|pardon our interruption|"
    r"are you (?:a )?(?:robot|human)|security (?:check|verification|challenge)|robot (?:check|challenge)|"
    r"bot verification|"
    r"verify(?:ing)? (?:you are|that you are|your browser)|one more step|ddos-guard|please wait|"
    r"human verification|captcha|checking your browser|request (?:blocked|rejected|unsuccessful)|403 forbidden|"
    r"forbidden|blocked|"
    r"additional verification required|einen moment|un instant|un momento|client challenge|you have been blocked|"
    r"vercel security checkpoint|unusual (?:traffic|activity))",
    re.I,
)
_BOT_TEXT = re.compile(
    r"verify (?:that )?you are (?:a )?human|confirm (?:that )?you(?: are|[’']re) (?:a )?human|not a (?:ro)?bot\b|"
    r"checking (?:if the site connection is secure|your browser before)|unusual (?:traffic|activity) from your|"
    r"enable (?:javascript|js) and (?:disable any ad blocker|cookies to continue)|"
    r"press (?:and|&) hold|complete the (?:captcha|security check)|your (?:request|access|"
    r"ip)[^.\n]{0,30} (?:has been|was|is) (?:blocked|denied)|you have been blocked|automated (?:access|requests|"
    r"queries)|you don[’']t have permission to access|performing security verification|"
    r"reference #\d|ray id:|incapsula incident|perimeterx|datadome|bestätigen sie, dass sie (?:ein mensch|kein)|"
    r"vérifi\w+ que vous (?:êtes|n[’']êtes)|verific\w+ que (?:eres|no eres)",
    re.I,
)
_BOT_MARKUP = re.compile(
    r"cf-chl-|challenge-platform|cf_chl_opt|px-captcha|_pxAppId|captcha-delivery\.com|geo\.captcha|"
    r"_Incapsula_Resource|distil_r_captcha|ak-challenge|awswaf|aws-waf-token|sec-if-cpt|kpsdk|hcaptcha\.com/1/api|"
    r"turnstile/v0/api",
    re.I,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|authwall|uas/login|checkpoint/(?:lg|challenge)|sso|auth/(?:login|realms)|"
    r"accounts?/login|users/sign_in|session/new|oauth2?/authorize|anmelden|connexion|login\.\w+|"
    r"servicelogin)(?:[/?#.]|$)",
    re.I,
)
_LOGIN_TITLE = re.compile(
    r"^\s*(?:please )?(?:log ?in|sign ?(?:in|up)|login|anmelden|anmeldung|einloggen|connexion|se connecter|"
    r"iniciar sesión|acceder|accedi|inloggen|entrar|join linkedin|登录|登錄)\b|(?:[-–—|:] |^)(?:log ?in|sign ?in|"
    r"login|anmelden)\s*$",
    re.I,
)
_LOGIN_TEXT = re.compile(
    r"(?:please )?(?:sign in|log ?in|sign up|join|register|create an account|"
    r"become a member)[^.\n]{0,40} to (?:view|see|continue|access|read|apply|proceed)|you (?:must|"
    r"need to) (?:be logged in|log ?in|sign in)|login required|members only|"
    r"(?:melde dich an|bitte (?:melden sie sich an|einloggen)|anmelden)[^.\n]{0,30}(?:um|fortzufahren)|"
    r"connectez-vous (?:pour|afin)|inici[ae] sesión para|log in om|accedi per|faça login para",
    re.I,
)
_SHELL_ROOT = re.compile(
    r"""<(?:div|app-root|main)[^>]*\bid=["'](?:root|app|__next|__nuxt|application|main-app|"
    "react-root|svelte|ember\d*|gatsby-focus-wrapper|q-app|app-root|content-root)["'][^>]*>|<app-root\b""",
    re.I,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|requires?|turn on|need) (?:to )?(?:enable )?java ?script|"
    r"java ?script (?:is )?(?:required|disabled|to run|must be enabled|aktivieren|muss)|"
    r"doesn[’']t work properly without javascript|activer javascript|javascript (?:einschalten|deaktiviert)|"
    r"loading\.{0,3}\s*$",
    re.I,
)
_LITTLE = 1500


def classify_page(status: int, url: str, html: str) -> None:
    """Raise what stands in the way of reading a page; return silently when it may hold a posting.

    ValidationError PAGE_NOT_FOUND, LOGIN_WALL or BOT_WALL (422, with advice); UpstreamError UPSTREAM_FAILED on the
    site's own errors.
    """
    host = urlsplit(url).hostname or url
    soup = soup_of(html)
    posting = status < 400 and bool(json_ld_postings(soup) or microdata_postings(soup))
    if posting:
        return
    title, text = _seen(soup)
    if status in (404, 410):
        raise _gone(host, f"the site answers {status}, not found")
    if _is_bot_wall(status, title, text, html):
        raise ValidationError(f"{host} shows a check for robots instead of the posting. {PASTE}", code="BOT_WALL")
    if status == 401 or _is_login_wall(url, title, text, soup):
        raise ValidationError(f"{host} shows this page only to people who are signed in. {PASTE}", code="LOGIN_WALL")
    if status >= 500:
        raise UpstreamError(f"{host} answers with an error of its own ({status}); try again later. {PASTE}")
    quote = _gone_words(title, text)
    if quote:
        raise _gone(host, f"the page says “{quote}”")
    if status >= 400:
        raise ValidationError(f"{host} refuses to show this page (status {status}). {PASTE}", code="BOT_WALL")


def needs_browser(html: str) -> bool:
    """Whether a page is an empty shell that fills itself by script."""
    soup = soup_of(html)
    if json_ld_postings(soup) or microdata_postings(soup):
        return False
    scripts = len(soup.find_all("script"))
    noscript = " ".join(tag.get_text(" ") for tag in soup.find_all("noscript"))
    _, text = _seen(soup)
    if len(text) >= 700:
        return False
    asks = bool(_NEEDS_SCRIPT.search(noscript) or _NEEDS_SCRIPT.search(text))
    return scripts > 0 and (asks or bool(_SHELL_ROOT.search(html)) or len(text) < 200)


def _seen(soup: BeautifulSoup) -> tuple[str, str]:
    """The page's title and what a reader would see of it."""
    copy = soup_of(str(soup))
    title = copy.title.get_text(" ", strip=True) if copy.title else ""
    for tag in copy(["script", "style", "noscript", "template", "svg", "head"]):
        tag.decompose()
    return title, element_text(copy)


def _is_bot_wall(status: int, title: str, text: str, html: str) -> bool:
    if status in (429, 999):
        return True
    if len(text) > _LITTLE:
        return False
    if _BOT_TITLE.search(title) or _BOT_TEXT.search(text):
        return True
    return bool(_BOT_MARKUP.search(html)) and (status in (401, 403, 405, 503) or len(text) < 120)


def _is_login_wall(url: str, title: str, text: str, soup: BeautifulSoup) -> bool:
    if _LOGIN_PATH.search(urlsplit(url).path):
        return True
    if len(text) > 2 * _LITTLE:
        return False
    password = soup.select_one("input[type=password]") is not None
    titled = bool(_LOGIN_TITLE.search(title))
    return (password and (titled or len(text) < _LITTLE)) or (
        (titled or len(text) < _LITTLE) and bool(_LOGIN_TEXT.search(text))
    )


def _gone_words(title: str, text: str) -> str | None:
    """The page's own words that the posting is gone, when it says little else."""
    if match := _GONE.search(title):
        return _phrase(title, match)
    if _carries_posting(text):
        return None  # closed, but its words are still there to be read
    shown = text if len(text) <= _LITTLE else "\n".join(text.split("\n")[:12])[:500]
    match = _GONE.search(shown)
    return _phrase(shown, match) if match else None


def _carries_posting(text: str) -> bool:
    """Whether sections that describe a job, with something under them, stand on the page."""
    lines = lines_of(text)
    kinds = {line.kind for line in lines if line.heading} & {line.kind for line in lines if not line.heading}
    return len(text) > 300 and len(kinds & {"must", "should", "nice", "duties", "offer"}) >= 2


def _phrase(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start()) + 1) + 1
    ends = [end for end in (text.find("\n", match.end()), text.find(". ", match.end()) + 1) if end > 0]
    return text[start : min([*ends, len(text)])].strip()[:160]


def _gone(host: str, why: str) -> ValidationError:
    return ValidationError(
        f"There is no posting at this address of {host} any more: {why}. Check the link, or paste the posting's text "
        "if you still have it.",
        code="PAGE_NOT_FOUND",
    )

"""One address per posting: tracking taken off, what tells postings apart kept, and the job's number on its board."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|gclid|gclsrc|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|_hs\w+|hs\w+|mkt_tok|ref|"
    r"referer|referrer|refid|ref_?src|refsrc|src|source|sourceid|gh_src|gh_source|lever-(?:source|origin|via)\w*|"
    r"trk\w*|trackingid|tracking|midtoken|midsig|eid|otptoken|lipi|lici|position|pagenum|recommended\w*|from|tk|"
    r"advn|adid|sjdu|acatk|pub|xkcb|xpse|xfps|cid|campaign\w*|sid|share\w*|s_kwcid|_ga|_gl|"
    r"ss|jobboardsource|jobsource|iis|iisn|jobpipeline|codes|rx_\w+|jvs|jvsd|emailtoken|savedsearchid|alertid|"
    r"click_?id|session\w*|originalsubdomain|uclick_id|tsid|vt|guid_?track|bid_?id)$",
    re.I,
)
# Kept whatever they look like: the posting's own number on boards that put it into the query.
_KEPT = re.compile(
    r"^(?:gh_jid|jk|vjk|jl|jobid|job_id|job|id|req|reqid|jid|currentjobid|posting|postingid|oid|p|"
    r"pid|jobs?_?opening_?id|career_job_req_id|company|career_ns|ashby_jid)$",
    re.I,
)
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_LOCALE = r"(?:[a-z]{2}(?:[-_][A-Za-z]{2,4})?/)?"
_NEOGOV = r"(?:(?:promotionaljobs|transferjobs|jobs)/)?(?:jobs/)?(?:newprint/)?(?P<id>\d+)"
_APPLYING = re.compile(
    r"/(?:apply|application|applications/new|apply/(?:autofillwithresume|applymanually|usemylastapplication)|"
    r"job-application|bewerben|bewerbung|postuler|candidature)/?$",
    re.I,
)


class BoardJob(NamedTuple):
    """A posting's number on a board; `company` is the employer's token where the address has it.

    `everywhere`: the id alone names the job; otherwise only together with its company."""

    board: str
    company: str | None
    job: str
    everywhere: bool


class _Rule(NamedTuple):
    """How one board writes its addresses: `path` finds `id` (and `company`), or the query's `keys` hold the id.

    `address` is the posting's one address, made of scheme, host, company and id; without it the path is kept."""

    board: str
    host: str
    path: str = r""
    keys: tuple[str, ...] = ()
    address: str = ""
    everywhere: bool = True


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(path, re.I)


# `host` ends the host's name; what stands before it, where anything does, is the company's token.
_RULES = (
    _Rule("greenhouse", "greenhouse.io", r"^/(?!embed/)(?P<company>[^/]+)/jobs/(?P<id>\d+)",
        address="https://{host}/{company}/jobs/{id}"),
    _Rule("greenhouse", "greenhouse.io", r"^/embed/job_app", ("token", "gh_jid")),
    _Rule("lever", "lever.co", rf"^/(?P<company>[^/]+)/(?P<id>{_UUID})", address="https://{host}/{company}/{id}"),
    _Rule("ashby", "ashbyhq.com", rf"^/(?P<company>[^/]+)/(?P<id>{_UUID})", address="https://{host}/{company}/{id}"),
    _Rule("workable", "workable.com", r"^/(?:(?!j/)(?P<company>[^/]+)/)?j/(?P<id>[0-9A-F]{8,12})",
        address="https://{host}/{company/}j/{ID}"),
    _Rule("workable", "workable.com", r"^/view/(?P<id>[\w-]{8,})"),
    _Rule("smartrecruiters", "smartrecruiters.com", r"^/(?P<company>[^/]+)/(?P<id>\d{9,})",
        address="https://{host}/{company}/{id}"),
    _Rule("recruitee", "recruitee.com", rf"^/(?:l/)?{_LOCALE}o/(?P<id>[^/]+)", address="https://{host}/o/{id}",
        everywhere=False),
    _Rule("personio", "jobs.personio.de", r"^/(?:[a-z]{2}/)?job/(?P<id>\d+)", address="https://{host}/job/{id}"),
    _Rule("personio", "jobs.personio.com", r"^/(?:[a-z]{2}/)?job/(?P<id>\d+)", address="https://{host}/job/{id}"),
    _Rule("teamtailor", "teamtailor.com", rf"^/{_LOCALE}jobs/(?P<id>\d+)", address="https://{host}/jobs/{id}"),
    _Rule("bamboohr", "bamboohr.com", r"^/(?:careers|jobs)/(?P<id>\d+)", address="https://{host}/careers/{id}",
        everywhere=False),
    _Rule("bamboohr", "bamboohr.com", r"^/jobs/(?:view|embed2)\.php", ("id",), "https://{host}/careers/{id}", False),
    _Rule("rippling", "rippling.com", rf"^/{_LOCALE}(?P<company>[^/]+)/jobs/(?P<id>{_UUID})",
        address="https://{host}/{company}/jobs/{id}"),
    _Rule("pinpoint", "pinpointhq.com", rf"^/{_LOCALE}postings/(?P<id>{_UUID})", address="https://{host}/postings/{id}"),
    _Rule("workday", "myworkdayjobs.com", rf"^/{_LOCALE}(?:(?!job/)(?P<site>[^/]+)/)?(?:job|details)/(?:.*/)?"
        r"[^/]*_(?P<id>[A-Z]{0,8}[-_]?\d[\w-]*?)(?:-\d{1,2})?(?=/|$)", everywhere=False),
    _Rule("workday", "myworkdaysite.com", rf"^/{_LOCALE}recruiting/(?P<company>[^/]+)/(?P<site>[^/]+)/(?:job|details)/"
        r"(?:.*/)?[^/]*_(?P<id>[A-Z]{0,8}[-_]?\d[\w-]*?)(?:-\d{1,2})?(?=/|$)", everywhere=False),
    _Rule("breezy", "breezy.hr", r"^/p/(?P<id>[0-9a-f]{12})", address="https://{host}/p/{id}"),
    _Rule("jazzhr", "applytojob.com", r"^/apply/(?P<id>\w{8,12})", address="https://{host}/apply/{id}"),
    _Rule("jobvite", "jobvite.com", r"^/(?:careers/)?(?P<company>[^/]+)/job/(?P<id>\w+)",
        address="https://{host}/{company}/job/{id}"),
    _Rule("icims", "icims.com", r"^/jobs/(?P<id>\d+)", address="https://{host}/jobs/{id}/job", everywhere=False),
    _Rule("join", "join.com", r"^/companies/(?P<company>[^/]+)/(?P<id>\d+)-"),
    _Rule("ultipro", "ultipro.com", r"(?i)/OpportunityDetail", ("opportunityId",)),
    _Rule("paylocity", "paylocity.com", r"/Jobs/Details/(?P<id>\d+)"),
    _Rule("oracle", "oraclecloud.com", rf"^/hcmUI/CandidateExperience/{_LOCALE}sites/(?P<site>[\w-]+)/"
        r"(?:requisitions/|jobs/)?(?:job|preview)/(?P<id>\d+)",
        address="https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{id}", everywhere=False),
    _Rule("oracle", "oraclecloud.com", r"/job/(?P<id>\d+)", everywhere=False),
    _Rule("eightfold", "eightfold.ai", r"^/careers/job/(?P<id>\d+)", address="https://{host}/careers/job/{id}",
        everywhere=False),
    _Rule("eightfold", "eightfold.ai", r"^/careers\b", ("pid",), everywhere=False),
    _Rule("neogov", "governmentjobs.com", rf"^/careers/(?P<company>[^/]+)/{_NEOGOV}",
        address="https://www.governmentjobs.com/careers/{company}/jobs/{id}"),
    _Rule("neogov", "governmentjobs.com", r"^/jobs/(?:newprint/)?(?P<id>\d{4,})(?:-\d+)?(?=/|$)"),
    _Rule("neogov", "schooljobs.com", rf"^/careers/(?P<company>[^/]+)/{_NEOGOV}",
        address="https://www.schooljobs.com/careers/{company}/jobs/{id}"),
    _Rule("neogov", "schooljobs.com", r"^/jobs/(?:newprint/)?(?P<id>\d{4,})(?:-\d+)?(?=/|$)"),
    _Rule("freehire", "freehire.dev", r"^/(?:api/v\d/)?jobs/(?!search$)(?P<id>[^/]+)$",
        address="https://freehire.dev/jobs/{id}"),
    _Rule("taleo", "taleo.net", r"", ("job", "rid"), everywhere=False),
    _Rule("successfactors", "successfactors.com", r"", ("career_job_req_id",), everywhere=False),
    _Rule("successfactors", "successfactors.eu", r"", ("career_job_req_id",), everywhere=False),
    _Rule("linkedin", "linkedin.com", r"^/(?:comm/)?jobs/view/(?:[^/]*?-)?(?P<id>\d{6,})/?$",
        address="https://www.linkedin.com/jobs/view/{id}"),
    _Rule("linkedin", "linkedin.com", r"^/jobs\b", ("currentJobId",), "https://www.linkedin.com/jobs/view/{id}"),
    _Rule("linkedin", "linkedin.com", r"^/jobs-guest/jobs/api/jobPosting/(?P<id>\d{6,})",
        address="https://www.linkedin.com/jobs/view/{id}"),
    _Rule("indeed", "indeed.*", r"", ("jk", "vjk"), "https://{host}/viewjob?jk={id}"),
    _Rule("indeed", "indeed.*", r"^/job/(?:.*-)?(?P<id>[0-9a-f]{16})$", address="https://{host}/viewjob?jk={id}"),
    _Rule("glassdoor", "glassdoor.*", r"", ("jl", "jobListingId"), "https://{host}/job-listing/j?jl={id}"),
    _Rule("ziprecruiter", "ziprecruiter.*", r"", ("jid", "lvk")),
    _Rule("stepstone", "stepstone.*", r"--(?P<id>\d{5,})-inline"),
    _Rule("stepstone", "stepstone.*", r"^/job/(?P<id>\d{5,})"),
    _Rule("xing", "xing.com", r"^/jobs/(?:.*-)?(?P<id>\d{5,})$"),
    _Rule("monster", "monster.*", rf"^/job-openings/.*?-{{1,2}}(?P<id>{_UUID})"),
    _Rule("adzuna", "adzuna.*", r"^/(?:jobs/)?(?:details|land/ad)/(?P<id>\d+)", address="https://{host}/details/{id}"),
    _Rule("remotive", "remotive.com", r"^/remote(?:-jobs)?/.*-(?P<id>\d+)$"),
    _Rule("remoteok", "remoteok.com", r"^/remote-jobs/(?:.*-)?(?P<id>\d+)$", address="https://{host}/remote-jobs/{id}"),
    _Rule("jobicy", "jobicy.com", r"^/jobs/(?P<id>\d+)"),
    _Rule("himalayas", "himalayas.app", r"^/companies/(?P<company>[^/]+)/jobs/(?P<id>[^/]+)", everywhere=False),
    _Rule("weworkremotely", "weworkremotely.com", r"^/remote-jobs/(?P<id>[^/]+)$"),
    _Rule("arbeitnow", "arbeitnow.com", r"^/(?:jobs/companies/(?P<company>[^/]+)|view)/(?P<id>[^/]+)$"),
    _Rule("themuse", "themuse.com", r"^/jobs/(?P<company>[^/]+)/(?P<id>[^/]+)$", everywhere=False),
    _Rule("landing_jobs", "landing.jobs", r"^/(?:at|jobs?)/(?:(?P<company>[^/]+)/)?(?P<id>[^/]+)$", everywhere=False),
    _Rule("usajobs", "usajobs.gov", r"^/(?:job|GetJob/ViewDetails)/(?P<id>\d+)", address="https://{host}/job/{id}"),
    _Rule("hackernews", "ycombinator.com", r"^/item", ("id",)),
    _Rule("dice", "dice.com", r"^/job-detail/(?P<id>[\w-]{8,})"),
    _Rule("welcometothejungle", "welcometothejungle.com",
        rf"^/{_LOCALE}companies/(?P<company>[^/]+)/jobs/(?P<id>[^/]+)",
        everywhere=False),
    _Rule("wellfound", "wellfound.com", r"^/jobs/(?P<id>\d+)"),
    _Rule("builtin", "builtin.com", r"^/job/(?:.*/)?(?P<id>\d+)$"),
    _Rule("reed", "reed.co.uk", r"^/jobs/(?:.*/)?(?P<id>\d{5,})$"),
)  # fmt: skip
# The number of a job in the last part of a path: whole, before its words or after them; a year is none.
_SITE_NUMBER = re.compile(
    rf"(?:^|[-_./])(?P<id>{_UUID}|[0-9a-f]{{12,40}}|"
    r"(?:[A-Z]{1,5}[-_]?|[a-z]{1,2}|(?:req|jr|job|ref|r)[-_])?(?!20[0-4]\d(?:-|$))\d{2,}(?:[-_]\d{3,})*|"
    r"(?!20[0-4]\d(?:-|$))[A-Z0-9]*\d{3}[A-Z0-9]*)(?:-\d)?(?=$|[-_./])"
)
_PATHS = {rule.path: _pattern(rule.path) for rule in _RULES}
_ATS_HOSTS = frozenset({"www", "boards", "job-boards", "jobs", "apply", "ats", "careers", "api", "eu", "de", "com"})
# An applicant system shown inside an employer's own page, its number in the query.
_EMBEDDED = {"gh_jid": "greenhouse", "ashby_jid": "ashby", "lever_jid": "lever"}


@lru_cache(maxsize=8_192)
def canonical_url(url: str) -> str:
    """The posting's one address: on a known board its own form, elsewhere without tracking, applying and default port.

    A fragment stays only where it routes a script page.
    """
    parts = urlsplit(url.strip())
    host = _host(parts)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if found := _found(parts, query):
        rule, match, job = found
        if rule.address:
            return _addressed(rule, host, match, job)
        query = [(name, value) for name, value in query if name in rule.keys or name in ("for", "domain")]
    else:
        query = [(name, value) for name, value in query if _KEPT.match(name) or not _TRACKING.match(name)]
    # On Hacker News one comment may name several roles, told apart by our own fragment.
    routes = parts.fragment.startswith(("/", "!/")) or host == "news.ycombinator.com"
    fragment = parts.fragment if routes else ""
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    if found or len(path) > len("/application/"):
        path = _APPLYING.sub("", path) or path
    if found and found[0].board == "workday":
        path = re.sub(r"^/[a-z]{2}(?:-[A-Z]{2})?(?=/)", "", path)
    path = path.rstrip("/") if len(path) > 1 else path
    return urlunsplit((parts.scheme.lower(), host, path, urlencode(query), fragment))


def board_id(url: str) -> BoardJob | None:
    """Board, employer's token and job number that an address states; None where it is no posting of a known board."""
    try:
        parts = urlsplit(url.strip())
        query = parse_qsl(parts.query)
        found = _found(parts, query)
    except ValueError:
        return None
    if found is None:
        embedded = [(board, value) for name, value in query if (board := _EMBEDDED.get(name.lower()))]
        return BoardJob(embedded[0][0], None, embedded[0][1].lower(), True) if embedded else None
    rule, match, job = found
    company = match.groupdict().get("company") or dict(query).get("for") or _subdomain(parts, rule)
    return BoardJob(rule.board, company.lower() if company else None, job.lower(), rule.everywhere)


def site_job(url: str) -> BoardJob | None:
    """The number that an address of no known board ends in, as the job's on that host; None where it has none."""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return None
    named = [value for name, value in parse_qsl(parts.query) if _KEPT.match(name) and name.lower() != "company"]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", parts.path.rstrip("/").rsplit("/", 1)[-1], flags=re.I)
    found = [*_SITE_NUMBER.finditer(last)] or [*_SITE_NUMBER.finditer(parts.fragment)]
    match = max(found, key=lambda one: sum(map(str.isdigit, one["id"])), default=None)  # "nurse-12-hours-88121"
    job = next((value for value in named if any(map(str.isdigit, value))), None) or (match["id"] if match else None)
    host = (parts.hostname or "").removeprefix("www.")
    return BoardJob(host, None, job.lower(), False) if job and host else None


def same_page(first: str, second: str, *, only_host: bool = False) -> bool:
    """Whether two addresses name the same page, scheme, "www." and tracking aside; or at least the same site."""
    a, b = urlsplit(canonical_url(first)), urlsplit(canonical_url(second))
    hosts = [(part.hostname or "").removeprefix("www.") for part in (a, b)]
    return hosts[0] == hosts[1] and (only_host or (a.path == b.path and a.query == b.query))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.port and (parts.scheme.lower(), parts.port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{parts.port}"
    return host


def _found(parts: SplitResult, query: list[tuple[str, str]]) -> tuple[_Rule, re.Match[str], str] | None:
    """The board's rule that an address follows, and the job's number in it."""
    host = (parts.hostname or "").lower().rstrip(".")
    path = re.sub(r"/{2,}", "/", parts.path)
    path = path.rstrip("/") if len(path) > 1 else path
    for rule in _rules_of(host):
        if (match := _PATHS[rule.path].search(path)) is None:
            continue
        named = dict(reversed(query))
        ids = [named[key] for key in rule.keys if named.get(key)] if rule.keys else [match["id"]]
        if ids:
            return rule, match, ids[0]
    return None


@lru_cache(maxsize=4_096)
def _rules_of(host: str) -> tuple[_Rule, ...]:
    return tuple(rule for rule in _RULES if _on(host, rule.host))


def _on(host: str, suffix: str) -> bool:
    """Whether a host is the board's; "indeed.*" is the name under any country's ending."""
    if suffix.endswith("*"):
        return (
            f".{suffix[:-2]}." in f".{host}"
            and re.search(rf"\b{suffix[:-2]}\.(?:com?\.)?[a-z]{{2,3}}$", host) is not None
        )
    return host == suffix or host.endswith(f".{suffix}")


def _subdomain(parts: SplitResult, rule: _Rule) -> str | None:
    """The employer's token where the board gives every employer a host: "acme" of acme.recruitee.com."""
    before = (parts.hostname or "").lower().removesuffix(rule.host.removesuffix("*")).rstrip(".")
    labels = [label for label in before.split(".") if label not in _ATS_HOSTS and not re.fullmatch(r"wd\d+", label)]
    return labels[0].removeprefix("careers-") if labels and not rule.host.endswith("*") else None


def _addressed(rule: _Rule, host: str, match: re.Match[str], job: str) -> str:
    named = match.groupdict()
    company = named.get("company") or ""
    return (
        rule.address.replace("{host}", host)
        .replace("{company/}", f"{company}/" if company else "")
        .replace("{company}", company)
        .replace("{site}", named.get("site") or "")
        .replace("{ID}", job.upper())
        .replace("{id}", job)
    )

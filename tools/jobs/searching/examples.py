"""What people say when they want jobs to be found."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "search_jobs": (
        Example(
            "find remote Python jobs in Germany over 80k and tell me the best five",
            {
                "words": "Python", "country": "DE", "location": "Germany", "remote": "remote", "salary_min": 80000,
                "limit": 5,
            },
        ),
        Example("search for nurse jobs in Lyon", {"words": "nurse", "location": "Lyon"}),
        Example("look for backend developer positions", {"words": "backend developer"}),
        Example(
            "are there any openings for accountants in Madrid?", {"words": "accountants", "location": "Madrid"}
        ),
        Example("find me something new", {}),
        Example("search the job boards", {}),
        Example("find me a job", {}),
        Example("what jobs are out there for me?", {}),
        Example("I'm looking for work as a gardener near Leeds", {"words": "gardener", "location": "Leeds"}),
        Example("any senior designer roles that sponsor a visa?",
                {"words": "designer", "seniority": ["senior"], "sponsorship": True}),
        Example("search Hacker News for Rust jobs", {"words": "Rust", "sources": ["hackernews"]}),
        Example("which companies are hiring data engineers in Austria this week?",
                {"words": "data engineers", "location": "Austria", "country": "AT", "posted_within_days": 7}),
        Example("Finde Stellen als Koch in Wien ab 40.000 Euro",
                {"words": "Koch", "location": "Wien", "salary_min": 40000, "salary_currency": "EUR"}),
        Example("Cherche des offres de développeur en télétravail",
                {"words": "développeur", "remote": "remote"}),
        Example("Busca trabajos de camarero en Sevilla", {"words": "camarero", "location": "Sevilla"}),
        Example("jobs at Acme and Globex, but nothing at Initech",
                {"companies": ["Acme", "Globex"], "blocked_companies": ["Initech"]}),
    ),
}  # fmt: skip

"""What people say about the order of jobs, about their taste, and about whether a job is still there."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "explain_order": (
        Example("why is this one ranked below that one?", {}),
        Example("why is job 3 below job 1?", {"first": "3", "second": "1"}),
        Example("why isn't the Acme job first?", {"first": "Acme"}),
        Example("what puts job 2 above job 4?", {"first": "2", "second": "4"}),
        Example("why does the second one come before the third?", {"first": "2", "second": "3"}),
        Example("how come job 5 is ranked higher than job 2", {"first": "5", "second": "2"}),
    ),
    "rate_job": (
        Example("more like this one", {"verdict": "up"}),
        Example("thumbs down for job 3", {"job": "3", "verdict": "down"}),
        Example("job 2 is great", {"job": "2", "verdict": "up"}),
        Example("the second one is not my kind of job", {"job": "2", "verdict": "down"}),
        Example("I like job 4", {"job": "4", "verdict": "up"}),
        Example("less like job 1, please", {"job": "1", "verdict": "down"}),
    ),
    "show_ranking": (
        Example("what do you rank by?", {}),
        Example("what have you learned about my taste?", {}),
        Example("how is the ranking weighted?", {}),
        Example("which criteria decide the order of the results?", {}),
        Example("show my ranking weights", {}),
        Example("how do you decide what comes first?", {}),
    ),
    "reset_ranking": (
        Example("forget what you learned about my taste", {}),
        Example("reset the ranking", {}),
        Example("clear my thumbs up and thumbs down", {}),
        Example("rank as if you did not know my taste", {}),
        Example("start over with my preferences", {}),
        Example("unlearn what I like", {}),
    ),
    "check_job": (
        Example("is job 3 still open?", {"job": "3"}),
        Example("check whether my jobs are still online", {}),
        Example("has the Acme posting expired?", {"job": "Acme"}),
        Example("does the link of job 2 still work?", {"job": "2"}),
        Example("are they still accepting applications for the second one?", {"job": "2"}),
        Example("was job 4 taken down?", {"job": "4"}),
    ),
    "set_wishes": (
        Example("I want at least 80k", {"salary_min": 80000}),
        Example("never show me Acme again", {"blocked_companies": ["Acme"]}),
        Example("I need visa sponsorship", {"needs_sponsorship": True}),
        Example("I only want remote", {}),
        Example("from now on only jobs in Austria", {"locations": ["Austria"]}),
        Example("my minimum is 60,000 euros a year", {"salary_min": 60000, "salary_currency": "EUR"}),
    ),
}

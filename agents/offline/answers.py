"""The words of an answer: the results as they were presented, a question, and plainly what was not done."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from agents.offline.plan import Entry, Plan, Question, Result, Step, Undone
from agents.offline.progress import Progress
from agents.offline.reach import BEYOND, SET_KEY
from tools.registry import AnySpec

Specs = Mapping[str, AnySpec]
_DOES = {
    "add_job": "add the job", "list_jobs": "list your jobs", "show_job": "show the job",
    "compare_jobs": "compare your jobs", "explain_match": "explain the match",
    "set_job_status": "change the job's status", "add_job_note": "add the note", "delete_job": "delete the job",
    "add_resume": "add the resume", "list_resumes": "list your resumes", "show_resume": "show the resume",
    "check_resume": "check the resume", "compare_resumes": "compare your resumes",
    "set_primary_resume": "change your primary resume", "delete_resume": "delete the resume",
    "apply_to_job": "fill in the application form",
    "tailor_resume": "tailor the resume", "list_tailored": "list your tailored resumes",
    "show_changes": "show the changes", "show_proof": "show the proof", "undo_last_change": "undo the last change",
    "list_changes": "list the latest changes", "help": "show what I can do",
    "search_jobs": "search the job boards", "watch_jobs": "watch that", "list_watches": "list what I watch",
    "stop_watching": "stop watching that", "resume_watch": "take that watch up again",
    "show_new": "show what is new", "show_sources": "show the job boards",
    "ingest_jobs": "fetch the newest postings", "explain_order": "explain the order of the two jobs",
    "rate_job": "note what you think of the job", "show_ranking": "show what I rank by",
    "reset_ranking": "forget what I learned about your taste", "check_job": "check whether the job is still open",
    "set_wishes": "keep that as your wish", "job_history": "show the history of the job",
    "show_wishes": "show your wishes",
    "set_answer": "keep that as your answer to forms", "show_answers": "show what forms are told",
    "forget_answer": "forget that answer",
    "drop_wishes": "let that wish go",
    "steer_tailoring": "change the tailored resume", "reject_line": "take that line out",
    "accept_line": "keep that line",
    "add_line": "put that line back in", "move_line": "move that line", "edit_line": "reword that line",
    "order_sections": "reorder the sections", "show_line_cost": "say what that line costs",
    "list_versions": "list the versions", "compare_versions": "compare the versions",
    "restore_version": "go back to that version", "record_use": "note where it went",
    "list_uses": "list what went where", "answer_question": "take down your answer",
    "export_applications": "export your applications", "import_applications": "import your applications",
    "export_resume": "hand out the file", "write_cover_letter": "write the cover letter",
    "rewrite_letter": "write the letter anew", "write_email": "draft the mail", "show_document": "show the document",
    "list_documents": "list your documents", "remove_document": "delete the document",
    "list_templates": "list the templates", "correct_fact": "correct the resume", "show_facts": "show the facts",
    "merge_resumes": "merge your resumes", "ingest_resume": "read the resume again",
    "show_resume_versions": "show the resume's versions", "restore_resume_version": "put that version back",
    "list_mailboxes": "list your mailboxes", "connect_mailbox": "connect a mailbox",
    "sync_email": "look into your mail",
    "show_syncs": "show how the syncs went", "list_emails": "list your mails", "show_email": "show the mail",
    "list_review": "show what waits for you", "decide_review": "take down your decision",
    "undo_email_effect": "take back what the mail changed", "change_emails": "change the mail",
    "tidy_emails": "tidy your mail", "draft_email": "draft the mail", "list_drafts": "list your drafts",
    "send_email": "send the mail", "discard_draft": "throw the draft away", "email_trends": "show how your mail goes",
    "list_rules": "list your rules", "save_rule": "make the rule", "switch_rule": "switch the rule",
    "delete_rule": "delete the rule", "list_appointments": "list your appointments",
    "add_to_calendar": "put that into your calendar",
    "show_market": "show the market", "skills_gap": "show what to learn",
    "job_stats": "count your applications", "list_applications": "list your applications",
    "show_application": "show the application", "move_applications": "move those applications",
    "delete_application": "delete the application", "show_analytics": "show how your search goes",
    "reply_chance": "tell the chance of an answer", "schedule_interview": "write down an interview",
    "record_offer": "write down an offer", "compare_offers": "compare your offers",
    "negotiation_sheet": "prepare you for negotiating an offer", "what_next": "say what to do next",
    "remind_me": "remind you of something", "add_contact": "keep a contact", "prepare_job": "prepare you for a job",
    "show_preparation": "show what was prepared", "tell_story": "complete a story",
}  # fmt: skip
_ASKS = {
    ("add_job", "url"): "Which job should I add? Send me a link, paste the posting, or tell me the title and the "
    "company, for example “Data Analyst at Northwind in Zurich”.",
    ("add_job", "kind"): "I can't tell what this text is. Is it a job posting or a resume?",
    ("add_resume", "text"): "Can you send me the resume? Attach a file (PDF, DOCX, TXT, Markdown or JSON Resume) or "
    "paste its text.",
    ("add_job_note", "note"): "What should the note say?",
    ("watch_jobs", "watched_companies"): "What should I watch: a company (its name or the address of its careers "
    "page), or a kind of job, for example “teacher jobs in Bonn”?",
    ("stop_watching", "watch"): "Which watch should end? Tell me its number or its name; “list my watches” shows them.",
    ("resume_watch", "watch"): "Which watch should go on? Tell me its number or name; “list my watches” shows them.",
    ("explain_order", "first"): "Which two jobs do you mean? Tell me their numbers, for example “3 and 1”.",
    ("explain_order", "second"): "Which other job should I hold it against? Tell me its number.",
    ("set_wishes", "wishes"): "What should hold for every search: a place, remote work, a minimum pay, visa "
    "sponsorship, or an employer you never want to see?",
    ("drop_wishes", "wishes"): "Which wish should no longer hold: the pay, a place, remote work, visa sponsorship, "
        "or an "
    "employer you blocked? “What are my wishes?” shows them.",
    ("set_answer", "answer"): "What should forms be told? For example “my notice period is 3 months” or “tell forms "
    "that I have a B permit”.",
    ("set_answer", "question"): "Which question of forms does this answer: notice period, work permit, salary "
    "expectation, start date, a link …?",
    ("forget_answer", "about"): "Which answer should I forget? For example “forget my notice period”; “show my answers "
    "for forms” lists them.",
    ("tell_story", "story"): "Which story do you mean? Say its id, for example “the result of story S1: …”.",
    ("tell_story", "part"): "Which part is it: the situation, the task, the action or the result?",
    ("tell_story", "text"): "What should it say? Say it after a colon: “the result of story S1: …”.",
    **dict.fromkeys(
        (("reject_line", "line"), ("accept_line", "line"), ("move_line", "line"), ("edit_line", "line")),
        "Which line do you mean? Say its place (“the second line”), its id (“L7”), or words of it (“the line about "
        "Kafka”).",
    ),
    ("show_line_cost", "line"): "Of which line? Say its place, its id (“L7”), or words of it (“the line about Kafka”).",
    ("add_line", "fact"): "Which line should come back? Say its id (“L12”) or words of it (“the line about Kafka”).",
    ("move_line", "direction"): "Where should it go: up, down, to the top or to the bottom?",
    ("edit_line", "text"): "How should the line read? Say it after a colon: “change line L7 to: …”.",
    ("order_sections", "sections"): "In which order should the sections stand? For example “skills before education”.",
    **dict.fromkeys(
        (("restore_version", "version"), ("restore_resume_version", "version")),
        "Which version should I go back to? Say its number; “which versions are there?” shows them.",
    ),
    ("answer_question", "answer"): "What is your answer? Say it after a colon: “my answer to the question: …”.",
    ("write_email", "mail"): "What is the mail for: a follow-up, thanks for an interview, declining, asking for the "
    "status, asking for a referral, or your availability?",
    ("correct_fact", "value"): "What is wrong in your resume, and what is right? For example “my title at Acme was "
    "Staff Engineer”, “remove Excel from my skills” or “add that I led the migration at Acme”.",
    ("change_emails", "change"): "What should I do with them: mark as read, star, archive or delete?",
    ("tidy_emails", "change"): "What should I do with them: mark as read, star, archive or delete?",
    ("decide_review", "item"): "Which of them do you mean? Say its number, for example “yes to 1”.",
    ("save_rule", "conditions"): "Which mails should the rule be for? For example “always archive newsletters” or "
    "“make a rule: star everything from news@example.com”.",
    ("save_rule", "actions"): "What should the rule do: mark as read, star, archive or delete?",
    **dict.fromkeys(
        (("switch_rule", "rule"), ("delete_rule", "rule")),
        "Which rule do you mean? Tell me its number; “show my rules” lists them.",
    ),
    ("move_applications", "status"): "Which stage should they move to: applied, screening, interviewing, offer, "
    "rejected or withdrawn?",
    ("move_applications", "which"): "Which applications do you mean? Tell me their stage, the employer, or for how "
    "long nothing has moved, for example “reject everything older than two months without an answer”.",
    ("set_job_status", "status"): "What is the new status: saved, applied, interviewing, offer, accepted, rejected "
    "or dismissed?",
}  # fmt: skip
_WHICH = {
    "apply_to_job": "Which job should I apply to",
    "tailor_resume": "Which job should I tailor your resume for", "show_job": "Which job do you want to see",
    "explain_match": "Which job should I explain the match for", "set_job_status": "Which job do you mean",
    "add_job_note": "Which job is the note for", "delete_job": "Which job should I delete",
    "show_application": "Which application do you want to see",
    "delete_application": "Which application should I delete",
    "delete_resume": "Which resume should I delete", "set_primary_resume": "Which resume should be your primary one",
    "write_cover_letter": "Which job should I write the cover letter for",
    "draft_email": "Which mail should I answer", "show_email": "Which mail do you want to see",
    "change_emails": "Which mail do you mean", "undo_email_effect": "Which mail do you mean",
    "reply_chance": "Which job's chances do you mean",
    "prepare_job": "Which job should I prepare you for",
    "rate_job": "Which job do you mean", "check_job": "Which job should I look at again",
}  # fmt: skip
_CAN_SAY: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Jobs", (
        ("search_jobs", "Find remote nurse jobs in Leeds over 40k”"),
        ("add_job", "Add this job:” and a link or the posting's text"),
        ("compare_jobs", "Which of my jobs fits me best, and why?”"),
        ("set_job_status", "I applied to the second one”"),
    )),
    ("Resumes", (
        ("check_resume", "What can I improve on my resume?”"),
        ("correct_fact", "My title at Acme was Staff Engineer”"),
    )),
    ("Tailoring", (
        ("tailor_resume", "Tailor my resume for job 2”"),
        ("show_changes", "What did you change, and why?”"),
        ("steer_tailoring", "Shorter, less management, more data”"),
        ("write_cover_letter", "Write a short cover letter for job 2”"),
    )),
    ("Mail", (
        ("list_emails", "Any news from Acme?”"),
        ("draft_email", "Reply to mail 3 that I can come”"),
    )),
)  # fmt: skip
_TALK = {
    "thanks": "You're welcome.",
    "bye": "See you.",
    "how": "All well here, thank you.",
    "fine": "All right. Just say what you'd like to do next.",
    "dropped": "All right, I left it.",
}
_KIND = {"tailored": "tailored resume", "email": "mail", "emails": "mail"}
_MAX_CHOICES = 8
_SHORT = 80


def answer(plan: Plan, results: Sequence[Result], state: Progress, specs: Specs, granted: frozenset[str]) -> str:
    """The whole answer of a turn whose calls are all made."""
    parts = list(_told(results))
    if state.left:
        parts.append(_left(state.left))
    alone = not results and plan.question is None
    parts += [_undone(item, specs, alone=alone) for item in _worth_saying(plan.undone)]
    if plan.question:
        parts.append(question(plan.question))
    if not parts:
        parts.append(_talk(plan.talk, granted))
    elif alone and any(item.reason in {"beyond", "unclear"} and not item.near for item in plan.undone):
        parts.append(_abilities(granted))
    return "\n\n".join(parts)


def _told(results: Sequence[Result]) -> Iterator[str]:
    """Every result in its own words, each once; one-line answers of the same tool become a list."""
    for _, group in groupby(results, key=lambda result: result.tool):
        said = list(dict.fromkeys(words for result in group if (words := _said(result))))
        if len(said) > 1 and all("\n" not in words for words in said):
            yield "\n".join(f"- {words}" for words in said)
        else:
            yield from said


def _said(result: Result) -> str:
    """A result in its own words; a refusal in ours, since it was written for a model."""
    if result.refused:
        why = "Nobody said yes" if result.artifact.get("unanswered") else "You said no"
        return f"{why}, so I did not {_does(result.tool)}."
    return result.text.strip()


def question(asked: Question) -> str:
    """The question for a missing argument, with the choices where they are known."""
    if (asked.tool, asked.missing) == ("explain_order", "first") and len(asked.choices) > 1:
        one, other = asked.choices[1].number, asked.choices[0].number
        return (
            f"Which two jobs do you mean: {_choices(asked.choices)}? Tell me their numbers, for example "
            f"“why is job {one} below job {other}?”."
        )
    if words := _ASKS.get((asked.tool, asked.missing)):
        return words
    if asked.missing not in {"job", "resume", "tailored", "email", "emails"}:
        return f"What {asked.missing.replace('_', ' ')} should I use to {_does(asked.tool)}?"
    kind = _KIND.get(asked.missing, asked.missing)
    which = _WHICH.get(asked.tool, f"Which {kind} do you mean")
    if asked.choices:
        return f"{which}: {_choices(asked.choices)}?"
    return f"{which}? Tell me its number or its name; “list my {kind}s” shows them all."


def _choices(choices: Sequence[Entry]) -> str:
    """The choices as a list that ends with "or"; a long one is cut."""
    named = [entry.label for entry in choices[:_MAX_CHOICES]]
    if len(choices) > _MAX_CHOICES:
        named.append("another one")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def _does(tool: str) -> str:
    return _DOES.get(tool, tool.replace("_", " "))


def _left(left: Sequence[Step]) -> str:
    done = list(dict.fromkeys(_does(step.tool) for step in left))
    return f"So I did not {_joined(done)}: the step before did not work out."


def _worth_saying(undone: Sequence[Undone]) -> list[Undone]:
    """Each reason once; several unclear parts are one."""
    seen: dict[tuple[str, str | None], Undone] = {}
    for item in undone:
        seen.setdefault((item.reason, item.topic), item)
    return list(seen.values())


def _undone(item: Undone, specs: Specs, *, alone: bool) -> str:
    """Why a part of the message was left; its words are quoted when something else was done beside it."""
    does = _does(item.topic or "")
    if item.reason == "beyond":
        words = BEYOND[item.topic or "world"].answer
        return words if alone else f"As for “{_short(item.said)}”: {words}"
    if item.reason == "wrong":
        return (
            f"Pay cannot be negative, so I did not {does}. Tell me the least pay a year, for example "
            "“at least 40,000 euros”."
        )
    if item.reason == "other_area":
        area = specs[item.topic].area if item.topic and item.topic in specs else "another"
        return (
            f"I can't {does} in this conversation: that belongs to the {area} area. "
            "Ask there, or in a conversation that is not bound to one area."
        )
    if item.reason == "kept":
        return f"Understood, I won't {does}." + (" Nothing was changed." if alone else "")
    if item.reason == "hypothetical":
        return f"I have not done anything. If you ask me to {does}, {_consequence(item.topic, specs)}"
    if nearest := _did_you_mean(item.near, specs):
        return f"I did not understand “{_short(item.said)}”. {nearest}"
    return (
        f"I did not understand “{_short(item.said)}”. I'm the offline model and only know requests about your jobs, "
        f"resumes and mail; open talk takes a language model. {SET_KEY}"
    )


def _did_you_mean(near: Sequence[str], specs: Specs) -> str:
    """What comes nearest, each with a sentence that is understood."""
    known = [(_does(tool), specs[tool].examples[0].says) for tool in near if tool in specs and specs[tool].examples]
    if not known:
        return ""
    lines = (f"- {does[:1].upper()}{does[1:]}: “{' '.join(says.split())}”" for does, says in known)
    return "\n".join(["Did you mean one of these? Then say it, for example, like this:\n", *lines])


def _consequence(tool: str | None, specs: Specs) -> str:
    spec = specs.get(tool or "")
    if spec is None or spec.effect == "read":
        return "nothing of yours changes."
    return "I'll ask for your yes first." if spec.needs_approval else "I do it at once, and “undo” takes it back."


def _talk(kind: str | None, granted: frozenset[str]) -> str:
    if kind in _TALK:
        return _TALK[kind]
    if kind == "hello":
        return f"Hello! {_abilities(granted)}"
    return (
        "I'm Jobwright's offline model. I run on this machine, need no key, and nothing you say leaves it. I know my "
        "way around your jobs, resumes and mail, but I don't write freely; that takes a language model. "
        f"{SET_KEY}\n\n{_abilities(granted)}"
    )


def _abilities(granted: frozenset[str]) -> str:
    """A few sentences a person could say, by area, for the tools at hand."""
    lines = [
        f"- **{area}:** " + ", ".join(f"“{says}" for tool, says in sentences if tool in granted)
        for area, sentences in _CAN_SAY
        if any(tool in granted for tool, _ in sentences)
    ]
    if not lines:
        return "No tools are at hand in this conversation."
    more = "\n\n“Help” shows everything." if "help" in granted else ""
    return "You can say, for example:\n\n" + "\n".join(lines) + more


def _joined(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= _SHORT else f"{said[: _SHORT - 1]}…"

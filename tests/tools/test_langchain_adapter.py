"""One capability, many surfaces: the model's tools are the very functions that routes and commands call."""

import inspect
from functools import cache
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.graph import END, START, MessagesState, StateGraph

import api.routes.jobs
import api.routes.resumes
import api.routes.tailoring
from store import jobs as job_store
from store.pagination import PageRequest
from tests.conftest import SignIn
from tests.tools.mailbox import ALERTS, Mailbox
from tools.catalogue import BY_NAME, SPECS
from tools.context import Context
from tools.jobs import service as job_service
from tools.langchain_adapter import as_tool, tool_node

POSTING = "Backend Engineer\nNorthwind, Leeds\n\nRequirements:\n- 3 years of Python\n- PostgreSQL"
RESUME = "Robin Example\nrobin@example.com\n\nExperience\n\nEngineer, Northwind, 2019 - 2023\n- Built an API in Python"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "add_job": {"text": POSTING.replace("Backend", "Frontend")},
    "show_job": {"job": "1"},
    "explain_match": {"job": "1"},
    "set_job_status": {"job": "1", "status": "applied", "correction": True},
    "add_job_note": {"job": "1", "note": "call Anna"},
    "delete_job": {"job": "1"},
    "add_resume": {"text": RESUME + "\n- Led nothing"},
    "set_primary_resume": {"resume": "1"},
    "delete_resume": {"resume": "2"},
    "tailor_resume": {"job": "1"},
    "check_job": {"job": "1"},
    "prepare_job": {"job": "1"},
    "tell_story": {"story": "S1", "part": "result", "text": "It never failed."},
    "job_history": {"job": "1"},
    "rate_job": {"job": "1", "verdict": "up"},
    "explain_order": {"first": "1", "second": "2"},
    "search_jobs": {"words": "baker"},
    "set_wishes": {"remote": "remote"},
    "set_answer": {"about": "notice_period", "answer": "3 months"},
    "forget_answer": {"about": "notice period"},
    "drop_wishes": {"wishes": ["everything"]},
    "watch_jobs": {"words": "miller"},
    "stop_watching": {"watch": "1"},
    "resume_watch": {"watch": "1"},
    "correct_fact": {"operation": "add", "kind": "skill", "value": "Go"},
    "restore_resume_version": {"version": 1},
    "answer_question": {"answer": "no"},
    "write_cover_letter": {"job": "1"},
    "write_email": {"mail": "follow_up", "job": "1"},
    "add_line": {"fact": "L2"},
    "move_line": {"line": "1", "direction": "up"},
    "edit_line": {"line": "1", "text": "Built it"},
    "order_sections": {"sections": ["skills"]},
    "restore_version": {"version": 1},
    "change_emails": {"emails": ["1"], "change": "star"},
    "decide_review": {"item": "1", "accept": False},
    "draft_email": {"to": ["someone@example.com"], "body": "Hello."},
    "save_rule": {"conditions": {"sender": "news"}, "actions": ["read"]},
    "delete_rule": {"rule": "1"},
    "switch_rule": {"rule": "2", "on": True},
    "tidy_emails": {"change": "read", "kinds": ["alert"]},
    "show_email": {"email": "1"},
    "undo_email_effect": {"email": "1"},
    "show_application": {"job": "2"},
    "delete_application": {"job": "1"},
    "move_applications": {"status": "screening", "applications": ["2"]},
    "schedule_interview": {"application": "2", "starts_at": "2027-01-04T10:00:00Z"},
    "record_offer": {"application": "2", "base": 90_000, "currency": "EUR"},
    "remind_me": {"text": "call Ada", "due_at": "2027-01-04T10:00:00Z"},
    "apply_to_job": {"job": "2", "url": "http://127.0.0.1:9/form"},
    "add_contact": {"name": "Ada", "company": "Crumb"},
    "reply_chance": {"job": "1"},
    "import_applications": {"table": "Company,Title\nMill,Miller"},
    **{key: {"line": "1"} for key in ("reject_line", "accept_line", "show_line_cost")},
}
# There is one resume in one version, one letter that is still being written, nothing that has been tailored, and one
# alert that was handed in: no mailbox that sends, no appointment, no reply of an employer.
NEEDS_MORE = {
    "add_to_calendar", "send_email", "undo_email_effect",
    "compare_resumes", "restore_resume_version", "merge_resumes", "show_changes", "show_proof", "answer_question",
    "steer_tailoring", "reject_line", "accept_line", "add_line", "move_line", "edit_line", "order_sections",
    "show_line_cost", "list_versions", "compare_versions", "restore_version", "record_use", "export_resume",
    "rewrite_letter", "show_document", "remove_document", "tell_story",
}  # fmt: skip


@cache
def acting() -> Any:
    """A graph that does what it is asked to, with every tool."""
    graph = StateGraph(MessagesState, context_schema=Context)
    graph.add_node("act", tool_node(SPECS, name="act"))
    graph.add_edge(START, "act")
    graph.add_edge("act", END)
    return graph.compile()


async def call(context: Context, name: str, arguments: dict[str, Any]) -> ToolMessage:
    """Run one tool call as a graph does."""
    asked = AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": f"call-{name}", "type": "tool_call"}])
    done = await acting().ainvoke({"messages": [asked]}, context=context)
    answer = done["messages"][-1]
    assert isinstance(answer, ToolMessage)
    return answer


async def test_every_tool_can_be_called_by_a_model(context: Context) -> None:
    await call(context, "add_resume", {"text": RESUME})
    await call(context, "add_job", {"text": POSTING})
    await call(context, "add_job", {"title": "Pastry Chef", "company": "Crumb"})
    await call(context, "watch_jobs", {"words": "baker"})
    await call(context, "set_wishes", ARGUMENTS["set_wishes"])
    await call(context, "set_answer", ARGUMENTS["set_answer"])
    for job in ("1", "2"):
        await call(context, "set_job_status", {"job": job, "status": "applied"})
    await call(context, "record_offer", ARGUMENTS["record_offer"])
    await Mailbox(context).hand_in((ALERTS / "generic-lines.eml").read_bytes())
    for name in ("draft_email", "save_rule"):  # one to throw away, and one to stay
        await call(context, name, ARGUMENTS[name])
    order = sorted(BY_NAME, key=lambda name: (BY_NAME[name].destructive, name))
    for name in order:
        answer = await call(context, name, ARGUMENTS.get(name, {}))
        if name in NEEDS_MORE:
            assert "arguments do not fit" not in str(answer.content), f"{name}: {answer.content}"
            continue
        assert answer.status == "success", f"{name}: {answer.content}"
        assert answer.artifact is not None
        assert str(answer.content).strip()


async def test_expected_failures_become_results_the_model_can_act_on(context: Context) -> None:
    missing = await call(context, "show_job", {"job": "7"})
    assert missing.status == "error"
    assert "no job" in str(missing.content).lower()
    wrong = await call(context, "set_job_status", {"job": "1", "status": "flying"})
    assert wrong.status == "error"
    assert "status" in str(wrong.content)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_models_schema_is_that_of_the_spec(spec: Any) -> None:
    schema = as_tool(spec).tool_call_schema
    fields = schema.model_fields if inspect.isclass(schema) else schema["properties"]
    assert set(fields) == set(spec.input.model_fields)


def test_routes_call_the_functions_of_the_specs() -> None:
    assert api.routes.jobs.ADD_JOB is BY_NAME["add_job"]
    assert api.routes.tailoring.TAILOR_RESUME is BY_NAME["tailor_resume"]
    assert BY_NAME["add_job"].run is job_service.add_job
    assert api.routes.resumes.UPLOAD_RESUME.run is BY_NAME["add_resume"].run


async def test_route_and_tool_do_the_same(client: httpx.AsyncClient, sign_in: SignIn, context: Context) -> None:
    answer = await client.post("/api/v1/jobs", json={"text": POSTING}, headers=await sign_in())
    by_tool = await call(context, "add_job", {"text": POSTING})
    same = {"title", "company", "location", "requirements", "skills", "text", "status"}
    assert {key: answer.json()[key] for key in same} == {key: by_tool.artifact[key] for key in same}
    async with context.sessions() as session:
        page = await job_store.list_page(session, context.actor, PageRequest())
    assert page["total"] == 1

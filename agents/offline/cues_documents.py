"""Which tool a clause about tailored resumes, letters and files means: the first cue that holds decides."""

from agents.offline.cues_jobs import View
from agents.offline.cues_letters import document, export, letter, mail, template_list
from agents.offline.cues_lines import answer, cost, line, order, steer
from agents.offline.cues_transfer import transfer
from agents.offline.cues_versions import version

_CUES = (transfer, answer, cost, order, version, letter, mail, template_list, export, document, line, steer)


def document_tool(view: View) -> str | None:
    """The tool for lines, versions, letters or files that a clause surely means; None where it is about none."""
    return next((tool for cue in _CUES if (tool := cue(view))), None)

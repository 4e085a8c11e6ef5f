"""What people say when they mean a tool for applications: chooses it offline, and tests routing on any model."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "list_applications": (
        Example("show my applications", {}),
        Example("list all my applications", {}),
        Example("show me the board", {}),
        Example("what does my pipeline look like?", {}),
        Example("show the applications in screening", {"stages": ["screening"]}),
        Example("list the applications at offer stage", {"stages": ["offer"]}),
        Example("which applications have been quiet for three weeks?", {"quiet_days": 21}),
        Example("show applications older than two months", {"quiet_days": 60}),
        Example("list my applications at Acme", {"company": "Acme"}),
        Example("show my application board", {}),
        Example("which applications have gone quiet for 30 days", {"quiet_days": 30}),
        Example("show the withdrawn applications", {"stages": ["withdrawn"]}),
        Example("applications that haven't moved in a month", {"quiet_days": 30}),
        Example("zeig mir meine Bewerbungen", {}),
        Example("liste alle Bewerbungen auf", {}),
        Example("montre mes candidatures", {}),
        Example("liste de toutes mes candidatures", {}),
        Example("muéstrame mis solicitudes", {}),
        Example("lista de mis candidaturas", {}),
    ),
    "show_application": (
        Example("show my application at Acme", {"job": "Acme"}),
        Example("open the application for job 2", {"job": "2"}),
        Example("what happened with my application to Acme?", {"job": "Acme"}),
        Example("show the timeline of job 3", {"job": "3"}),
        Example("where does my application for job 1 stand?", {"job": "1"}),
        Example("timeline of the Acme application", {"job": "Acme"}),
        Example("how is my application at Acme going?", {"job": "Acme"}),
        Example("show me everything about my application for job 4", {"job": "4"}),
        Example("what's the history of my application to job 2", {"job": "2"}),
        Example("when did I apply to job 2?", {"job": "2"}),
        Example("zeig mir die Bewerbung bei Acme", {"job": "Acme"}),
        Example("wie steht es um meine Bewerbung für Stelle 2?", {"job": "2"}),
        Example("montre ma candidature chez Acme", {"job": "Acme"}),
        Example("où en est ma candidature pour le poste 2 ?", {"job": "2"}),
        Example("muéstrame mi solicitud en Acme", {"job": "Acme"}),
    ),
    "move_applications": (
        Example(
            "reject everything older than two months without an answer",
            {"status": "rejected", "stages": ["applied"], "quiet_days": 60},
        ),
        Example(
            "mark all applications older than 8 weeks as rejected", {"status": "rejected", "quiet_days": 56}
        ),
        Example("withdraw all applications in screening", {"status": "withdrawn", "stages": ["screening"]}),
        Example("move every application at Acme to withdrawn", {"status": "withdrawn", "company": "Acme"}),
        Example(
            "set everything I heard nothing from for three months to rejected",
            {"status": "rejected", "stages": ["applied"], "quiet_days": 90},
        ),
        Example("withdraw all my applications at Acme", {"status": "withdrawn", "company": "Acme"}),
        Example("mark all that stayed silent for 60 days as rejected", {"status": "rejected", "quiet_days": 60}),
        Example("reject all applications that have been quiet for 90 days", {"status": "rejected", "quiet_days": 90}),
        Example(
            "close all applications that got no reply in ten weeks",
            {"status": "rejected", "stages": ["applied"], "quiet_days": 70},
        ),
        Example("move all interviewing applications to offer", {"status": "offer", "stages": ["interviewing"]}),
        Example(
            "setze alle Bewerbungen, die älter als zwei Monate sind, auf abgelehnt",
            {"status": "rejected", "quiet_days": 60},
        ),
        Example("ziehe alle Bewerbungen bei Acme zurück", {"status": "withdrawn", "company": "Acme"}),
        Example(
            "marque toutes les candidatures de plus de deux mois comme refusées",
            {"status": "rejected", "quiet_days": 60},
        ),
        Example(
            "marca todas las solicitudes de más de dos meses como rechazadas",
            {"status": "rejected", "quiet_days": 60},
        ),
    ),
    "delete_application": (
        Example("delete my application for job 2", {"job": "2"}),
        Example("remove the application at Acme", {"job": "Acme"}),
        Example("delete the application but keep the job", {}),
        Example("erase my application to Acme", {"job": "Acme"}),
        Example("get rid of the application for job 3", {"job": "3"}),
        Example("drop the application record of job 1", {"job": "1"}),
        Example("that application was a mistake, delete it", {}),
        Example("throw away the application for job 4", {"job": "4"}),
        Example("lösche die Bewerbung für Stelle 2", {"job": "2"}),
        Example("entferne meine Bewerbung bei Acme", {"job": "Acme"}),
        Example("supprime la candidature pour le poste 2", {"job": "2"}),
        Example("borra la solicitud del empleo 2", {"job": "2"}),
    ),
}  # fmt: skip

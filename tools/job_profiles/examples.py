"""What people say when they mean the tools of job profiles."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "set_answer": (
        Example("my notice period is 3 months", {"about": "notice_period", "answer": "3 months"}),
        Example(
            "I don't need a visa for Switzerland",
            {"about": "work_authorization", "answer": "I don't need a visa for Switzerland"},
        ),
        Example("my salary expectation is 120k CHF", {"about": "salary", "answer": "120k CHF"}),
        Example(
            "my LinkedIn is https://linkedin.com/in/mirela",
            {"about": "linkedin", "answer": "https://linkedin.com/in/mirela"},
        ),
        Example("I can start on 1 March", {"about": "start_date", "answer": "I can start on 1 March"}),
        Example(
            "when forms ask about relocation, say only within Europe",
            {"about": "relocation", "answer": "only within Europe"},
        ),
        Example("tell forms that I have a B permit", {"about": "work_authorization", "answer": "I have a B permit"}),
        Example("my expected salary is 95,000 euros", {"about": "salary", "answer": "95,000 euros"}),
        Example("I'm willing to relocate", {"about": "relocation", "answer": "I'm willing to relocate"}),
        Example("I have a driving licence", {"about": "driving_licence", "answer": "I have a driving licence"}),
        Example("my pronouns are they/them", {"about": "pronouns", "answer": "they/them"}),
        Example("my nationality is Croatian", {"about": "nationality", "answer": "Croatian"}),
        Example("meine Kündigungsfrist beträgt drei Monate", {"about": "notice_period", "answer": "drei Monate"}),
        Example("mein Gehaltswunsch ist 110'000 Franken", {"about": "salary", "answer": "110'000 Franken"}),
        Example("mon préavis est de deux mois", {"about": "notice_period", "answer": "deux mois"}),
        Example("mi periodo de preaviso es de un mes", {"about": "notice_period", "answer": "un mes"}),
    ),
    "show_answers": (
        Example("what do you tell forms about my work permit?", {"about": "work_authorization"}),
        Example("show my answers for application forms", {}),
        Example("what have I told you for forms?", {}),
        Example("which answers do you keep for applications?", {}),
        Example("what is my notice period?", {"about": "notice_period"}),
        Example("what salary expectation do you give in forms?", {"about": "salary"}),
        Example("what do you write when a form asks when I can start?", {"about": "start_date"}),
        Example("list everything you fill into forms for me", {}),
        Example("show my job profile", {}),
        Example("was sagst du Formularen zu meiner Kündigungsfrist?", {"about": "notice_period"}),
        Example("que réponds-tu aux formulaires sur mon préavis ?", {"about": "notice_period"}),
        Example("¿qué respondes en los formularios sobre mi salario?", {"about": "salary"}),
    ),
    "forget_answer": (
        Example("forget my notice period", {"about": "notice_period"}),
        Example("forget what you tell forms about my salary", {"about": "salary"}),
        Example("delete my answer about relocation", {"about": "relocation"}),
        Example("don't tell forms my LinkedIn any more", {"about": "linkedin"}),
        Example("remove my salary expectation from the answers", {"about": "salary"}),
        Example("forget my answer about the work permit", {"about": "work_authorization"}),
        Example("stop telling forms when I can start", {"about": "start_date"}),
        Example("vergiss meine Kündigungsfrist", {"about": "notice_period"}),
        Example("lösch meine Antwort zum Gehaltswunsch", {"about": "salary"}),
        Example("oublie mon préavis", {"about": "notice_period"}),
        Example("olvida mi respuesta sobre el permiso de trabajo", {"about": "work_authorization"}),
    ),
}

"""What people say when they mean preparing for a job."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "prepare_job": (
        Example("prepare me for the second job", {"job": "2"}),
        Example("get me ready for the Acme interview", {"job": "Acme"}),
        Example("help me prepare for the interview at Initech", {"job": "Initech"}),
        Example("prepare job 3", {"job": "3"}),
        Example("interview prep for job 2", {"job": "2"}),
        Example("I have an interview with Acme, get me prepared", {"job": "Acme"}),
        Example("prepare everything for job 2 and write a cover letter too", {"job": "2", "letter": True}),
        Example("prep notes for the Globex job, without a letter", {"job": "Globex", "letter": False}),
        Example("brief me on job 4 before my interview", {"job": "4"}),
        Example("make me ready to apply for job 1", {"job": "1"}),
        Example("bereite mich auf Stelle 2 vor", {"job": "2"}),
        Example("mach mich fit für das Vorstellungsgespräch bei Acme", {"job": "Acme"}),
        Example("prépare-moi pour le poste 2", {"job": "2"}),
        Example("aide-moi à préparer l'entretien chez Acme", {"job": "Acme"}),
        Example("prepárame para el empleo 2", {"job": "2"}),
        Example("ayúdame a preparar la entrevista con Acme", {"job": "Acme"}),
    ),
    "show_preparation": (
        Example("what will they ask me?", {"part": "questions"}),
        Example("which questions will Acme ask in the interview", {"job": "Acme", "part": "questions"}),
        Example("what should I ask them?", {"part": "ask"}),
        Example("what questions should I ask the interviewer at Initech", {"job": "Initech", "part": "ask"}),
        Example("show my preparation for job 2", {"job": "2"}),
        Example("show me the prep notes", {}),
        Example("what are my stories for job 2", {"job": "2", "part": "stories"}),
        Example("are there any red flags in job 3", {"job": "3", "part": "flags"}),
        Example("what do we know about Acme as an employer", {"job": "Acme", "part": "company"}),
        Example("what does my preparation for job 2 say about its requirements", {"job": "2", "part": "requirements"}),
        Example("was werden sie mich fragen?", {"part": "questions"}),
        Example("welche Fragen soll ich im Gespräch stellen?", {"part": "ask"}),
        Example("zeig meine Vorbereitung für Stelle 2", {"job": "2"}),
        Example("quelles questions vont-ils me poser ?", {"part": "questions"}),
        Example("que dois-je leur demander ?", {"part": "ask"}),
        Example("¿qué me van a preguntar?", {"part": "questions"}),
        Example("¿qué debería preguntarles?", {"part": "ask"}),
    ),
    "tell_story": (
        Example(
            "the result of story S1: it halved the waiting time",
            {"story": "S1", "part": "result", "text": "it halved the waiting time"},
        ),
        Example(
            "for story 2, my task was to plan the move",
            {"story": "S2", "part": "task", "text": "my task was to plan the move"},
        ),
        Example(
            "add to S3 what came of it: we won the tender",
            {"story": "S3", "part": "result", "text": "we won the tender"},
        ),
        Example(
            "story S1, action: I rewrote the importer",
            {"story": "S1", "part": "action", "text": "I rewrote the importer"},
        ),
        Example(
            "the situation of story 2 was: two servers failed",
            {"story": "S2", "part": "situation", "text": "two servers failed"},
        ),
        Example(
            "what came of story S4: complaints fell by half",
            {"story": "S4", "part": "result", "text": "complaints fell by half"},
        ),
        Example(
            "das Ergebnis von Geschichte S1: die Wartezeit hat sich halbiert",
            {"story": "S1", "part": "result", "text": "die Wartezeit hat sich halbiert"},
        ),
        Example(
            "le résultat de l'histoire S2 : nous avons gagné l'appel d'offres",
            {"story": "S2", "part": "result", "text": "nous avons gagné l'appel d'offres"},
        ),
        Example(
            "el resultado de la historia S1: el tiempo de espera bajó a la mitad",
            {"story": "S1", "part": "result", "text": "el tiempo de espera bajó a la mitad"},
        ),
    ),
}

"""What lies outside the offline model's reach, and small talk: examples and the plain answer to each."""

from dataclasses import dataclass

SET_KEY = "Set `OPENAI_API_KEY` (and `OPENAI_BASE_URL` for another OpenAI-compatible service), then ask again."


@dataclass(frozen=True, slots=True)
class Beyond:
    """A kind of request no tool answers: what is answered instead, with what it would take, and how people say it."""

    answer: str
    says: tuple[str, ...]


BEYOND: dict[str, Beyond] = {
    "write": Beyond(
        f"I can't write freely: that takes a language model. {SET_KEY}",
        (
            "write me a poem",
            "compose a song about my career",
            "tell me a joke",
            "write a blog post about interviewing",
            "write my boss a resignation letter",
            "tell me a story",
            "Schreib mir ein Gedicht",
            "écris-moi un poème",
            "escribe un poema",
        ),
    ),
    "translate": Beyond(
        f"I can't translate: that takes a language model. {SET_KEY}",
        (
            "translate my resume into German",
            "translate this posting to English",
            "Übersetze meinen Lebenslauf ins Englische",
            "traduis mon CV en anglais",
            "traduce mi currículum al inglés",
        ),
    ),
    "advice": Beyond(
        "I can't advise on careers, interviews or pay: that takes a language model. "
        f"{SET_KEY} What I can do is explain how well a job fits you and what you are missing.",
        (
            "negotiate my salary",
            "how much should I ask for in the negotiation",
            "prepare me for the interview",
            "practise interview questions with me",
            "what questions will they ask me in the interview",
            "should I change my career",
            "how do I become a data scientist",
            "what should I wear to the interview",
            "give me career advice",
            "should I quit my job",
        ),
    ),
    "mail": Beyond(
        "I can't phone or write in chats and networks: I only answer mail, as a draft that goes out after your yes. "
        "Say, for example, “reply to mail 3 that I am free on Tuesday”.",
        (
            "message the recruiter on LinkedIn",
            "call the recruiter",
            "phone the company",
            "send Anna a text message",
            "write them on WhatsApp",
            "ring the hiring manager for me",
            "Ruf den Recruiter an",
            "appelle l'entreprise",
            "llama al reclutador",
        ),
    ),
    "text": Beyond(
        "That is a text for you to use; only drafts of mails can be sent. Say, for example, “reply to the mail from "
        "Acme that …”, and I draft a mail that goes out after your yes.",
        (
            "send the letter",
            "send this text to them",
            "mail the cover letter to Acme",
            "send the document",
            "schick das Anschreiben ab",
            "envoie la lettre",
            "envía la carta",
        ),
    ),
    "apply": Beyond(
        "I don't apply to many jobs at once: every form is filled in for itself, shown to you, and sent after your "
        "yes. Say which job, for example “apply to job 2”.",
        (
            "apply to all of them for me",
            "apply to every job on my list",
            "apply automatically to these jobs",
            "mass apply everywhere",
            "send my resume to every company",
            "bewirb dich auf alle Stellen",
            "postule à toutes les offres pour moi",
            "solicita todos los empleos por mí",
        ),
    ),
    "web": Beyond(
        "I can't look around the web: I search job boards and the career pages of companies. "
        "Say what kind of job you look for, or send me a link or the text of a posting.",
        (
            "google the company",
            "look on Glassdoor what people say about Acme",
            "search the web",
            "what do employees say about Acme",
            "look up the company's website",
            "find reviews of this employer",
            "who is the CEO of Acme",
            "Such im Internet nach der Firma",
            "cherche des avis sur l'entreprise",
            "busca información sobre la empresa",
        ),
    ),
    "calendar": Beyond(
        "I can't book or buy anything, or make an appointment with others. I can write down an interview, remind you "
        "(“remind me on Friday to call Acme”), and put an interview that a mail announced into "
        "your calendar.",
        (
            "schedule a meeting",
            "set an alarm for tomorrow",
            "book a flight",
            "order a pizza",
            "Vereinbare einen Termin mit der Firma",
        ),
    ),
    "world": Beyond(
        f"I can't answer general questions: that takes a language model. {SET_KEY}",
        (
            "what is the weather today",
            "who is the president",
            "what is the capital of France",
            "what is 12 times 7",
            "how do I cook rice",
            "what is the news",
            "write a python function",
            "solve this equation",
            "what do you think about politics",
            "how old is the universe",
            "what time is it",
            "is Stripe a good company to work for",
            "recommend a good restaurant",
            "what is the best programming language",
            "who founded this company",
            "define machine learning",
            "Wie wird das Wetter morgen?",
            "quel temps fait-il",
            "¿qué tiempo hace hoy?",
        ),
    ),
}
TALK: dict[str, tuple[str, ...]] = {
    "hello": (
        "hi",
        "hello",
        "hey there",
        "good morning",
        "hallo",
        "guten tag",
        "bonjour",
        "salut",
        "hola",
        "moin",
        "yo",
    ),
    "thanks": (
        "thanks",
        "thank you very much",
        "great, thanks",
        "perfect",
        "awesome",
        "that was helpful",
        "nice work",
        "danke",
        "merci beaucoup",
        "gracias",
        "cool",
    ),
    "bye": ("bye", "goodbye", "see you later", "good night", "tschüss", "au revoir", "adiós"),
    "who": (
        "who are you?",
        "are you a human",
        "are you an AI?",
        "what model are you",
        "what is your name",
        "are you ChatGPT",
        "tell me about yourself",
        "do you use artificial intelligence",
        "wer bist du",
        "qui es-tu",
        "¿quién eres?",
    ),
    "how": ("how are you?", "how is it going", "wie geht's", "ça va ?", "¿cómo estás?", "what's up"),
    "fine": (
        "ok",
        "okay",
        "yes",
        "sure",
        "alright",
        "got it",
        "I see",
        "no",
        "never mind",
        "forget it",
        "cancel",
        "stop",
        "no thanks",
    ),
}
NEVER_MIND = r"never ?mind|nevermind|forget (?:it|that|about it)|cancel|stop|no thanks|nothing"

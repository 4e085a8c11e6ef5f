"""Mails of people and firms that do not exist, for the tests of mail sources."""

from email.message import EmailMessage

ADA = "ada.fenwick@gmail.example"


def mail(
    subject: str = "Your application",
    *,
    message_id: str | None = None,
    sender: str = "jobs@harbor.example",
    to: str = ADA,
    text: str = "Thank you for applying to Harbor.\n",
    date: str = "Tue, 24 Nov 2026 09:00:00 +0000",
    **headers: str,
) -> bytes:
    """The MIME bytes of a plain mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, date
    made["Message-ID"] = message_id or f"<{abs(hash((subject, text)))}@harbor.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()

"""The other kinds of mail, and the fields that a list shows of them."""

from datetime import UTC, datetime

import pytest

from tools.email.message import Address, Mail
from tools.email.replies.recognising import kind_of, recognise


def mail(subject: str, text: str, sender: str = "service@shop.example", name: str = "Shop", **more: object) -> Mail:
    """Any mail."""
    sent = datetime(2026, 6, 1, 9, tzinfo=UTC)
    return Mail(message_id="3", subject=subject, sender=Address(sender, name), sent_at=sent, text=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (mail("Your receipt", "Total: $12.00"), "receipt"),
        (mail("Ihre Rechnung", "Rechnungsbetrag 9,90 EUR"), "receipt"),
        (mail("Votre colis arrive", "Numéro de suivi 6A12345678901"), "parcel"),
        (mail("Tu paquete está en reparto", "Llegará hoy."), "parcel"),
        (mail("New sign-in to your account", "Was it you?"), "security"),
        (mail("Ihr Sicherheitscode", "123456"), "security"),
        (mail("Nur heute: 20 % Rabatt", "Jetzt kaufen"), "promotion"),
        (mail("This week in tea", "Read more. Unsubscribe"), "newsletter"),
        (mail("Sunday", "Shall we go for a walk?", "ann@gmail.com", "Ann"), "personal"),
        (mail("Notice", "The lift is out of order.", "no-reply@house.example"), "other"),
    ],
)
def test_kinds(one: Mail, kind: str) -> None:
    assert kind_of(one) == kind


def test_a_receipt_has_its_total_and_its_order_number_with_their_words() -> None:
    one = mail("Bestellbestätigung", "Bestellnummer: AB-88213\nZwischensumme 1.100,00 EUR\nGesamtbetrag: 1.234,50 EUR")
    details = recognise(one).details
    assert (details["merchant"], details["amount"], details["currency"]) == ("Shop", 1234.5, "EUR")
    assert details["order_number"] == "AB-88213"
    assert all(quote in one.text for quote in details["quotes"].values())


def test_a_parcel_has_carrier_number_and_day() -> None:
    one = mail("On its way", "DHL tracking number: 00340434161094022115.\nIt will be delivered on Wednesday, 3 June.")
    details = recognise(one).details
    assert (details["carrier"], details["tracking_number"]) == ("DHL", "00340434161094022115")
    assert details["expected_on"] == "2026-06-03"


def test_an_invitation_of_any_sort() -> None:
    part = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:g\nDTSTART:20260605T170000Z\nDTEND:20260605T190000Z\n"
        "SUMMARY:Board games\nORGANIZER:mailto:bob@post.example\nEND:VEVENT\nEND:VCALENDAR"
    )
    found = recognise(mail("Games", "Come!", calendars=(part,)))
    assert found.kind == "invitation"
    assert found.details["title"] == "Board games"
    assert found.details["starts_at"] == "2026-06-05T17:00:00+00:00"
    assert found.details["organizer"] == "bob@post.example"

"""Principles of the prover that hold for words of any trade: each with what it lets pass and what it refuses."""

import pytest

from tools.tailoring.grounding import CitedFact, check
from tools.tailoring.grounding.families import akin, bases, lemmas


@pytest.mark.parametrize(
    ("held", "said", "language", "supported"),
    [
        ("Führte jährliche Schulungen durch", "Durchführung jährlicher Schulungen", "de", True),
        ("Organisierte das Schulfest mit", "Half bei der Organisation des Schulfests", "de", True),
        ("Organisierte das Schulfest mit", "Leitete die Organisation des Schulfests", "de", False),
        ("Schreef mee aan de nota", "Schreef de nota", "nl", False),
        ("Entwickelte eine lösemittelfreie Grundierung", "Entwicklung einer Grundierung ohne Lösemittel", "de", True),
        ("Gaf wiskunde aan vwo 4 en 5, begeleidde 6 stages", "Gaf wiskunde aan vwo 4, 5 en 6", "nl", False),
        ("Vendi e fui o segundo melhor vendedor", "Vendi e fui o melhor vendedor", "pt", False),
        ("Unterrichtete in der dritten Klasse", "Unterricht in der 3. Klasse", "de", True),
        ("Cut response time from 900 ms to 300 ms", "Cut response time by two thirds", "en", True),
        ("Kept 38 of 40 accounts", "Kept 95% of 40 accounts", "en", True),
        ("Reached 108% of quota", "Exceeded quota by 8%", "en", True),
        ("Drew up plans for 14 hotel lobbies", "Drew up plans for 14 hotels", "en", False),
        ("Drove a counterbalance forklift", "Drove a forklift and a lift truck", "en", False),
        ("Published 5 papers, 2 as first author", "Published 5 papers, all of them as first author", "en", False),
        ("Shipped containers to Asia", "Shipped containers from Asia", "en", False),
        ("Leitete den Bau mit einem Budget von 14 Mio. Euro", "Bau mit je 14 Mio. Euro Budget geleitet", "de", False),
        ("Booked monitoring visits at 9 sites", "Conducted monitoring visits at 9 sites", "en", False),
        ("Montage de 3 films et étalonnage confié à un prestataire", "Montage et étalonnage de 3 films", "fr", False),
        ("Tableaux de bord sous Power BI", "Tableaux de bord sous Tableau", "fr", False),
    ],
)  # fmt: skip
def test_what_is_said_in_another_way_passes_and_what_says_more_does_not(
    held: str, said: str, language: str, supported: bool
) -> None:
    assert check(said, [CitedFact(text=held)], language=language).supported is supported


def test_a_role_that_was_only_stood_in_for_is_not_ones_own() -> None:
    fact = CitedFact(text="Stood in for the head chef and ordered produce")
    assert check("Deputised for the head chef and ordered produce", [fact]).supported


@pytest.mark.parametrize(
    ("derived", "base", "language"),
    [
        ("montage", "montieren", "de"),
        ("livraison", "livrer", "fr"),
        ("producción", "producir", "es"),
        ("controle", "controleren", "nl"),
        ("montagem", "montar", "pt"),
        ("renewal", "renew", "en"),
    ],
)
def test_a_derived_noun_finds_its_verb(derived: str, base: str, language: str) -> None:
    assert base in bases(derived, language)
    assert akin(derived, base, language, language)
    assert not akin(derived, base, language, "en" if language != "en" else "de")


def test_dictionary_forms_need_no_list_of_ours() -> None:
    assert "reponer" in lemmas("repuse", "es")
    assert "beraten" in lemmas("beriet", "de")
    assert "opstellen" in lemmas("opgesteld", "nl")

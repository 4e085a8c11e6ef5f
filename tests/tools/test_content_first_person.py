"""Lines of resumes put into the first person: fluent, the same words, and left out where it is not certain."""

import pytest

from tools.content.first_person import Place, speak

COOK = Place("Cook", "Fern Hotel")
NOW = Place("Cook", "Fern Hotel", current=True)
PROJECT = Place("Tideline", "", is_project=True)


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("en", "Built a payment service in Go", "As Cook at Fern Hotel, I built a payment service in Go."),
        ("en", "Successfully ran three kitchens", "As Cook at Fern Hotel, I successfully ran three kitchens."),
        ("en", "Responsible for the rota", "As Cook at Fern Hotel, I was responsible for the rota."),
        ("en", "Managing a team of 5", "My work as Cook at Fern Hotel included managing a team of 5."),
        ("en", "AWS migration of 40 services", "My work as Cook at Fern Hotel included AWS migration of 40 services."),
        ("en", "Manage a team of 5", "As Cook at Fern Hotel, my tasks were to manage a team of 5."),
        ("en", "I led the migration", "As Cook at Fern Hotel, I led the migration."),
        ("de", "Entwickelte neue Menüs", "Als Cook bei Fern Hotel entwickelte ich neue Menüs."),
        ("de", "Führte ein Kassensystem ein", "Als Cook bei Fern Hotel führte ich ein Kassensystem ein."),
        ("de", "12 Lehrlinge eingearbeitet", "Als Cook bei Fern Hotel habe ich 12 Lehrlinge eingearbeitet."),
        ("de", "Leitung der Küche", "Zu meinen Aufgaben als Cook bei Fern Hotel gehörte die Leitung der Küche."),
        ("de", "Aufbau eines Lagers", "Zu meinen Aufgaben als Cook bei Fern Hotel gehörte der Aufbau eines Lagers."),
        ("fr", "Réduit les coûts de 20 %", "En tant que Cook chez Fern Hotel, j’ai réduit les coûts de 20 %."),
        ("fr", "Gestion des stocks", "Mon travail en tant que Cook chez Fern Hotel comprenait la gestion des stocks."),
        ("fr", "Accueil des clients", "Mon travail en tant que Cook chez Fern Hotel comprenait l’accueil des clients."),
        ("es", "Organizó ferias y lanzó un menú que atrajo a turistas",
         "Como Cook en Fern Hotel, organicé ferias y lancé un menú que atrajo a turistas."),
        ("es", "Negoció contratos", "Como Cook en Fern Hotel, negocié contratos."),
        ("es", "Gestión de pedidos", "Mi trabajo como Cook en Fern Hotel incluyó la gestión de pedidos."),
        ("nl", "Voerde een kassasysteem in", "Als Cook bij Fern Hotel voerde ik een kassasysteem in."),
        ("nl", "Beheren van lijsten", "Tot mijn taken als Cook bij Fern Hotel behoorde het beheren van lijsten."),
        ("pt", "Desenvolveu e lançou cardápios", "Como Cook (Fern Hotel), desenvolvi e lancei cardápios."),
        ("pt", "Gestão de uma equipa", "O meu trabalho como Cook (Fern Hotel) incluiu a gestão de uma equipa."),
    ],
)  # fmt: skip
def test_a_line_becomes_a_sentence_of_its_owner(language: str, line: str, said: str) -> None:
    assert speak(line, COOK, language) == said


def test_a_place_is_named_once_and_what_is_still_done_is_in_the_present() -> None:
    assert speak("Trained 2 apprentices", NOW, "en", 1) == "I also trained 2 apprentices."
    assert speak("Lead a brigade of six", NOW, "en") == "As Cook at Fern Hotel, I lead a brigade of six."
    assert speak("Leitung der Küche", NOW, "de", 1) == "Zu meinen Aufgaben gehört auch die Leitung der Küche."
    assert speak("Stuurt een team van acht aan", NOW, "nl", 1) == "Daarnaast stuur ik een team van acht aan."
    assert speak("Wrote a parser", PROJECT, "en") == "In the project Tideline, I wrote a parser."
    assert speak("Leitung der Station", Place("Pfleger", "Klinikum Nord"), "de") == (
        "Zu meinen Aufgaben als Pfleger (Klinikum Nord) gehörte die Leitung der Station."
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Trained his team"), ("en", "Winner of the sales prize"), ("en", "Thesis: On soups"), ("en", "Grill"),
        ("en", "Skilled at grilling"), ("en", "Frontend Developer of the year"), ("en", "Revenue grew by 20%"),
        ("de", "Umsatz gesteigert von 3 auf 5 Mio"), ("fr", "Nommée"), ("es", "Formó a su equipo"),
        ("en", " ".join(["Built many things"] * 30)),
    ],
)  # fmt: skip
def test_what_cannot_be_said_without_a_doubt_is_left_out(language: str, line: str) -> None:
    assert speak(line, COOK, language) is None


def test_further_sentences_follow_until_one_cannot_be_said() -> None:
    assert speak("Wrote the guide. Cut waste by 40%. Awesome team", COOK, "en") == (
        "As Cook at Fern Hotel, I wrote the guide. I also cut waste by 40%."
    )

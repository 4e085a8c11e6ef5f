"""What people say when they mean to apply with a form."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "apply_to_job": (
        Example("apply to the second one", {"job": "2"}),
        Example("Apply to job 3", {"job": "3"}),
        Example("fill in the application form for Acme", {"job": "Acme"}),
        Example("fill out the form for job 4", {"job": "4"}),
        Example("apply for the data engineer role for me", {"job": "data engineer"}),
        Example("please submit my application for job 1", {"job": "1"}),
        Example("send in the application to Northwind", {"job": "Northwind"}),
        Example("I want to apply for this one", {}),
        Example("start the application for the baker job", {"job": "baker"}),
        Example("complete their online form with my details", {}),
        Example("apply again to job 2", {"job": "2", "again": True}),
        Example("hand in the form for the Acme position", {"job": "Acme"}),
        Example("go ahead and apply at Acme", {"job": "Acme"}),
        Example("Bewirb dich auf Stelle 2", {"job": "2"}),
        Example("Füll das Bewerbungsformular von Acme aus", {"job": "Acme"}),
        Example("Schick meine Bewerbung für Stelle 3 ab", {"job": "3"}),
        Example("Postule à l'offre 2", {"job": "2"}),
        Example("remplis le formulaire de candidature d'Acme", {"job": "Acme"}),
        Example("Postula a la oferta 3", {"job": "3"}),
        Example("rellena el formulario de solicitud de Acme", {"job": "Acme"}),
    ),
}

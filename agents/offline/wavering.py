"""Whether a clause tells of something that has not happened, or not to the person: what is weighed, hoped, feared, only
almost done, tied to a condition, or done by somebody else. None of it changes the record."""

import re

_WEIGHS = re.compile(
    r"\b(?:thinking (?:about|of|whether)|think (?:i (?:should|might|may|could|will)|about|of)|consider(?:ing)?|"
    r"wonder(?:ing)?|debating|pondering|torn|on the fence|undecided|(?:not|un)\s?sure|unsure|no idea|can'?t decide|"
    r"(?:have not|haven'?t|not) decided|tempted|inclined|leaning towards?|toying with|"
    r"(?:i|we|they|he|she|it|that) (?:might|may|could|would|should|'d)(?! (?:like|love) (?:you )?to)|"
    r"maybe i|perhaps i|maybe (?:not|later)|"
    r"uberleg\w*|vielleicht|bin (?:mir )?(?:nicht sicher|unsicher|unentschlossen)|denke (?:daruber|dran|daran)|"
    r"zoger\w*|"
    r"schwanke|konnte|wurde (?:gern|lieber)|"
    r"pense a|songe a|j'hesite|hesit\w+|peut-etre|je me demande|pas sure?|pas encore decide|je pourrais|je devrais|"
    r"pensando (?:en|si)|dud[oa]\w*|quizas?|tal vez|a lo mejor|no (?:se|estoy segur[oa])|me planteo|podria|deberia)\b"
)
_HOPES = re.compile(
    r"^(?:(?:and|but|so|ugh|man|god|well|honestly|really|just)[, ]+)*(?:(?:i|we) (?:\w+ )?(?:hope|hoping|wish|"
    r"fear|expect|bet|guess|"
    r"suppose|assume|dream|dread|worry|am (?:afraid|scared|worried))|(?:i'm|im) (?:\w+ )?(?:hoping|afraid|scared|"
    r"worried|expecting|"
    r"dreading|dreaming)|hope(?:fully)?|fingers crossed|wish|imagine|suppose|assuming|let's say|say i|what if|"
    r"ich (?:hoffe|furchte|wunschte|glaube|nehme an)|hoffentlich|angenommen|stell dir vor|"
    r"j'(?:espere|ai peur)|je (?:crains|suppose|souhaite)|pourvu|imagine|supposons|"
    r"espero|ojala|temo|supongo|imagina\w*|supon\w*|creo que)\b"
)
_ALMOST = re.compile(
    r"\b(?:almost|nearly|was about to|were about to|came close to|close to|wanted to|meant to|was going to|were "
    r"going to|"
    r"tried to|planned to|supposed to|instead of|rather than|before i|without (?:me )?\w+ing|"
    r"fast|beinahe|wollte|wollten|statt zu|bevor ich|presque|failli|voulais|voulait|avant (?:de|que)|au lieu de|"
    r"casi|queria|iba a|antes de|en vez de)\b"
)
_IF = re.compile(
    r"^(?:(?:and|but|so|ok|well)[, ]+)*(?:if|unless|in case|once|as soon as|until|as long as|in the event|wenn|"
    r"falls|sobald|sofern|solange|"
    r"si (?!vous|tu (?:peux|veux))|des que|a moins|tant que|cuando|en cuanto|a menos|mientras)\b"
)
_IF_LATER = re.compile(
    r"\b(?:if|unless|in case|only when|as soon as|once|falls|sofern|sobald|es sei denn)\b (?:they|he|she|i|we|it|"
    r"nobody|no one|the|there|"
    r"sie|er|ich|wir|es|die|der|das|niemand|[\w&.-]+ (?:do(?:es)?n'?t|dont|says?|offers?|gives?|pays?|rejects?|"
    r"hasn'?t|hasnt))\b"
)
_OTHERS = re.compile(
    r"^(?:(?:and|but|so|ok|well|btw)[, ]+)*(?:(?:my|a|one of my|mein\w*|ein|mon|ma|un|une|mi|una?) (?:\w+ )?"
    r"(?:friend|mate|buddy|brother|sister|wife|husband|partner|boyfriend|girlfriend|cousin|colleague|coworker|co-worker|"
    r"roommate|flatmate|neighbou?r|boss|mother|father|mom|mum|dad|son|daughter|ex|uncle|aunt|classmate|"
    r"freund(?:in)?|bruder|schwester|frau|mann|kollege|kollegin|chef(?:in)?|mutter|vater|nachbar(?:in)?|"
    r"amie?|frere|soeur|femme|mari|collegue|copain|copine|voisine?|amig[oa]|herman[oa]|marido|mujer|novi[oa]|"
    r"colega|jefe|companer[oa]|vecin[oa]|prim[oa])|"
    r"(?:some)?(?:one|body)(?: else)? i know|a guy i know|people|they say|everyone|everybody|nobody|no one)\b"
    r"(?!'s? (?:company|firm))"
)
_FEARED = re.compile(
    r"\b(?:they|he|she|it|all|everyone|everybody)(?:'re|'ll| are| is| all)* (?:will|gonna|going to|bound to|sure "
    r"to|likely to|probably) (?:\w+ )?(?:all )?(?:reject|decline|turn me down|ghost|say no|"
    r"refuse|ignore|pass on)|\b(?:won'?t|wont|never gonna) (?:\w+ )?(?:reject|turn me down|ghost)|"
    r"\b(?:werden|wird|wollen) (?:\w+ ){0,3}(?:ablehnen|absagen)\b|\bvont? (?:\w+ ){0,2}(?:refuser|rejeter)\b|"
    r"\bvan? a rechazar"
)
_NOT_YET = re.compile(
    r"\b(?:wait(?:ing)? (?:with|before|a (?:bit|moment|while))|hold (?:off|on|back)|(?:not|n'?t) (?:\w+ "
    r"){0,5}(?:just )?yet|"
    r"noch nicht|wart\w* (?:noch )?mit|pas encore|attends avant|todavia no|aun no|espera antes)\b"
)
_COMMANDED = re.compile(
    r"^(?:(?:please|pls|ok|okay|and|so|then|now|just|also|bitte|go ahead and) )*(?:mark|set|move|put|change|"
    r"reject|withdraw|decline|accept|"
    r"delete|remove|note|remind|record|log|apply|submit|markier\w*|setz\w*|marque|mets|marca|pon)\b"
)


def wavers(plain: str) -> bool:
    """Whether a folded clause tells of what has not happened, or not to the person.

    >>> wavers("i am thinking about withdrawing from acme"), wavers("i withdrew from acme")
    (True, False)
    """
    if _IF.match(plain) or _HOPES.match(plain) or _OTHERS.match(plain):
        return True
    if _NOT_YET.search(plain):
        return True
    if _COMMANDED.match(plain):
        return bool(_IF_LATER.search(plain))
    return any(said.search(plain) for said in (_WEIGHS, _ALMOST, _FEARED, _IF_LATER))

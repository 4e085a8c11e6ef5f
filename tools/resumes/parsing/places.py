"""Which words name a place: a city with its state or country, a remote mark, a postal address."""

import re

from tools.resumes.parsing.vocabulary import REMOTE

_STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
    "DC",
    "AB",
    "BC",
    "MB",
    "NB",
    "NL",
    "NS",
    "ON",
    "PE",
    "QC",
    "SK",
    "YT",
    "NSW",
    "VIC",
    "QLD",
    "TAS",
    "ACT",
    "UK",
    "USA",
    "UAE",
    "SP",
    "RJ",
    "MG",
    "RS",
    "PR",
    "BA",
    "ZH",
    "BE",
    "GE",
    "VD",
    "BS",
    "SG",
    "LU",
    "TG",
]
_REGIONS = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|"
    "maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|"
    "north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|"
    "washington|west virginia|wisconsin|wyoming|ontario|quebec|québec|british columbia|alberta|manitoba|nova scotia|saskatchewan|england|scotland|wales|northern ireland|"
    "bayern|bavaria|hessen|nrw|nordrhein-westfalen|sachsen|niedersachsen|île-de-france|cataluña|catalunya|andalucía|comunidad de madrid|noord-holland|zuid-holland"
)
_COUNTRIES = (
    "united states(?: of america)?|usa|u\\.s\\.a?\\.|united kingdom|uk|germany|deutschland|france|frankreich|spain|españa|spanien|italy|italia|italien|netherlands|the netherlands|"
    "nederland|niederlande|belgium|belgië|belgique|belgien|portugal|brazil|brasil|austria|österreich|switzerland|schweiz|suisse|ireland|poland|polen|polska|"
    "sweden|sverige|norway|norge|denmark|danmark|finland|iceland|canada|mexico|méxico|argentina|chile|colombia|peru|perú|ecuador|uruguay|venezuela|costa rica|"
    "india|china|japan|south korea|korea|singapore|malaysia|indonesia|philippines|vietnam|thailand|taiwan|hong kong|australia|new zealand|south africa|"
    "nigeria|kenya|ghana|egypt|morocco|maroc|tunisia|tunisie|israel|turkey|türkiye|türkei|uae|united arab emirates|saudi arabia|qatar|pakistan|bangladesh|"
    "sri lanka|nepal|russia|ukraine|romania|bulgaria|hungary|czech republic|czechia|slovakia|slovenia|croatia|serbia|greece|luxembourg|liechtenstein|estonia|latvia|lithuania|"
    "europe|europa|emea|latam|worldwide"
)
_CITIES = frozenset(
    ["berlin", "hamburg", "münchen", "munich", "köln", "cologne", "frankfurt", "stuttgart", "düsseldorf", "leipzig", "dresden", "hannover", "nürnberg", "bremen", "dortmund", "essen", "bonn", "mannheim", "karlsruhe", "freiburg", "heidelberg", "augsburg", "münster", "bielefeld", "aachen", "kiel", "mainz", "potsdam", "regensburg", "wien", "vienna", "graz", "linz", "salzburg", "innsbruck", "zürich", "zurich", "genf", "genève", "basel", "bern", "lausanne", "luzern", "winterthur", "paris", "lyon", "marseille", "toulouse", "nice", "nantes", "strasbourg", "montpellier", "bordeaux", "lille", "rennes", "grenoble", "madrid", "barcelona", "valencia", "sevilla", "seville", "zaragoza", "málaga", "bilbao", "murcia", "granada", "alicante", "amsterdam", "rotterdam", "utrecht", "eindhoven", "groningen", "tilburg", "nijmegen", "arnhem", "leiden", "delft", "haarlem", "maastricht", "brussels", "bruxelles", "brussel", "antwerpen", "gent", "ghent", "leuven", "lisboa", "lisbon", "porto", "braga", "coimbra", "london", "manchester", "birmingham", "leeds", "glasgow", "edinburgh", "liverpool", "bristol", "sheffield", "cardiff", "belfast", "nottingham", "dublin", "cork", "galway", "rome", "roma", "milan", "milano", "turin", "torino", "naples", "copenhagen", "stockholm", "oslo", "helsinki", "warsaw", "prague", "budapest", "athens", "istanbul", "moscow", "kyiv", "bucharest", "sofia", "chicago", "boston", "seattle", "austin", "dallas", "houston", "denver", "portland", "atlanta", "miami", "phoenix", "philadelphia", "detroit", "minneapolis", "toronto", "vancouver", "montreal", "montréal", "ottawa", "calgary", "sydney", "melbourne", "brisbane", "perth", "adelaide", "auckland", "wellington", "mumbai", "bangalore", "bengaluru", "delhi", "hyderabad", "chennai", "pune", "kolkata", "tokyo", "osaka", "seoul", "beijing", "shanghai", "shenzhen", "singapore", "dubai", "johannesburg", "nairobi", "lagos", "cairo", "casablanca", "bogotá", "lima", "santiago", "montevideo", "guadalajara", "monterrey", "campinas", "curitiba", "recife", "fortaleza", "salvador"]
) | {"san francisco", "new york", "new york city", "los angeles", "san diego", "san jose", "são paulo", "rio de janeiro", "buenos aires", "mexico city",
     "ciudad de méxico", "belo horizonte", "porto alegre", "den haag", "the hague", "frankfurt am main", "frankfurt a. m.", "tel aviv", "hong kong", "cape town", "las vegas",
     "washington dc", "washington, dc", "salt lake city", "kansas city", "st. louis", "st. gallen", "aix-en-provence", "las palmas"}  # fmt: skip
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"
_CITY = rf"{_WORD}(?:[ -](?:{_WORD}|de|del|la|le|les|am|an|der|im|do|da|of|upon|sur|ob|bei|en)){{0,4}}"
_TAIL = rf"(?:(?:{'|'.join(_STATES)})(?![\w])(?:\s+[A-Z]?\d[\dA-Z -]{{2,7}})?|(?i:{_REGIONS}|{_COUNTRIES})(?![\w]))"
_STREET = r"(?i:stra(?:ß|ss)e|str\.|\bweg\b|\bplatz\b|allee|gasse|\brue\b|avenue|\bave\b|boulevard|\bcalle\b|\bc/|\bavda\b|\bstreet\b|\bst\.|\broad\b|\brd\b|\bdrive\b|\blane\b|straat|laan|\brua\b)"
PLACE = re.compile(
    rf"(?:{_CITY},\s*)?{_CITY},\s*{_TAIL}(?:,\s*(?i:{_COUNTRIES}))?"
    rf"|(?i:{REMOTE})(?:\s*[(,/–-]\s*[^()]{{2,30}}\)?)?(?=$|\W*$)"
    rf"|\(?(?i:{_COUNTRIES})\)?(?=\W*$)"
    rf"|(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?\s+{_CITY}(?:,\s*(?i:{_COUNTRIES}))?"
    rf"|{_CITY}\s*\((?i:{_REGIONS}|{_COUNTRIES}|{REMOTE}|\d{{2}}|[A-Z]{{2}})\)"
)


def is_place(text: str) -> bool:
    """Whether the whole text names a place."""
    bare = text.strip().strip("()[]").strip(" ,;")
    if not bare or len(bare) > 60:
        return False
    if bare.casefold() in _CITIES or PLACE.fullmatch(bare):
        return True
    parts = [part.strip().casefold() for part in re.split(r"[,/&]| und | and ", bare)]
    return len(parts) > 1 and all(part in _CITIES or PLACE.fullmatch(part.title()) for part in parts if part)


def is_address(text: str) -> bool:
    """Whether the text holds a street with a number or a postal code with a city."""
    street = re.search(_STREET, text) and re.search(r"\d", text)
    return bool(street) or (PLACE.search(text) is not None and re.search(r"\b\d{4,5}\b", text) is not None)


def looks_like_city(text: str) -> bool:
    """Whether the text could be a city's bare name: one to three capitalised words, no digits."""
    return re.fullmatch(_CITY, text.strip()) is not None and len(text.split()) <= 3 and len(text) <= 26


def trailing_place(text: str) -> int | None:
    """Where a place at the end of the text begins, its separator included, or None."""
    for match in re.finditer(r",\s+|\s+[(–—|-]\s*|\s*\(|\s+in\s+", text):
        rest = text[match.end() :].rstrip(" )")
        if is_place(rest) and (match.group().strip() != "," or not _splits_legal(text, match)):
            return match.start()
    return None


def _splits_legal(text: str, match: re.Match[str]) -> bool:
    return re.match(r"(?i)(?:inc|llc|ltd|co)\b", text[match.end() :]) is not None

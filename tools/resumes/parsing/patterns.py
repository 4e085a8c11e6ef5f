"""What an e-mail address, a web address and a telephone number look like."""

import re

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_ENDINGS = (
    "com|org|net|io|dev|me|de|fr|es|nl|pt|br|ch|at|uk|co|ai|app|eu|info|be|it|in|us|ca|tech|design|art|site|xyz|page|"
    "blog|work|studio|se|no|dk|fi|pl|ie|au|nz|za|mx|ar|cl|jp|edu|gov|gitlab|github"
)
URL = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\[\]]+[^\s|,;<>()\[\].:]"
    rf"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})(?:/[^\s|,;<>()\[\]]*[^\s|,;<>()\[\].:])?(?![\w@])",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w./-])(?:\+|00)?\(?\+?\d[\d\s().\-/–]{6,20}\d(?:\s?(?:x|ext\.?|#)\s?\d{1,5})?(?![\w/])")

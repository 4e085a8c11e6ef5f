"""Reading application forms: from a live page to its fields, and from a posting's address to its form."""

from tools.applications.forms.reading.looking import look_at_form, reach_form
from tools.applications.forms.reading.page import read_form

__all__ = ["look_at_form", "reach_form", "read_form"]

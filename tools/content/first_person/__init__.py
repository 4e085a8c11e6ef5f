"""A resume's line as a sentence that its owner says: the same words in the first person, and nothing added."""

from tools.content.first_person.speaking import Place, speak

__all__ = ["Place", "speak"]

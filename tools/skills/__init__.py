"""The skills vocabulary: which tools, methods, languages and certificates a text names."""

from tools.skills.finding import SkillSpan, find_skills
from tools.skills.implications import shown_by
from tools.skills.vocabulary import aliases, canonical, category, occupation, use_taxonomy

__all__ = ["SkillSpan", "aliases", "canonical", "category", "find_skills", "occupation", "shown_by", "use_taxonomy"]

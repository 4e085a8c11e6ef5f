"""Tailored resumes: `choice` picks, `grounding` proves, `dialogue` asks, `revision` changes, `documents` writes."""

"""Applications: stages, interviews, offers, import and export."""

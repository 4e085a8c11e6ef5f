"""Handing in application forms: prepared, asked, approved, sent once, and written down."""

"""The suites: one module each, from files of cases to figures."""

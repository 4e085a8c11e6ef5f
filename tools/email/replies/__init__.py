"""Replies of employers: what a mail says of an application, with its own words, and which application it is about."""

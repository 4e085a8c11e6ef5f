"""The rims towards mail: Gmail, IMAP with SMTP, folders of files; and the secrets that open them."""

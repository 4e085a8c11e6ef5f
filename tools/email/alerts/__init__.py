"""Job alerts: pure readers of the mails that boards send, one per board, and one for all others."""

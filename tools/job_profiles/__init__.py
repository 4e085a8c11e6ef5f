"""Job profiles and the answers to what forms keep asking."""

"""The steps of a sync: fetch, read, act. Repeating one does nothing twice."""

"""Job boards: one small file a source, behind one protocol."""

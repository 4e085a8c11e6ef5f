"""Where postings come from: sources and their health, watched searches and companies, the daily ingestion."""

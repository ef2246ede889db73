"""A release in bulk: its tables as CSV with what describes them, as one archive or as files."""

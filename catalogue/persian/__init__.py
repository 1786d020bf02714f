"""How Persian text is read: letters, dates, numbers, words and queries. Pure functions, no engine, no I/O."""

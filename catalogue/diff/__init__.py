"""What changed between two records: fields.py, texts.py word by word, sequences.py what stays of a list. Pure."""

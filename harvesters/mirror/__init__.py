"""A whole copy of another Dastras, kept by its log."""

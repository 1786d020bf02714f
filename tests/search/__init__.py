"""Sets of searches with the records that answer them, and what becomes of them."""

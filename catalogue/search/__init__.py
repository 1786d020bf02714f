"""How records are found: the seam, its engines, the follower that feeds them, and highlights."""

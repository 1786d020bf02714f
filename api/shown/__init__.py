"""How values are written for people, in Persian: what pages and the API show alike."""

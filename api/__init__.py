"""Answers people and programs at the door: the JSON API under /api/v1 and the website. Never imports harvesters."""

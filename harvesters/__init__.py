"""Harvesters bring what agencies publish to the door of the catalogue; run.py tells the whole story."""

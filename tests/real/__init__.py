"""Real inputs from ../shared, which nobody on this project wrote; their tests skip where that folder is missing."""

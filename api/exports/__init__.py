"""Files of any query: JSON Lines, CSV, spreadsheets and their manifest, all of one set (api.md section 4)."""

"""What a record is, where it is kept and how it is found. Knows neither HTTP nor marshmallow nor YAML."""

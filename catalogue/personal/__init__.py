"""What is personal in a text: the numbers of persons and home addresses (records.md section 8). Pure."""

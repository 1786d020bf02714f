"""How the word list of the product is made (catalogue/vocabularies/words.tsv.gz)."""

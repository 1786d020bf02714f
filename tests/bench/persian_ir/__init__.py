"""The bench of Persian search: the product's door over a shared set, beside other analyses, with queries as people
type them. `python -m tests.bench.persian_ir --help`."""

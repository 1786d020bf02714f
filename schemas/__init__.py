"""The doors: an untrusted dict is loaded into a validated plain dict; shapes that are not stored are dumped."""

"""What programs look for at known addresses: robots.txt, sitemap, OpenSearch, security.txt; and QR codes."""

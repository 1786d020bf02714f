"""Real services on this machine for tests: each starts on a free loopback port and ends with its parent."""

"""Settings, addresses, the sunshine command and the embedded database."""

"""PostgreSQL and Valkey with nothing to set up: for development and tests, never for production."""

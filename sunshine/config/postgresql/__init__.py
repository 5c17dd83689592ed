"""Django's PostgreSQL, changing tables in steps that Citus can pass on to a node."""

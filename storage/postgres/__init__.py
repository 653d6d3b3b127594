"""The ports of storage on a PostgreSQL server; psycopg is loaded only where one is used."""

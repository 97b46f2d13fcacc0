"""peewee tables by subject; each column as the migrations made it. Used inside `db` only."""

"""RING 1: the row scope of a transaction.

Protected tables are under PostgreSQL row-level security. A transaction sees the rows of the communities and
buildings its scope names, and none while no scope is open. The scope is a signed statement: the database
checks a MAC whose key the serving role cannot read, so SQL injected into the serving connection cannot open
or widen a scope (a plain custom setting could be set by anybody).

* `opening.py`     opens and closes a scope on Django's connection; called by the gate only
* `statements.py`  runs a statement by psycopg itself, for what every access runs
* `bulk.py`        enters many rows of one table in one statement; `arrays.py` packs them
* `operations.py`  `ProtectTable`, the migration operation that puts a table under the scope
"""

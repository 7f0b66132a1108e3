"""RING 1, private: keys and sealed values. Only the gate opens what lies here.

* `models.py`     the tables; everything under the row scope, forced
* `rootkey.py`    the key at the top: read from a file, checked against the database
* `keyring.py`    unwrapped community keys, kept in memory, bounded
* `records.py`    what goes in (`Subject`, `NewValue`, `Source`) and what comes out (`SealedRow`)
* `sealer.py`     turns values into sealed rows: computing only, no database
* `store.py`      writes sealed rows, many at a time
* `actions.py`    every write        * `queries.py`    every read, and opening
* `integrity.py`  finds rows altered in storage        * `status.py`  the state of the keys

A plaintext enters in `NewValue`, leaves in `Revealed`, and is in no log, error or repr between.
"""

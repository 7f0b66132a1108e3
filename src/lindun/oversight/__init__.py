"""RING 3: who looked at what: ledger pages, trace of one resident, health of the house."""

"""RING 3: conduct - a violation from its report to the file of the person (VIO-01 to VIO-06).

Reported under a fixed list, heard, decided by somebody who has no part in it, open to appeal, closed with a
record whose fingerprint stands in the ledger.
"""

"""`make bench`: speed as ratios, both sides in one run on the same machine and database. Not a test."""

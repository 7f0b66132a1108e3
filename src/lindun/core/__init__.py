"""Ring 0: pure Python. No Django, no clock, no I/O; each package stands alone."""

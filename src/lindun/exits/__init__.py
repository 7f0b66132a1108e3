"""RING 3: exit permits - what may leave the work area: paper, a device, a look at the screen from elsewhere.

A leader who is not the holder approves it; the guard at the gate sees green or red by its number; what is not
back in time is told to holder and officer (USE-12).
"""

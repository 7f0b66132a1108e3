"""RING 3: tasks - what information is being used for right now."""

"""RING 3: questions - ask the supervisor from any screen; the answer is a rule of that screen (USE-15)."""

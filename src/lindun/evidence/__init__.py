"""Clause -> control -> live proof: the register of requirements and what shows that each one is kept."""

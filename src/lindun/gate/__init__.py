"""RING 2: the gate. Every protected thing opens here and nowhere else."""

"""RING 1, private: stored entries, the sealer, mirrors, verification. Only the gate writes here."""

"""RING 1, private: keys and sealed values. Only the gate opens what lies here."""

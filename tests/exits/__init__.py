"""Exit permits: asked for, approved by another, checked at the gate, back in time or told."""

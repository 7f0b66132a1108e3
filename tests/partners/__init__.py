"""Partners: bound before anything is shared, shown what a consent names, cut off the day something ends."""

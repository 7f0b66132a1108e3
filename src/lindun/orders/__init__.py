"""Work orders of other systems: by file, and by signed messages that open, change and close them."""

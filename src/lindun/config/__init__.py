"""Settings, the home folder with its secrets, the database server and the wiring of the product."""

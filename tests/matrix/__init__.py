"""Every address of the product, met by everybody: what each may do there stands in `routes.toml`."""

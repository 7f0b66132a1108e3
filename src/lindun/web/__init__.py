"""The shell: base templates, components, static files, middleware and error pages. It knows no domain app."""

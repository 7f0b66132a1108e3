"""Texts in versions, acknowledged and signed by whom they bind; special tasks; posters."""

"""Journeys through the running house in a real browser: what people do, click by click."""

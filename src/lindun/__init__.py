"""Lindun (邻盾): the confidentiality system of a property-management company."""

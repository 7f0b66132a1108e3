"""Chinese personal identifiers: normalise, validate, mask, search and detect.

Pure functions over text: no clock (a day is passed in where one is needed), no I/O, no framework.
"""

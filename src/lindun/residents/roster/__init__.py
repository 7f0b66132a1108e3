"""Owner rosters as companies really keep them: from a file of unknown quality to rows that can be stored.

``workbook`` opens a file safely, ``columns`` finds out what each column means, ``rows`` turns source rows
into checked values, ``report`` says what happened to every single row. Pure Python, no Django.
"""

"""Lists of staff as personnel departments keep them: from a file of unknown quality to people who wait.

`columns` finds out what each column means, `reading` makes lines of rows, `comparing` holds them against the
books, `bringing` carries a list out. An import adds people and changes nobody (decision 0036).
"""

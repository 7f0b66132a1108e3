"""Files that leave the house: encrypted, marked, with decoys. Pure: bytes in, bytes out, nothing on a disk.

* `passwords.py`  a password that can be read out, kept apart from its file
* `agile.py`      the encryption Office opens (ECMA-376 agile), in the container of `compound.py`
* `workbook.py`   rows as an encrypted workbook        * `pdf.py`  rows, or a request's file, as a PDF
* `decoys.py`     residents nobody is, each in one export only
* `copies.py`     how a row is written so that the copy can be told, and how a leaked list is read back
"""

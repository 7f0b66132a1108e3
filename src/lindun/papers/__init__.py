"""RING 3: paper that shows residents' data - printed for a task, numbered, owed until it is accounted for.

* `models.py`    the register: a sheet, who has it, what became of it
* `facts.py`     what the gate asks: does she owe a sheet that is past its time?
* `printing.py`  from a task to a sheet: what may stand on it, the gate, the page
* `page.py`      how a sheet looks
* `actions.py`   what becomes of it: back, destroyed, given to the household, lost, past its time

Paper files that are lent against a signature will belong here too.
"""

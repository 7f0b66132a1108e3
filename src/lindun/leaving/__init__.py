"""RING 3: leaving and changing posts - rights end that day, what was held comes back, duties go on.

* `exits.py`      recording an exit and ending what a person has: the one moment that matters
* `filing.py`     the exit file: interview, what is handed back, systems, review, closing
* `parting.py`    the exit pledge, or a refusal that two people witnessed and a third authorised
* `transfers.py`  another post from a day on, and the review of what was opened in the old one
"""

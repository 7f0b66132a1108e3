"""RING 3: rules and what people promise: versions, differences, acknowledgements, yearly pledges,
duties of each post, undertakings of special tasks, and posters of the rules in force.

What somebody acknowledged or signed is told to `standing`; the gate reads it there.
"""

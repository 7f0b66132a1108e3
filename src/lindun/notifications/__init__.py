"""RING 3: notifications - tell staff in the product, and groups through their robots, that something waits.

    notify(to=approvers, kind=Kind.REQUEST_WAITS, reference="SQ-1122-4821", url="/requests/...")

A notification is a kind, a number and a page. Its words come from the kind, so none can hold personal data.
"""

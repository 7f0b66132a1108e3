"""Putting a call through without the caller seeing the number (USE-10).

A provider of intermediary numbers ties caller and callee to a number of its own for a while. The callee's
number goes from the gate to the provider and nowhere else.

* `provider.py`  what a provider must be able to do, and how it fails
* `alibaba.py`   Alibaba Cloud's number protection service (Dyplsapi), written against its documented RPC API
* `chosen.py`    which provider this installation has; none means that the desk is rung instead
"""

"""RING 3: the register of permissions and their review. Who has which right since when, and is it needed?"""

"""The demands the house knows. The app that meets one names it in words and gives its page (`registry`)."""

BACKGROUND = "background"
COURSE = "course"
QUIZ = "quiz"
PLEDGE = "pledge"
DUTIES = "duties"
POLICY = "policy"
CODES = (BACKGROUND, COURSE, QUIZ, PLEDGE, DUTIES, POLICY)
"""In the order in which a newcomer meets them."""
YEARLY = frozenset({COURSE, QUIZ, PLEDGE})
"""Met for a year; the others for good, or until what is asked changes."""


def missing(code: str) -> str:
    """The gate's reason code for a demand never met, or over where that closes everything."""
    return f"standing.{code}_missing"


def lapsed(code: str) -> str:
    """The gate's reason code for a demand once met and over: masked pages stay open."""
    return f"standing.{code}_lapsed"


def way(code: str) -> str:
    """The code of the way on that leads to where a demand is met."""
    return f"meet.{code}"

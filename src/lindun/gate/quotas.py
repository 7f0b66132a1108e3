"""What is counted down: views of a grant, what a link allows. The app that keeps it gives the statement.

One UPDATE looks and takes: whoever comes second waits for the row and then sees what is left. The entry is
written in the same transaction, or even by the same statement, so that a view is used up exactly when the
entry says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lindun.scope.statements import Statement, run


@dataclass(frozen=True)
class Quota:
    """One UPDATE with named parameters that takes something and returns a row, or changes nothing.

    `parameters` turns the arguments into the parameters, e.g. a grant's id and a number of views.
    """

    sql: str
    parameters: Callable[..., Mapping[str, object]]

    def of(self, *arguments: object) -> Statement:
        """The statement that takes it."""
        return Statement(self.sql, self.parameters(*arguments))

    def take(self, *arguments: object) -> bool:
        """Take it in the current transaction; False when less is left, and then nothing is taken.

        Raises django.db.Error.
        """
        return bool(run(*self.of(*arguments)))


class Quotas:
    """The quotas the gate knows. One that no app registered is a loud failure: nothing opens by it."""

    grant: Quota  # of a grant's id and a number of views
    link: Quota  # of a link's id and a way of use: reveal, call

    def register(self, **quotas: Quota) -> None:
        """Raises TypeError for a quota the gate does not know."""
        for kind, quota in quotas.items():
            if kind not in Quotas.__annotations__:
                raise TypeError(f"the gate knows no quota named {kind}")
            setattr(self, kind, quota)


quotas = Quotas()

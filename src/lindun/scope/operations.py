"""The migration operation that closes a table by default."""

from __future__ import annotations

from django.db import migrations

POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY row_scope ON {table}
    USING ({condition})
    WITH CHECK ({condition});
"""
IN_COMMUNITY = "{community} = ANY ((SELECT scope.communities())::int[])"
IN_BUILDING = "{building} = ANY ((SELECT scope.buildings())::int[])"


class ProtectTable(migrations.RunSQL):
    """Put a table under forced row-level security by its community and building columns.

    `table` is the SQL name; `community` and `building` are integer columns. A table without a building column
    (`building=""`) is visible to whole-community scopes only. The owner is bound too (FORCE). The sub-selects
    make PostgreSQL evaluate the scope once per statement (an InitPlan), not once per row.
    """

    def __init__(self, table: str, *, community: str = "community_id", building: str = "building_id") -> None:
        conditions = [IN_COMMUNITY.format(community=community)]
        if building:
            conditions.append(IN_BUILDING.format(building=building))
        forward = POLICY.format(table=table, condition=" OR ".join(conditions))
        backward = f"DROP POLICY row_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        super().__init__(forward, backward)
        self._arguments = {"table": table, "community": community, "building": building}

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        arguments = dict(self._arguments)
        return self.__class__.__name__, [arguments.pop("table")], dict(arguments)

"""The migration operations that close a table by default: to readers by row, to writers by action."""

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


GUARD = """
DROP TRIGGER IF EXISTS passage_only ON {table};
CREATE TRIGGER passage_only BEFORE INSERT OR DELETE OR UPDATE{columns} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION scope.guard({actions});
"""


class GuardFacts(migrations.RunSQL):
    """Let the facts of a table change only inside a passage for one of these actions.

    What the gate decides by (posts, assignments, the catalogue) must not be changeable by SQL injected into
    some other page. `columns` names the guarded columns of an UPDATE; without it all are. It
    asks once a statement, so that large imports do not pay by the row, and replaces an earlier guard.
    """

    def __init__(self, table: str, *, actions: tuple[str, ...], columns: tuple[str, ...] = ()) -> None:
        forward = GUARD.format(
            table=table,
            columns=f" OF {', '.join(columns)}" if columns else "",
            actions=", ".join(f"'{action}'" for action in actions),
        )
        super().__init__(forward, f"DROP TRIGGER passage_only ON {table};")
        self._arguments = {"table": table, "actions": actions, "columns": columns}

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        arguments: dict[str, object] = dict(self._arguments)
        return self.__class__.__name__, [arguments.pop("table")], arguments


ADMIT = """
DO $$ DECLARE guard text; BEGIN
    SELECT pg_get_triggerdef(oid) INTO STRICT guard FROM pg_trigger
    WHERE tgrelid = '{table}'::regclass AND tgname = 'passage_only';
    DROP TRIGGER passage_only ON {table};
    EXECUTE {changed};
END $$;
"""
ADMITTED = r"regexp_replace(guard, '\)$', format(', %L)', '{action}'))"
NOT_ADMITTED = "replace(guard, format(', %L', '{action}'), '')"


class AdmitDeed(migrations.RunSQL):
    """Let a guarded table change in passages for one more action, whatever its guard admits already.

    For a deed of a higher app: its migration need not repeat what the table's own app admits. A guard that is
    made anew later (`GuardFacts`) must name the action again.
    """

    def __init__(self, table: str, *, action: str) -> None:
        super().__init__(
            ADMIT.format(table=table, changed=ADMITTED.format(action=action)),
            ADMIT.format(table=table, changed=NOT_ADMITTED.format(action=action)),
        )
        self._arguments = {"table": table, "action": action}

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        arguments: dict[str, object] = dict(self._arguments)
        return self.__class__.__name__, [arguments.pop("table")], arguments


WIDEN = """
DO $$ DECLARE guard text; BEGIN
    SELECT pg_get_triggerdef(oid) INTO STRICT guard FROM pg_trigger
    WHERE tgrelid = '{table}'::regclass AND tgname = 'passage_only';
    DROP TRIGGER passage_only ON {table};
    EXECUTE replace(guard, '{before}', '{after}');
END $$;
"""


class GuardColumns(migrations.RunSQL):
    """Guard more columns of a table of which some are guarded already, for the same actions as those."""

    def __init__(self, table: str, *, columns: tuple[str, ...]) -> None:
        few, more = " UPDATE OF ", f" UPDATE OF {', '.join(columns)}, "
        super().__init__(
            WIDEN.format(table=table, before=few, after=more),
            WIDEN.format(table=table, before=more, after=few),
        )
        self._arguments = {"table": table, "columns": columns}

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        arguments: dict[str, object] = dict(self._arguments)
        return self.__class__.__name__, [arguments.pop("table")], arguments

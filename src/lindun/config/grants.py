"""Which database role may do what to which table: one list, applied after every migration.

A table that is not listed here is closed to serving: forgetting fails closed, and a test names the table.
Row-level security narrows these rights further, row by row (see lindun.scope).
"""

from __future__ import annotations

from typing import Any

READ = "SELECT"
APPEND = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
PRUNE = "SELECT, INSERT, DELETE"
FULL = "SELECT, INSERT, UPDATE, DELETE"

SERVING: dict[str, str] = {
    # framework
    "auth_user": KEEP,
    "auth_user_groups": READ,
    "auth_user_user_permissions": READ,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_migrations": READ,
    "django_session": FULL,
    "account_emailaddress": READ,  # nobody signs in by mail
    "account_emailconfirmation": READ,
    "mfa_authenticator": FULL,
    "usersessions_usersession": FULL,
    # vault and ledger
    "vault_communitykey": APPEND,
    "vault_keycheck": READ,
    "vault_subjectkey": KEEP,
    "vault_sealedvalue": FULL,
    "vault_token": FULL,
    "ledger_entry": READ,  # appended to by ledger_append(), for what the gate has signed
    "ledger_leaf": READ,
    "ledger_checkpoint": READ,
    "ledger_mirror": READ,
    # organisation and estates
    "standing_demand": "SELECT, UPDATE",
    "standing_fulfilment": KEEP,
    "organisation_company": KEEP,
    "organisation_department": KEEP,
    "organisation_staff": KEEP,
    "organisation_assignment": FULL,
    "organisation_position": FULL,
    "organisation_postconflict": READ,
    "organisation_backgroundcheck": APPEND,
    "organisation_password": KEEP,
    "organisation_desk": KEEP,
    "personnel_commendation": APPEND,
    "personnel_commended": APPEND,
    "personnel_stafflist": KEEP,
    "personnel_stafflistrow": APPEND,
    "estates_community": KEEP,
    "estates_building": KEEP,
    "estates_dwelling": KEEP,
    # catalogue, tasks, residents
    "catalogue_dataitem": KEEP,
    "catalogue_purpose": KEEP,
    "catalogue_need": FULL,
    "catalogue_change": KEEP,
    "catalogue_entry": KEEP,
    "catalogue_classificationtask": KEEP,
    "requests_task": KEEP,
    "requests_lookup": KEEP,
    "requests_alert": KEEP,
    "requests_accessrequest": KEEP,
    "requests_approval": APPEND,
    "requests_grant": KEEP,
    "requests_approvalrule": APPEND,
    "requests_deputy": KEEP,
    "residents_resident": KEEP,
    "residents_rosterimport": KEEP,
    "residents_rosterrow": FULL,
    "notifications_notification": FULL,
    "sharing_link": APPEND,
    "sharing_linkstate": KEEP,
    "sharing_call": KEEP,
    "sharing_receiverrules": APPEND,
    "sharing_acceptance": APPEND,
    "orders_system": KEEP,
    "orders_nonce": PRUNE,
    "orders_received": APPEND,
    "notifications_robot": KEEP,
    "notices_notice": KEEP,
    "exits_exitpermit": KEEP,
    "papers_sheet": KEEP,
    "assets_asset": APPEND,
    "assets_issue": KEEP,
    "assets_incident": KEEP,
    "policies_text": KEEP,
    "policies_acknowledgement": APPEND,
    "policies_signature": APPEND,
    "policies_reminder": APPEND,
    "policies_project": KEEP,
    "policies_member": KEEP,
    "policies_note": APPEND,
    "policies_poster": KEEP,
    "partners_partner": KEEP,
    "partners_opening": KEEP,
    "partners_contract": KEEP,
    "partners_agreement": APPEND,
    "partners_person": KEEP,
    "partners_assessment": APPEND,
    "partners_waiver": KEEP,
    "partners_consent": KEEP,
    "partners_transfer": APPEND,
    "partners_breach": KEEP,
    "partners_remedy": KEEP,
    "partners_reminder": APPEND,
    "leaving_departure": KEEP,
    "leaving_ending": APPEND,
    "leaving_handover": FULL,  # a name is taken back until the exit takes effect
    "leaving_system": KEEP,
    "leaving_revocation": KEEP,
    "leaving_settled": APPEND,
    "leaving_signature": APPEND,
    "leaving_refusal": KEEP,
    "leaving_witness": KEEP,
    "leaving_transfer": KEEP,
    "questions_question": KEEP,
    "legal_enquiry": KEEP,
    "exports_export": KEEP,
    "exports_acceptance": APPEND,
    "exports_hiddenrow": APPEND,
    "exports_markingkey": APPEND,
    "training_edition": APPEND,
    "training_study": KEEP,
    "training_rulerecord": KEEP,
    "training_contest": APPEND,
    "training_quiz": KEEP,
    "training_answer": APPEND,
    "training_plannedcourse": "SELECT, INSERT, DELETE",
    "training_reminder": APPEND,
    "oversight_review": APPEND,
    "conduct_case": KEEP,
    "conduct_evidence": APPEND,
    "conduct_hearing": APPEND,
    "conduct_decision": APPEND,
    "conduct_reply": KEEP,
    "conduct_deduction": APPEND,
    "conduct_naming": APPEND,
    "conduct_bulletin": APPEND,
    "conduct_inquiry": APPEND,
    "conduct_step": "SELECT, UPDATE",
    "conduct_terms": "SELECT, UPDATE",
    "rights_review": APPEND,
    "rights_answer": APPEND,
}
PROCRASTINATE = FULL  # its own tables and functions; jobs carry ids, never values

SEALING: dict[str, str] = {
    "ledger_entry": READ,
    "ledger_leaf": APPEND,
    "ledger_checkpoint": APPEND,
    "ledger_mirror": KEEP,
}


def apply(cursor: Any) -> list[str]:
    """Set the rights of both roles from nothing; return the tables nobody listed. Run as the owner."""
    cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM lindun_app, lindun_sealer, PUBLIC")
    cursor.execute("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM lindun_app, lindun_sealer, PUBLIC")
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    cursor.execute("GRANT USAGE ON SCHEMA public TO lindun_app, lindun_sealer")
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    unlisted = []
    for (table,) in cursor.fetchall():
        rights = PROCRASTINATE if table.startswith("procrastinate_") else SERVING.get(table)
        if rights:
            _grant(cursor, table, rights, "lindun_app")
        else:
            unlisted.append(table)
        if table in SEALING:
            _grant(cursor, table, SEALING[table], "lindun_sealer")
    return unlisted


def _grant(cursor: Any, table: str, rights: str, role: str) -> None:
    cursor.execute(f'GRANT {rights} ON TABLE "{table}" TO {role}')
    if "INSERT" not in rights:
        return
    cursor.execute(
        "SELECT DISTINCT s.oid::regclass::text FROM pg_class s"
        " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
        " WHERE s.relkind = 'S' AND d.refobjid = %s::regclass",
        [f'public."{table}"'],
    )
    for (sequence,) in cursor.fetchall():
        cursor.execute(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {role}")

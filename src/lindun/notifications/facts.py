"""What the shell asks on every page."""

UNSEEN = "SELECT count(*) FROM notifications_notification WHERE seen_at IS NULL"
"""How much of her own somebody has not seen: the policy shows her nobody else's."""

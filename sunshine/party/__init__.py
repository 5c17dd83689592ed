"""党建 party: organisations down to a member's household, posts, pledges, wishes, double reporting, partner units."""

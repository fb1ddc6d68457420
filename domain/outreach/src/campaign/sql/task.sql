-- One task.
SELECT t.id, t.kind, t.area, t.event, t.lead, t.owner, u.display_name, t.title, t.due_on, t.state, t.note, t.done_at
FROM follow_up AS t
LEFT JOIN app_user AS u ON u.id = t.owner
WHERE t.id = $1

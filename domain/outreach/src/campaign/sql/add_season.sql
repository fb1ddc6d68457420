-- Opens a season.
INSERT INTO season (
  id, campaign, name, search_name, area, from_on, to_on, goal, goal_members, source, created_at, created_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- Members an agent was given go on to another: that stay ends.
UPDATE portfolio_move
SET until_on = $2
WHERE agent = $1 AND until_on IS NULL AND membership IN {list $3 uuid}

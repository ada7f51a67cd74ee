"""From ledgers as they come to a register edition: recognise → place → normalise → check. Imports `graph`, never `api`."""

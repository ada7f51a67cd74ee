"""A register's next edition: what arrived, put together with what is in force.

`inputs` are the files in force and the rows of them that no longer are; `scope` says for which units a new sheet is complete;
`masks` takes the rows that it replaces out of force; `staging` reads everything in force together, as if it had arrived at once;
`comparison` tells what changed, `doubts` what looks wrong.
"""

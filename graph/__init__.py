"""到户's ground: the model, the editions, the stores and the checks. Imports nothing from `loaders` or `api`."""

"""The filled-in town workbook (towns/*.xlsx) as it goes out and comes back: its form, and what a row of it can answer.

The ledger kind that reads it is loaders.ledgers.answers.
"""

"""The other ledgers that a scheme's checks ask for, family by family, with gaps that their makers know of."""

"""Cells to values, whole columns at a time: every function takes and gives Arrow arrays or numpy arrays of one length.

A null means "not stated" or "not readable"; what was not readable is told by a mask or a code array beside the values.
"""

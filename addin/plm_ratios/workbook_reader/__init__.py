"""Reads a workbook of ours that somebody filled in.

filled_workbook     what was chosen and typed, for an export
open_workbook       a workbook read, and its tables by name
comparison_table    the rows of Compare
what_if_rows        the rows of What-if
verify              whether a calculated workbook shows what Python gives
"""

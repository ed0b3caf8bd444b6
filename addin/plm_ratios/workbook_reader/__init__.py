"""Reads a plm-ratios workbook that a user filled in.

filled_workbook     what the user chose and typed, for an export
open_workbook       an opened workbook, and its tables by name
comparison_table    the rows of Compare
what_if_rows        the rows of What-if
verify              whether a calculated workbook has the values that Python calculates
"""

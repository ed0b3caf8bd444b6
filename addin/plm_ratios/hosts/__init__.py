"""What each spreadsheet needs beyond the functions themselves: a folder a host.

A host holds no arithmetic: it turns its own values into cell values, calls FUNCTIONS, and turns
the answer back.
"""

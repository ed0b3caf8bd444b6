"""What each spreadsheet needs beyond the functions themselves: a folder for each host.

A host computes nothing: it turns its own values into cell values, calls FUNCTIONS, and turns the answer
back. The exception is Google Sheets, which runs JavaScript: sheets/*.js are a second implementation, and
the golden vectors hold it to Python.
"""

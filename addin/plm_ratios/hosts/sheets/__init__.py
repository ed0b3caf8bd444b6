"""Google Sheets: a script for its editor, Apps Script, that answers the functions by itself."""

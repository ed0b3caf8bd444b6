"""A catalog browser for the narrow pane beside a sheet: Excel's task pane, the sidebar of Google Sheets."""

"""A catalog browser in the narrow pane next to a sheet: Excel's task pane, the sidebar of Google Sheets."""

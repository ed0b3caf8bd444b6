"""Files of the task pane that only Excel needs."""

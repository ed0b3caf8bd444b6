"""xlwings Server: the functions and a task pane for Excel on Windows, Mac and the web, self-hosted.

Only `project` works without xlwings-server; the other modules need it (pip install "plm-ratios[server]").
"""

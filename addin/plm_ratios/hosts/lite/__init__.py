"""Excel on Windows, Mac and web through xlwings Lite, the add-in that runs Python itself."""

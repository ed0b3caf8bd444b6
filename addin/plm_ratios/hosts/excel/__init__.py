"""Excel on Windows: the VBA of the workbook, and the Python that the workbook starts."""

"""plm_ratios.xlam, the add-in of Excel on Windows: functions in every workbook, and a tab of the ribbon."""

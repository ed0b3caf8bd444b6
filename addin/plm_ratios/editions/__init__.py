"""What changed from one edition of the catalog to another: in it, and in the numbers of a workbook.

naming            which edition a person means: a date, a file, a folder, a workbook
built_with        the edition that a workbook was built with
changes           what differs between two editions, entry by entry
workbook_numbers  which numbers of a workbook another edition would change
"""

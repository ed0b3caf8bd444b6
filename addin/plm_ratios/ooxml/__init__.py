"""Reads workbook files (.xlsx, .xlsm) and edits them in place; all else stays the same byte for byte.

archive                  a zip file, read within limits
package                  the zip of a workbook and its parts; parts what is unpacked of them
doctypes, sizes          what is refused before it is read: entities, and more cells than fit
part_lists               parts added to the lists of a package, and taken out
reproducible_zip         zip files with the same bytes for the same content
workbook, worksheet      structure, and cells with their places in the text
xml_edits                bytes replaced in a part
cached_values            values that formulas show
addresses, regions       cells and ranges, and which of them overlap
formulas                 what formulas call
formula_names            names of functions inside formulas, and mappings between hosts
references               which cells a formula reads
structured_references    and which parts of tables
"""

Attribute VB_Name = "PlmLinks"
Option Explicit
Option Private Module

' Formulas that were saved on another computer name its copy of the add-in, with the path. Here they are
' made to name this one, and show no path any more.

Private Const EXCEL_LINKS As Long = 1

' How many links of a workbook were changed; what Excel refuses goes to whoever asked.
Public Function PlmRepaired(book As Object) As Long
    Dim link As Variant
    Dim found As Variant

    found = book.LinkSources(EXCEL_LINKS)
    If Not IsArray(found) Then Exit Function
    For Each link In found
        If LeadsToAddIn(CStr(link)) And LCase$(link) <> LCase$(ThisWorkbook.FullName) Then
            book.ChangeLink link, ThisWorkbook.FullName, EXCEL_LINKS
            PlmRepaired = PlmRepaired + 1
        End If
    Next link
End Function

Private Function LeadsToAddIn(path As String) As Boolean
    Dim folders As Variant

    folders = Split(Replace(path, "/", "\"), "\")
    LeadsToAddIn = LCase$(folders(UBound(folders))) = PLM_FILE_NAME
End Function

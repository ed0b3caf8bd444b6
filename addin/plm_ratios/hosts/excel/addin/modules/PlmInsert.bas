Attribute VB_Name = "PlmInsert"
Option Explicit
Option Private Module

' Writes names and formulas into the workbook that is open. Cells that hold something are never written over
' without a question.

Private Const TITLE As String = "plm-ratios"

' Where the list of the models found has their dates.
Private Const DATE_COLUMN As Long = 3
Private Const WIDTH As Double = 18

' Writes a model's name into the active cell and its ratio to the right of it.
Public Sub PlmInsertModel()
    Dim target As Object

    If PlmChoice.PlmModel() = "" Then
        Say "Choose a model first, on the tab pLM ratios."
        Exit Sub
    End If
    Set target = Start(1, 2)
    If target Is Nothing Then Exit Sub
    target.Cells(1, 1).Value = PlmChoice.PlmModel()
    PlmFormula target.Cells(1, 2), "=RATIO(" & Address(target.Cells(1, 1)) & ",""" & PlmChoice.PlmBasisName() & """)"
End Sub

' Compares the names in the selected cells. Where these are empty: writes the names of the models that fit,
' and compares these.
Public Sub PlmInsertComparison()
    Dim chosen As Object

    Set chosen = Selected()
    If chosen Is Nothing Then Exit Sub
    If Application.WorksheetFunction.CountA(chosen) > 0 Then
        CompareSelected chosen
    ElseIf PlmChoice.PlmNarrowed() Then
        CompareFound
    Else
        Say "Select cells with names of models, or choose a family or search first, on the tab pLM ratios."
    End If
End Sub

' Writes what is known of the models that fit into a new workbook.
Public Sub PlmListFound()
    Dim book As Object
    Dim area As Object

    If PlmChoice.PlmCount() = 0 Then
        Say "No model of the catalog fits. Search for fewer words, or in all families."
        Exit Sub
    End If
    Set book = Application.Workbooks.Add
    Set area = book.Worksheets(1).Range("A1").Resize(PlmChoice.PlmCount() + 1, _
        UBound(PlmChoice.PlmTable(), 2) + 1)
    area.Columns(DATE_COLUMN).NumberFormat = "@"  ' else Excel makes days of years and months
    area.Value = PlmChoice.PlmTable()
    area.ColumnWidth = WIDTH
    book.Saved = True
End Sub

' Writes a formula so that what it gives spills. An Excel without such formulas, before 2021, has an
' array formula in the area that it is given.
Public Sub PlmFormula(area As Object, formula As String)
    On Error GoTo older
    area.Cells(1, 1).Formula2 = formula
    Exit Sub
older:
    If area.Count = 1 Then area.Formula = formula Else area.FormulaArray = formula
End Sub

Private Sub CompareSelected(chosen As Object)
    Dim target As Object

    If chosen.Areas.Count > 1 Or chosen.Columns.Count > 1 Then
        Say "Select cells of one column, without a gap."
        Exit Sub
    End If
    ' The header above the names, where there is a row for it, so that each row compares the name beside it.
    Set target = chosen.Cells(1, 1).Offset(0, 1)
    If chosen.Row > 1 Then Set target = target.Offset(-1, 0)
    Set target = Free(target, chosen.Rows.Count + 1, PLM_COLUMNS_OF_COMPARE)
    If Not target Is Nothing Then PlmFormula target, Comparison(chosen)
End Sub

Private Sub CompareFound()
    Dim target As Object
    Dim named As Object
    Dim number As Long

    If PlmChoice.PlmCount() = 0 Then
        Say "No model of the catalog fits. Search for fewer words, or in all families."
        Exit Sub
    End If
    Set target = Start(PlmChoice.PlmCount() + 1, PLM_COLUMNS_OF_COMPARE + 1)
    If target Is Nothing Then Exit Sub
    target.Cells(1, 1).Value = "Name"
    Set named = target.Cells(2, 1).Resize(PlmChoice.PlmCount(), 1)
    For number = 1 To PlmChoice.PlmCount()
        named.Cells(number, 1).Value = PlmChoice.PlmNameAt(number - 1)
    Next number
    PlmFormula target.Cells(1, 2).Resize(PlmChoice.PlmCount() + 1, PLM_COLUMNS_OF_COMPARE), Comparison(named)
End Sub

Private Function Comparison(named As Object) As String
    Comparison = "=COMPARE(" & Address(named) & ",""" & PlmChoice.PlmBasisName() & """)"
End Function

Private Function Address(area As Object) As String
    Address = Replace(area.Address, "$", "")
End Function

' So many rows and columns from the active cell on, or Nothing where they cannot be written.
Private Function Start(tall As Long, wide As Long) As Object
    Dim chosen As Object

    Set chosen = Selected()
    If chosen Is Nothing Then Exit Function
    Set Start = Free(chosen.Cells(1, 1), tall, wide)
End Function

' The selected cells of a worksheet, or Nothing, which was said.
Private Function Selected() As Object
    If TypeName(Application.Selection) = "Range" Then
        Set Selected = Application.Selection
    Else
        Say "Open a workbook and select a cell first."
    End If
End Function

' An area from a cell on that may be written, or Nothing, which was said.
Private Function Free(corner As Object, tall As Long, wide As Long) As Object
    Dim area As Object

    If corner.Row + tall - 1 > corner.Worksheet.Rows.Count Or _
            corner.Column + wide - 1 > corner.Worksheet.Columns.Count Then
        Say "The sheet ends too early: " & tall & " rows and " & wide & " columns are needed."
        Exit Function
    End If
    If corner.Worksheet.ProtectContents Then
        Say "This sheet is protected. Choose another one."
        Exit Function
    End If
    Set area = corner.Resize(tall, wide)
    If Application.WorksheetFunction.CountA(area) > 0 Then
        If MsgBox("There is something in " & Address(area) & ". Write over it?", _
                vbYesNo Or vbQuestion Or vbDefaultButton2, TITLE) <> vbYes Then Exit Function
        area.ClearContents
    End If
    Set Free = area
End Function

Private Sub Say(text As String)
    MsgBox text, vbInformation, TITLE
End Sub

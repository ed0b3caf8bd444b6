Attribute VB_Name = "PlmChoice"
Option Explicit
Option Private Module

' What is chosen on the ribbon: a family, words to search for, a model and a basis; and the models that fit
' them. The lists lie on sheets of the add-in, so that choosing needs no Python.

Private Const SHEET_OF_NAMES As String = "plm.models"
Private Const SHEET_OF_FAMILIES As String = "plm.families"
Private Const SHEET_OF_BASIS_NAMES As String = "plm.bases"

' Columns of the sheet of models; what is shown of a model begins with its name.
Private Const NAME_COLUMN As Long = 1
Private Const FAMILY_COLUMN As Long = 2
Private Const SEARCHED_COLUMN As Long = 9

Private family As Long
Private basis As Long
Private words As String
Private model As String
Private known As Variant
Private fitting As Collection

' All families come first in their list, before the names of each.
Public Function PlmFamilies() As Variant
    PlmFamilies = ListOn(SHEET_OF_FAMILIES)
End Function

Public Function PlmBasisNames() As Variant
    PlmBasisNames = ListOn(SHEET_OF_BASIS_NAMES)
End Function

Public Function PlmFamily() As Long
    PlmFamily = family
End Function

Public Function PlmBasis() As Long
    PlmBasis = basis
End Function

' The basis as formulas name it.
Public Function PlmBasisName() As String
    PlmBasisName = PlmBasisNames()(basis)
End Function

Public Function PlmWords() As String
    PlmWords = words
End Function

Public Function PlmModel() As String
    PlmModel = model
End Function

Public Sub PlmChooseFamily(number As Long)
    family = number
    Narrow
End Sub

Public Sub PlmChooseBasis(number As Long)
    basis = number
End Sub

Public Sub PlmSearch(text As String)
    words = Trim$(text)
    Narrow
End Sub

Public Sub PlmChooseModel(text As String)
    model = Trim$(text)
End Sub

' Whether a family or words were given.
Public Function PlmNarrowed() As Boolean
    PlmNarrowed = family > 0 Or words <> ""
End Function

Public Function PlmCount() As Long
    Fit
    PlmCount = fitting.Count
End Function

' The name of one of the models that fit, numbered from 0.
Public Function PlmNameAt(number As Long) As String
    Fit
    PlmNameAt = known(fitting(number + 1), NAME_COLUMN)
End Function

' The models that fit, as rows below their header: what is shown of each.
Public Function PlmTable() As Variant
    Dim shown() As Variant
    Dim row As Long
    Dim column As Long
    Dim place As Long

    Fit
    ReDim shown(0 To fitting.Count, 0 To SEARCHED_COLUMN - 2)
    For row = 0 To fitting.Count
        place = 1
        If row > 0 Then place = fitting(row)
        For column = 1 To SEARCHED_COLUMN - 1
            shown(row, column - 1) = known(place, column)
        Next column
    Next row
    PlmTable = shown
End Function

' Another family or other words leave the chosen model only where it fits them. A single one that fits
' is chosen.
Private Sub Narrow()
    Dim number As Long

    Set fitting = Nothing
    If PlmCount() = 1 Then
        model = PlmNameAt(0)
        Exit Sub
    End If
    For number = 0 To PlmCount() - 1
        If PlmNameAt(number) = model Then Exit Sub
    Next number
    model = ""
End Sub

Private Sub Fit()
    Dim row As Long

    If Not fitting Is Nothing Then Exit Sub
    If IsEmpty(known) Then known = ThisWorkbook.Worksheets(SHEET_OF_NAMES).UsedRange.Value
    Set fitting = New Collection
    For row = 2 To UBound(known, 1)
        If InFamily(row) And HasWords(CStr(known(row, SEARCHED_COLUMN))) Then fitting.Add row
    Next row
End Sub

Private Function InFamily(row As Long) As Boolean
    InFamily = True
    If family > 0 Then InFamily = known(row, FAMILY_COLUMN) = PlmFamilies()(family)
End Function

' Whether a text holds every word that is searched for; both are without case, blanks and dashes.
Private Function HasWords(text As String) As Boolean
    Dim word As Variant

    For Each word In Split(words, " ")
        If InStr(text, Folded(CStr(word))) = 0 Then Exit Function
    Next word
    HasWords = True
End Function

Private Function Folded(word As String) As String
    Folded = Replace(Replace(LCase$(word), "-", ""), "_", "")
End Function

' The cells of column A, from 0.
Private Function ListOn(sheetName As String) As Variant
    Dim found() As Variant
    Dim cells As Variant
    Dim row As Long

    cells = ThisWorkbook.Worksheets(sheetName).UsedRange.Value
    ReDim found(0 To UBound(cells, 1) - 1)
    For row = 1 To UBound(cells, 1)
        found(row - 1) = cells(row, 1)
    Next row
    ListOn = found
End Function

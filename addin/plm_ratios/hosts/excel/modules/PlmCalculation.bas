Attribute VB_Name = "PlmCalculation"
Option Explicit
Option Private Module

' Calculates one workbook anew, and no other: Application.CalculateFull would go through all that are
' open, also where their people have set calculation to manual.

Private Const MANUAL As Long = -4135

' Where calculation is manual, a sheet is calculated from what stands on the others. So all are calculated
' forwards, backwards and forwards again, for formulas that read from sheet to sheet.
Private Const PASSES As Long = 3

Public Sub PlmCalculate(book As Object)
    Dim pass As Long
    Dim number As Long
    Dim last As Long

    last = book.Worksheets.Count
    For pass = 1 To PASSES
        For number = 1 To last
            If pass Mod 2 = 1 Then
                CalculateSheet book.Worksheets(number)
            Else
                CalculateSheet book.Worksheets(last + 1 - number)
            End If
        Next number
        ' Otherwise Excel has calculated at once whatever reads a marked cell, on all sheets.
        If Application.Calculation <> MANUAL Then Exit For
    Next pass
End Sub

' Marks every cell of a sheet as out of date and calculates it. A sheet on which somebody has switched
' calculation off stays as it is.
Private Sub CalculateSheet(sheet As Object)
    If Not sheet.EnableCalculation Then Exit Sub
    On Error Resume Next
    sheet.UsedRange.Dirty
    If Err.Number <> 0 Then
        ' The other way to mark all cells, should a protected sheet not let its range be marked.
        sheet.EnableCalculation = False
        sheet.EnableCalculation = True
    End If
    sheet.Calculate
End Sub

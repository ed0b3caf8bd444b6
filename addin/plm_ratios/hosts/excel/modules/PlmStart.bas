Attribute VB_Name = "PlmStart"
Option Explicit
Option Private Module

' What happens when the workbook opens: help for the functions, Python started before the first
' formula needs it, and a line on the sheet Start that says how that went.

Private Const STATUS_CELL As String = "Status"
Private Const VERSION_CELL As String = "AddInVersion"

Public Sub PlmOpen()
    Dim unchanged As Boolean

    ' Help for the wizard counts as a change too, and closing would ask whether to save it.
    unchanged = ThisWorkbook.Saved
    PlmHelp.PlmDescribe
    If PlmConnect() Then
        ' The numbers in the file are those of the version that wrote it.
        If PlmRead(VERSION_CELL) <> CStr(PlmCall.PlmAnswer("PLMVERSION", Array())) Then
            PlmRenew
            unchanged = False
        End If
    End If
    If unchanged Then ThisWorkbook.Saved = True
End Sub

' Tries to reach Python and writes down how that went, which is no change that anybody has to save.
Public Function PlmConnect() As Boolean
    Dim unchanged As Boolean
    Dim versions As String

    unchanged = ThisWorkbook.Saved
    versions = PlmPython.PlmReached()
    PlmConnect = versions <> ""
    If PlmConnect Then
        PlmWrite STATUS_CELL, "Python answered on " & Format$(Now, "yyyy-mm-dd hh:nn") & ": " & versions
    Else
        PlmWrite STATUS_CELL, "The functions show #NAME?. " & PlmCall.PlmReason()
    End If
    If unchanged Then ThisWorkbook.Saved = True
End Function

' Calculates this workbook anew, and writes down what went wrong meanwhile.
Public Sub PlmRenew()
    PlmCalculation.PlmCalculate ThisWorkbook
    If PlmCall.PlmReason() <> "" Then
        PlmWrite STATUS_CELL, "Cells show #NAME? because of a failure. " & PlmCall.PlmReason()
    End If
End Sub

Private Function PlmRead(name As String) As String
    On Error GoTo missing
    PlmRead = CStr(ThisWorkbook.Names(name).RefersToRange.Value)
missing:
End Function

' A workbook whose sheet Start was deleted or protected works as well.
Private Sub PlmWrite(name As String, text As String)
    On Error GoTo missing
    ThisWorkbook.Names(name).RefersToRange.Value = text
missing:
End Sub

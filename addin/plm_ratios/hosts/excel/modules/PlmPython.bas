Attribute VB_Name = "PlmPython"
Option Explicit
Option Private Module

' Reaches Python for the buttons, and has it do their work.

' Tries anew to reach Python, and says so in the status bar meanwhile. Gives Python's own text, or "".
Public Function PlmReached() As String
    Dim before As Variant

    PlmCall.PlmForget
    before = Application.StatusBar
    ' Without a text of anybody, which Excel may say as a text.
    If UCase$(CStr(before)) = UCase$(CStr(False)) Then before = False
    Application.StatusBar = "plm-ratios: starting Python ..."
    PlmReached = PlmCall.PlmVersions()
    Application.StatusBar = before
End Function

' Has Python run a command where it was reached. On a Mac it is not reached for cells, but it runs commands.
Public Sub PlmRun(command As String, reached As Boolean)
    If reached Or PlmMachine.PlmIsMac() Then
        On Error GoTo failed
        RunPython command
    Else
        MsgBox PlmCall.PlmReason(), vbExclamation, "plm-ratios"
    End If
    Exit Sub
failed:
    MsgBox PlmFault.PlmNotStarted(Err.Number, Err.Description), vbExclamation, "plm-ratios"
End Sub
